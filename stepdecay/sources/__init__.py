"""Where a schedule lives in somebody's file: found without running it, and replaced without touching anything else."""

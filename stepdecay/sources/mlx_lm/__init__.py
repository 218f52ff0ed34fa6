"""Schedules in the configs of mlx-lm, YAML or JSON."""

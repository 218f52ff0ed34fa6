"""MLX's own rates of a schedule, and what is read off them: curve, levels, figures."""

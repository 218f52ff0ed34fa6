"""What the trainers of MLX make of their configs."""

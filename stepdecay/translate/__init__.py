"""What the schedulers of torch, keras and optax mean, said with MLX's."""

"""The dtypes of gradients that MLX's optimizers cast a learning rate to."""

from __future__ import annotations

DTYPES = ("float32", "bfloat16", "float16")
"""The names of `mlx.core`'s dtypes; rates are float32 already."""

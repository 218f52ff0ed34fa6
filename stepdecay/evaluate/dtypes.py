"""The dtypes of gradients that MLX's optimizers cast a learning rate to."""

from __future__ import annotations

EXACT = "float32"
"""The dtype of rates, to which they need no cast."""

DTYPES = (EXACT, "bfloat16", "float16")
"""The names of `mlx.core`'s dtypes."""

"""What the schedulers of torch, keras and optax mean, said with MLX's."""

from stepdecay.translate.finding import find_translations
from stepdecay.translate.translation import Translation

__all__ = ["Translation", "find_translations"]

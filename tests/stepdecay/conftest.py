"""How many cases hypothesis draws: on every run, and overnight (`pytest --hypothesis-profile=nightly`)."""

from __future__ import annotations

from hypothesis import settings

# Without a deadline: MLX's first call in a process takes as long as thousands of later ones. On CI hypothesis loads its
# own profile instead, with as many cases, drawn the same way every time.
settings.register_profile("default", deadline=None, max_examples=100)
settings.register_profile("nightly", deadline=None, max_examples=5_000)

#!/usr/bin/env bash
# One would guess: inject_hyperparams, the documented way to see and change a rate during a run, changes nothing else.
# Really: it casts every number to the first parameter's dtype. In bfloat16 Adam's b2 of 0.999 becomes 1, its bias
# correction 0 / 0, and the very first update NaN, where the plain optimizer is fine. A rate of 1e-5 becomes
# 1.00136e-05, and in float16 a rate of 2e-8 is 0. hyperparam_dtype=jnp.float32 keeps the numbers.
# optax 0.2.8, jax 0.10.2, seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'optax==0.2.8' 'jax==0.10.2'
cd "$work"
python -W ignore - <<'END'
import jax.numpy as jnp
import optax


def first(optimizer, dtype=jnp.bfloat16):
    weights = jnp.ones((2,), dtype)
    update, state = optimizer.update(jnp.ones((2,), dtype), optimizer.init(weights), weights)
    return update[0].item(), state


plain, _ = first(optax.adam(1e-3))
injected, state = first(optax.inject_hyperparams(optax.adam)(learning_rate=1e-3))
kept, _ = first(optax.inject_hyperparams(optax.adam, hyperparam_dtype=jnp.float32)(learning_rate=1e-3))
_, low = first(optax.inject_hyperparams(optax.sgd)(learning_rate=1e-5))
_, lowest = first(optax.inject_hyperparams(optax.sgd)(learning_rate=2e-8), jnp.float16)
print("first update of adam(1e-3):", plain, "injected:", injected, "injected in float32:", kept)
print("b2 as injected:", state.hyperparams["b2"].item())
print("1e-5 in bfloat16:", low.hyperparams["learning_rate"].item())
print("2e-8 in float16:", lowest.hyperparams["learning_rate"].item())
assert abs(plain + 1e-3) < 1e-5, "the plain optimizer does something else"
assert state.hyperparams["b2"].item() == 1.0 and injected != injected, "the injected optimizer is no longer NaN"
assert abs(kept + 1e-3) < 1e-5, "hyperparam_dtype no longer keeps the numbers"
assert f"{low.hyperparams['learning_rate'].item():.5e}" == "1.00136e-05", "the rate is no longer rounded"
assert lowest.hyperparams["learning_rate"].item() == 0.0, "the float16 rate is no longer 0"
END

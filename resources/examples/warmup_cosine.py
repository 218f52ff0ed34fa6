"""A warm-up and a cosine decay, as training scripts have them. Open it: `lr-designer warmup_cosine.py`."""

import mlx.core as mx
import mlx.nn as nn
import mlx.optimizers as optim

model = nn.Linear(4, 1)
loss_and_grad = nn.value_and_grad(model, lambda model, x, y: mx.mean((model(x) - y) ** 2))

# The floor is reached when the run ends.
warmup = optim.linear_schedule(0.0, 1e-3, 100)
cosine = optim.cosine_decay(1e-3, 900, end=1e-5)

lr_schedule = optim.join_schedules([warmup, cosine], [100])
optimizer = optim.AdamW(learning_rate=lr_schedule)

for _ in range(1000):
    x = mx.random.normal((32, 4))
    loss, gradients = loss_and_grad(model, x, mx.sum(x, axis=1, keepdims=True))
    optimizer.update(model, gradients)
    mx.eval(model.parameters(), optimizer.state)

print(f"loss {loss.item():.2g} at a rate of {optimizer.learning_rate.item():.3g}")

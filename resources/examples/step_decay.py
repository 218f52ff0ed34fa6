"""A training loop that uses the schedule of MLX's own documentation."""

import mlx.core as mx
import mlx.nn as nn
import mlx.optimizers as optim

lr_schedule = optim.step_decay(1e-1, 0.9, 10)
optimizer = optim.SGD(learning_rate=lr_schedule)

model = nn.Linear(4, 1)
inputs = mx.random.normal((64, 4))
targets = inputs @ mx.array([[1.0], [-2.0], [0.5], [3.0]])
loss_and_grad = nn.value_and_grad(model, lambda x, y: nn.losses.mse_loss(model(x), y))

for update in range(1, 101):
    loss, gradients = loss_and_grad(inputs, targets)
    optimizer.update(model, gradients)
    mx.eval(model.parameters(), optimizer.state)
    if update % 10 == 0:
        print(f"update {update}: learning rate {optimizer.learning_rate.item():.6g}, loss {loss.item():.6f}")

"""Learning rates and losses out of training logs, and where they part from the plan."""

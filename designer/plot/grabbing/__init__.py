"""What of the curve can be held, and what a hand makes of it; nothing of Qt."""

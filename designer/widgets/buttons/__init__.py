"""Buttons as this program has them."""

"""The window: its layout and its panels."""

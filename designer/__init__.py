"""The window: shows and edits schedules, and computes nothing that `stepdecay` can."""

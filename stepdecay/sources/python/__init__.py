"""Schedules in Python files."""

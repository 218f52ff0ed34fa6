"""What each finding means: its example, what it costs, what to do."""

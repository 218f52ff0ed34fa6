"""A finding in a list: its sign, its sentence, its row."""

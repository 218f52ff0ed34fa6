"""Tables of levels and of compared schedules."""

"""A schedule as text that somebody pastes or reads."""

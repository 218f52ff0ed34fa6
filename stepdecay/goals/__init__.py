"""What a person wants of a run, solved for one argument of its schedule."""

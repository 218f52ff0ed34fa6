"""What a schedule is: its kinds, how they are joined, and the run that it is for."""

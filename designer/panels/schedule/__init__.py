"""The Schedule panel: the pieces of the schedule, and the fields of each."""

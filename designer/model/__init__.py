"""What a person designs and how they look at it, as values; the file it is from; undo."""

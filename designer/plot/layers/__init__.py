"""What is drawn over the view, one layer a file."""

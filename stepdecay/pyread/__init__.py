"""Python text read without running it: signatures, expressions, and what a name stands for at a place."""

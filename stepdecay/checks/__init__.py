"""What is wrong or surprising about a schedule in its run: findings, each with a code, a sentence and perhaps a fix."""

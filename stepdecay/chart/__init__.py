"""What a chart of a schedule is, whoever paints it: where rates and updates are, ticks, words and colours."""

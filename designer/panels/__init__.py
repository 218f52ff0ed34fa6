"""The panels around the plot. Each renders the document and edits it; none knows another."""

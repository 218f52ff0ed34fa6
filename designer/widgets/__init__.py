"""The fields that read and step numbers."""

"""Fields that read and step numbers."""

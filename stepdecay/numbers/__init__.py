"""Numbers as people type them and as they are written: typed entry, number text, next and snapped values."""

"""The plot. Loaded after the window's first paint, for pyqtgraph takes longer to import than all else together."""

"""The Run panel: how long training lasts, in whichever unit a person thinks."""

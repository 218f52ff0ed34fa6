"""Files: opened, saved, watched while others edit them; the dialogs for them; training logs."""

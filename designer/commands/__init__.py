"""Every command once, as data, and what the commands do."""

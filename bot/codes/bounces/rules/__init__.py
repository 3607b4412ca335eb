"""What is known of bounces: the data files, the phrases in them, and how rules match."""

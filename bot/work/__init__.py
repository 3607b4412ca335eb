"""What is done in the background: by a queue that processes share, or by the one process that there is."""

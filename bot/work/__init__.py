"""Background work: by a queue that processes share, or by a loop in a single process."""

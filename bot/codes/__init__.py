"""The code-explanation module: text in, meaning out; no I/O while reading, no async, no language."""

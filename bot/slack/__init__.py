"""The handlers: each parses, calls, replies."""

"""Checks put together: all of them found, made at once, reported, judged as a verdict."""

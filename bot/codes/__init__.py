"""Explains codes and bounces: text in, meaning out. No I/O while reading, no async, no language."""

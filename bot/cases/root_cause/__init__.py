"""Checks a bounce's cause live: which checks bear on it, and whether they confirm it."""

"""A bounce's cause held against what is live now: which checks bear on it, and what they confirm."""

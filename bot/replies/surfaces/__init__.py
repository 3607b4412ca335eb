"""Surfaces: each writes the same document its own way."""

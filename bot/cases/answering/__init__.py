"""Answering what was asked, a module a subject."""

"""Answers questions: one module for each subject."""

"""The tables, a module for each or for each group of them: what is written there, and how it is read."""

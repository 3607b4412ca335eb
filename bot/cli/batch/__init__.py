"""Checks a whole list of domains, many at once, with one process for each core. A run that was stopped can go on."""

"""A whole list of domains checked, one after the other and many at once, by a process a core; stopped, it goes on."""

"""What several checks need: host addresses, records as evidence, what a check is given to look with."""

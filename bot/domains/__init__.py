"""Checks domains: a name in, findings out. It reaches the network only through one resolver and one fetcher."""

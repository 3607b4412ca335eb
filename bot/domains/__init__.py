"""The domain-check module: a name in, findings out; one resolver and one fetcher are its only doors to the network."""

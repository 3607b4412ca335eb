"""The only ways to the network: the DNS resolver, the HTTPS fetcher, the SMTP probe, RDAP."""

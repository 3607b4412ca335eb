"""What changed in a domain's checks: since when, what is news, when to check next."""

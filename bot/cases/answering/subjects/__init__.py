"""What is asked about: a code, a bounce, a domain, its watches and its past. A module each."""

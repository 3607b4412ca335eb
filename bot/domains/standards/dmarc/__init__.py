"""DMARC by RFC 9989: records, the tree walk that finds the one that applies, and where reports go (RFC 9990)."""

"""Sender Policy Framework (RFC 7208): reading a record, expanding its macros, evaluating it for an address."""

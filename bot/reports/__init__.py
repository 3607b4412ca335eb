"""Reads the reports that receivers send to a domain's owner: DMARC aggregate (RFC 7489, RFC 9990) and failure reports
(RFC 6591), TLS reports (RFC 8460). A file in, values out; no I/O, no language."""

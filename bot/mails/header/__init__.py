"""The header fields of a mail, each read by the standard that rules it."""

"""Slack's requests: each handler parses, hands over and acknowledges."""

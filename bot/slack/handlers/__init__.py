"""Handlers of Slack's requests: each parses, hands over and acknowledges."""

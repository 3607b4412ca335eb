"""Slack's wire: requests over HTTP and Socket Mode, payloads, clients."""

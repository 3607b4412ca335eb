"""Replies as Slack's blocks, with the buttons and boxes that only Slack has."""

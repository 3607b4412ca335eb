"""Workspaces that install the bot themselves, and who speaks to Slack for each."""

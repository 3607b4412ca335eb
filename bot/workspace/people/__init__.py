"""What people do in the workspace, and what Slack's client makes of what they type."""

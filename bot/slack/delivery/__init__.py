"""Posts messages and pictures to Slack, each once, and updates them at the pace that Slack allows."""

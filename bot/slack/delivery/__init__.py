"""Messages and pictures on their way to Slack: posted once, updated at the pace that Slack bears."""

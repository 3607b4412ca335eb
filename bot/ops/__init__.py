"""Operating the bot: logs, metrics, errors, readiness, and how much one may ask. Knows nothing of mail."""

"""Operating the bot: logs, metrics, errors, readiness, and rate limits. It knows nothing of mail."""

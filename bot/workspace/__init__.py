"""A local stand-in for Slack, with a page, so that anyone can try and test the bot. It knows nothing of the bot."""

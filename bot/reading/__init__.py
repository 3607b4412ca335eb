"""Reads mails and long texts in processes of their own, so that a hostile text cannot stop the bot."""

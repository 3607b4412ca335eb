"""Mails and long texts, read in processes of their own: behind a wall that a text made to hurt does not get over."""

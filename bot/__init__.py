"""A Slack bot for e-mail support teams: what a bounce means, what is wrong with a domain's mail, and what to do."""

__version__ = "0.1.0"

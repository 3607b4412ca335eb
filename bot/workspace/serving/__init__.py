"""The workspace as a server: with its page, with others behind one Slack, installed by OAuth, on this machine only."""

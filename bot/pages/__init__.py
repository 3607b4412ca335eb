"""Pages for people who are not in the workspace: a report, for whoever has the link to it."""

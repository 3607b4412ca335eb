"""From what a bounce reports to what happened: the cause, how sure it is, and whether to send again."""

"""Messages' text as HTML: mrkdwn, markdown, rich text, emoji, and which addresses become links."""

"""Mail files as bytes: MIME and its charsets, HTML, mailbox files, Outlook's own."""

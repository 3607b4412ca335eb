"""What a thread is about: its subject, language and history; follow-up questions; a bounce taken on to live checks."""

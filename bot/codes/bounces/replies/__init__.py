"""What servers answered: a reply, its command, whom it names, how long it asks to wait, and whole dialogues."""

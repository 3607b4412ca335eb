"""The commands: a module each, of the command's own name."""

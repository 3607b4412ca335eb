"""Records to publish in place of what was found."""

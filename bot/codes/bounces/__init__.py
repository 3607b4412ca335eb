"""Reading bounces: a pasted text or a mail in, a diagnosis a recipient out."""

"""What filters write into mails, by data files: one a filter, each sign with its meaning, source and problem."""

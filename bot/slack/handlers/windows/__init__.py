"""Windows that buttons and shortcuts open: to edit a letter, correct words, copy a sentence, or name a domain."""

"""One module for each subject of questions: a code, a bounce, a domain, its watches, its history."""

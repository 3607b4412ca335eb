"""Answers that are owed: taken on before the acknowledgement, given in turn, recovered after a crash."""

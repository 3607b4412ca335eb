"""Answers as JSON objects for scripts: stable names in snake_case, described by the schemas in `docs/schema/`.

Every object has `kind`. `words` holds what people read, in the language asked for; everything else is the same in every
language.
"""

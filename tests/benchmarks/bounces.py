"""Mails a second: our reading beside flufl.bounce 6, which finds addresses only; same mails, same run, one core.

    python tests/benchmarks/bounces.py [FOLDER] [SECONDS]

FOLDER holds mails (`*.eml`); without it, the project's own samples are read. Both get the bytes of each mail, as they
come from a file or from Slack; flufl.bounce needs the standard library's parser for them, which is counted. Mails on
which it fails (8-bit letters in a From field) are left out. The two take turns, a round of all mails each, so that a
slow machine is slow for both; the ratio is the median of the rounds'.
"""

import logging
import statistics
import sys
import time
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

from flufl.bounce import scan_message

from bot.codes.bounces.read import read_mail

SAMPLES = Path(__file__).parent.parent / "codes" / "bounces" / "mails"


def spent(read: Callable[[bytes], object], mails: list[bytes]) -> float:
    """Seconds of processor time for all mails once."""
    begin = time.process_time()
    for mail in mails:
        read(mail)
    return time.process_time() - begin


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
    spent(read_mail, mails), spent(theirs, mails)  # the first round reads data files and builds patterns
    rounds: list[tuple[float, float]] = []
    while sum(map(sum, rounds)) < 2 * seconds:
        rounds.append((spent(read_mail, mails), spent(theirs, mails)))
    ours, other = (len(mails) / statistics.median(each) for each in zip(*rounds, strict=True))
    ratio = statistics.median(flufl / mailbot for mailbot, flufl in rounds)
    print(f"{len(mails)} mails: ours {ours:.0f}/s, flufl.bounce {other:.0f}/s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()

"""Twenty screenshots of bounces, rendered by Chromium and read: how often the code is right, and the cause.

    python -m tests.benchmarks.screenshots

Light, dark, small, as wide as a phone, JPEG, like Outlook and like Gmail. Exit status 1 where fewer than 19 codes or
18 causes are right. Needs Chromium and Tesseract.
"""

import asyncio
import sys
import time

from bot.codes.bounces.chief import chief
from bot.codes.bounces.read import read_text
from bot.screenshots.mend import mended
from bot.screenshots.recognise import Eyes
from tests.screenshots.screens import rendered, twenty

CODES, CAUSES = 19, 18


async def main() -> int:
    wanted = twenty()
    eyes, codes, causes, longest = Eyes(), 0, 0, 0.0
    for (name, bounce), raw in zip(wanted, await rendered(wanted), strict=True):
        begin = time.perf_counter()
        seen = await eyes.look(raw)
        longest = max(longest, time.perf_counter() - begin)
        seen_cause, meant = chief(read_text(mended(seen.words))), chief(read_text(bounce.text))
        code = seen_cause is not None and (seen_cause.reply_code, seen_cause.status) == (bounce.code, bounce.status)
        cause = seen_cause is not None and meant is not None and seen_cause.cause == meant.cause
        codes, causes = codes + code, causes + cause
        if not (code and cause):
            print(f"{name}, {bounce.code} {bounce.status}: {seen.words!r}")
    print(f"{len(wanted)} screenshots: code right in {codes}, cause in {causes}; {longest:.1f} s for the slowest")
    return int(codes < CODES or causes < CAUSES)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

"""A code is explained without loading what only checks, mails and Slack need: libraries and values that load slowly."""

import os
import subprocess
import sys

SLOW = {
    *("aiohttp", "asyncio", "babel", "cryptography", "dns", "pydantic", "rapidfuzz", "slack_bolt", "slack_sdk"),
    *("sqlalchemy", "bot.cases.values.answers.kinds", "bot.mails", "bot.replies.surfaces.slack", "bot.slack"),
}
"""Each takes a tenth of the time that a code takes to be explained, or far more."""
MOST_MODULES = 45
"""Of the bot's own; a code was explained with 43 when this was written, with 65 before."""
PROGRAM = f"""
import sys
from bot.__main__ import main
status = main(["smtp", "451", "--lang", "en"])
own = sum(name.partition(".")[0] == "bot" for name in sys.modules)
print(status, sorted({SLOW!r} & set(sys.modules)), own <= {MOST_MODULES})
"""


def test_a_code_needs_neither_network_nor_database() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DEFAULT_LANGUAGE"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env=environment)
    assert "a local processing error" in done.stdout
    assert done.stdout.splitlines()[-1] == "0 [] True"

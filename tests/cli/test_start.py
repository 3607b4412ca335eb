"""A code is explained without loading what only checks and Slack need: libraries that load slowly."""

import os
import subprocess
import sys

SLOW = {"aiohttp", "sqlalchemy", "slack_bolt", "slack_sdk", "dns", "cryptography", "pydantic", "asyncio", "rapidfuzz"}
"""Each takes as long to load as a code to be explained, or nearly."""
PROGRAM = f"""
import sys
from bot.__main__ import main
status = main(["smtp", "451", "--lang", "en"])
print(status, sorted({SLOW!r} & set(sys.modules)))
"""


def test_a_code_needs_neither_network_nor_database() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DEFAULT_LANGUAGE"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env=environment)
    assert "a local processing error" in done.stdout
    assert done.stdout.splitlines()[-1] == "0 []"

"""Asks the fork server for a process. As a program it stands for `python` in a shell's command:
`python -I -S client.py SOCKET ARGUMENTS`. It loads little, so that it costs little."""

import json
import os
import socket
import sys
from collections.abc import Mapping, Sequence

_BOT = ["-m", "bot"]


def ask(
    address: str, arguments: Sequence[str], environment: Mapping[str, str], folder: str, *ends: int
) -> socket.socket:
    """`ends` are the process's standard input, output and error. The socket gives two lines: the process's id, and in
    the end its exit status."""
    replies = socket.socket(socket.AF_UNIX)
    replies.connect(address)
    request = {"arguments": list(arguments), "environment": dict(environment), "folder": folder}
    socket.send_fds(replies, [json.dumps(request).encode() + b"\n"], ends)
    return replies


def main(address: str, arguments: list[str]) -> int:
    if arguments[:2] != _BOT:
        os.execv(sys.executable, [sys.executable, *arguments])
    with ask(address, arguments[2:], os.environ, os.getcwd(), 0, 1, 2) as replies, replies.makefile() as lines:
        _, status = lines
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

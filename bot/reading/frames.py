"""The protocol between the bot and a worker over a socket: a request is two byte strings, a response is a sign and one
byte string."""

import socket
import struct

LENGTHS = struct.Struct(">II")
"""Of a request and of the file that comes with it; of a sign and an answer."""
ANSWER, FAULT, READY = 0, 1, 2
"""Signs: what comes is the answer, or the place in the code where reading failed; or a worker has just begun."""


def receive(connection: socket.socket) -> tuple[bytes, bytes] | None:
    """The next request and its file; None if there are no more."""
    lengths = _exactly(connection, LENGTHS.size)
    if lengths is None:
        return None
    request, content = LENGTHS.unpack(lengths)
    whole = _exactly(connection, request + content)
    return None if whole is None else (whole[:request], whole[request:])


def send(connection: socket.socket, sign: int, answer: bytes) -> None:
    connection.sendall(LENGTHS.pack(sign, len(answer)) + answer)


def _exactly(connection: socket.socket, length: int) -> bytes | None:
    """This many bytes; None if the other side closed the connection before."""
    whole = bytearray()
    while len(whole) < length:
        part = connection.recv(min(length - len(whole), 1 << 20))
        if not part:
            return None
        whole += part
    return bytes(whole)

"""A small `.msg` file made by hand: a compound file (MS-CFB) with the streams of a message (MS-OXMSG)."""

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALL = 4096
"""Streams below this size live in a place of their own; ours are padded, to need none."""


def outlook_file(headers: str, subject: str, body: str) -> bytes:
    texts = {0x007D: headers, 0x0037: subject, 0x1000: body}
    streams = {"__properties_version1.0": _properties(texts)}
    for number, text in texts.items():
        streams[f"__substg1.0_{number:04X}001F"] = text.ljust(SMALL // 2).encode("utf-16-le")
    return _compound(streams)


def _properties(texts: dict[int, str]) -> bytes:
    entries = [struct.pack("<HHIII", 0x001F, number, 6, SMALL, 0) for number in texts]
    filler = struct.pack("<HHIII", 0x0003, 0x0FF7, 6, 0, 0)
    return bytes(32) + b"".join(entries) + filler * ((SMALL - 32) // 16)


def _compound(streams: dict[str, bytes]) -> bytes:
    content, chains, starts = b"", [], []
    for data in streams.values():
        padded = data + bytes(-len(data) % SECTOR)
        count = len(padded) // SECTOR
        starts.append(len(chains))
        chains += [*range(len(chains) + 1, len(chains) + count), END]
        content += padded
    directory = _entry("Root Entry", 5, FREE, 1, END, 0)
    for number, (name, data) in enumerate(streams.items()):
        following = number + 2 if number + 1 < len(streams) else FREE
        directory += _entry(name, 2, following, FREE, starts[number], len(data))
    directory += bytes(-len(directory) % SECTOR)
    first = len(chains)
    count = len(directory) // SECTOR
    chains += [*range(first + 1, first + count), END]
    fat = len(chains)
    chains.append(FAT)
    table = b"".join(struct.pack("<I", each) for each in chains).ljust(SECTOR, b"\xff")
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    numbers = (0x3E, 3, 0xFFFE, 9, 6, 0, 1, first, 0, SMALL, END, 0, END, 0, fat)
    header = struct.pack("<8s16xHHHHH6xIIIIIIIIII", magic, *numbers)
    return header.ljust(SECTOR, b"\xff") + content + directory + table


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    numbers = (len(encoded), kind, 1, FREE, right, child, 0, start, size)
    return encoded.ljust(64, b"\0") + struct.pack("<HBBIII16xI8x8xIQ", *numbers)

"""A compound file (MS-CFB) that says it holds far more than it is long: every stream lies in the same one sector."""

import struct

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, SLOTS = 512, 109
"""Bytes of a sector; how many sectors of the table of sectors a header has room for."""


def ole_bomb(streams: int, *, name: str = "s{:06d}", apart: bool = False) -> bytes:
    """So many streams of 7 MB each, all in sector 0, which is followed by itself; the one sector of the table is named
    in every slot of the header, so that a reader finds the chain long enough. `apart`: each
    is said to begin in a sector of its own."""
    size = SLOTS * (SECTOR // 4) * SECTOR - SECTOR
    sides: dict[int, tuple[int, int]] = {}
    top = _balanced(1, streams, sides)
    directory = _entry("Root Entry", 5, FREE, FREE, top, END, 0) + b"".join(
        _entry(name.format(number), 2, *sides[number], FREE, number if apart else 0, size)
        for number in range(1, streams + 1)
    )
    directory += bytes(-len(directory) % SECTOR)
    count = len(directory) // SECTOR
    tables = 1
    while 1 + count + tables > tables * SECTOR // 4:
        tables += 1
    chain = [0, *range(2, count + 1), END, *[FAT] * tables]
    chain += [FREE] * (tables * SECTOR // 4 - len(chain))
    slots = [1 + count + number for number in range(tables)]
    slots += [slots[-1]] * (SLOTS - len(slots))
    numbers = (0x3E, 3, 0xFFFE, 9, 6, 0, SLOTS, 1, 0, 4096, END, 0, END, 0)
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", *numbers)
    header += struct.pack(f"<{SLOTS}I", *slots)
    return header.ljust(SECTOR, b"\xff") + bytes(SECTOR) + directory + struct.pack(f"<{len(chain)}I", *chain)


def _balanced(low: int, high: int, sides: dict[int, tuple[int, int]]) -> int:
    """The middle entry of the tree; fills in what stands to its left and right."""
    if low > high:
        return FREE
    middle = (low + high) // 2
    sides[middle] = (_balanced(low, middle - 1, sides), _balanced(middle + 1, high, sides))
    return middle


def _entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    numbers = (len(encoded), kind, 1, left, right, child, 0, start, size)
    return encoded.ljust(64, b"\0") + struct.pack("<HBBIII16xI8x8xIQ", *numbers)

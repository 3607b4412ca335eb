"""Outlook's files that say they hold more than they are long."""

import tracemalloc

import pytest

from bot.codes.bounces.read import read_file
from bot.codes.values import MailKind
from tests.codes.bounces.msgbomb import ole_bomb

WANTED = "__substg1.0_1000001F"


@pytest.mark.parametrize("name", ["s{:06d}", WANTED])
def test_a_file_whose_streams_are_longer_than_itself_is_no_bounce_and_takes_no_memory(name: str) -> None:
    bomb = ole_bomb(300 if name != WANTED else 1, name=name)
    read_file("laiskas.msg", ole_bomb(1))  # what reading needs is loaded once, and does not count
    tracemalloc.start()
    try:
        assert read_file("laiskas.msg", bomb).kind is MailKind.OTHER
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_table_of_sectors_that_is_claimed_to_be_endless_is_not_read() -> None:
    bomb = bytearray(ole_bomb(1))
    bomb[44:48] = (2**31).to_bytes(4, "little")  # sectors of the table
    bomb[68:72] = (0).to_bytes(4, "little")  # the first sector that lists more of them: itself, for ever
    bomb[72:76] = ((2**31 - 109 + 126) // 127).to_bytes(4, "little")
    assert read_file("laiskas.msg", bytes(bomb)).kind is MailKind.OTHER

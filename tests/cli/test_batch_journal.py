"""What a run finds in the journal of one that was killed, at whatever moment that was."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli.batch.journal import Journal
from bot.domains.engine.tally import CountedLine
from bot.domains.values import Status

BAD = CountedLine(Status.ERROR, wrong=True, codes=("spf-missing", "dkim-none"))


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Journal, int]]:
    """The journal and the descriptor of the results, as `>> results` gives it."""
    results = os.open(folder / "results", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with Journal(folder / "journal", results) as journal:
        yield journal, results
    os.close(results)


def put(journal: Journal, results: int, key: str) -> None:
    line = f"{key}\n".encode()
    journal.begin(key, BAD, len(line))
    os.write(results, line)
    journal.end()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run that printed two results."""
    with opened(tmp_path) as (journal, results):
        put(journal, results, "vienas.lt")
        put(journal, results, "„du“ \t nėra")
    return tmp_path


def printed(folder: Path) -> list[str]:
    with opened(folder) as (journal, _):
        return [key for key in ("vienas.lt", "„du“ \t nėra", "trys.lt") if key in journal]


def test_what_was_printed_is_known_and_counted(folder: Path) -> None:
    with opened(folder) as (journal, _):
        assert len(journal) == 2
        assert journal.tally.levels == {Status.ERROR: 2}
        assert journal.tally.codes == {"spf-missing": 2, "dkim-none": 2}
        assert journal.tally.wrong


def test_killed_before_the_result_it_is_printed_again(folder: Path) -> None:
    with opened(folder) as (journal, _):
        journal.begin("trys.lt", BAD, 8)
    assert printed(folder) == ["vienas.lt", "„du“ \t nėra"]


def test_killed_after_the_result_it_is_not(folder: Path) -> None:
    with opened(folder) as (journal, results):
        journal.begin("trys.lt", BAD, 8)
        os.write(results, b"trys.lt\n")
    assert printed(folder) == ["vienas.lt", "„du“ \t nėra", "trys.lt"]
    assert printed(folder) == ["vienas.lt", "„du“ \t nėra", "trys.lt"], "and so it stays"


def test_half_a_result_is_cut_off(folder: Path) -> None:
    with opened(folder) as (journal, results):
        journal.begin("trys.lt", BAD, 8)
        os.write(results, b"try")
    assert printed(folder) == ["vienas.lt", "„du“ \t nėra"]
    assert (folder / "results").read_text().endswith("nėra\n")


def test_half_a_line_of_the_journal_is_forgotten(folder: Path) -> None:
    with (folder / "journal").open("a") as journal:
        journal.write('["trys.lt", "err')
    assert printed(folder) == ["vienas.lt", "„du“ \t nėra"]
    with opened(folder) as (again, results):
        put(again, results, "trys.lt")
    assert printed(folder) == ["vienas.lt", "„du“ \t nėra", "trys.lt"]


def test_another_file_of_results_is_left_alone(folder: Path) -> None:
    """A result in doubt was for the first file; the second is somebody's, and longer."""
    with opened(folder) as (journal, results):
        journal.begin("trys.lt", BAD, 8)
        os.write(results, b"try")
    (folder / "results").rename(folder / "first")
    other = b"x" * 1000
    (folder / "results").write_bytes(other)
    assert printed(folder) == ["vienas.lt", "„du“ \t nėra"]
    assert (folder / "results").read_bytes() == other

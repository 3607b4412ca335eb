"""What a case remembers of a bounce holds nobody's whole address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.masking import mask, masked
from bot.codes.bounces.read import read_file
from tests.scenarios.recorded import Recorded, recorded

LOCAL = st.from_regex(r"[a-z0-9.+_-]{2,20}", fullmatch=True)


def test_the_first_letter_and_the_domain_stay() -> None:
    masked_text = mask("550 5.1.1 <jonas.jonaitis@imone.lt>: Recipient address rejected: o.petraite@paštas.lt")
    assert masked_text == "550 5.1.1 <j***@imone.lt>: Recipient address rejected: o***@paštas.lt"


def test_masking_twice_is_masking_once() -> None:
    assert mask(mask("jonas@imone.lt")) == mask("jonas@imone.lt")


@given(before=st.text(alphabet=" <\"':;,(", max_size=5), local=LOCAL)
def test_no_local_part_survives(before: str, local: str) -> None:
    assert f"{local}@" not in mask(f"{before} {local}@imone.lt>")


@pytest.mark.parametrize("case", recorded(), ids=lambda case: case.name)
def test_a_remembered_bounce_holds_no_whole_address(case: Recorded) -> None:
    reading = read_file(case.bounce.name, case.bounce.read_bytes())
    whole = {
        address
        for diagnosis in reading.diagnoses
        for address in (diagnosis.recipient, diagnosis.original_recipient, diagnosis.sender)
    }
    kept = str(masked(reading))
    assert [address for address in whole if address and address in kept] == []
    assert masked(reading).subject is None

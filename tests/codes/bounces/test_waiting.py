"""How long a server asks to wait."""

import pytest

from bot.codes.bounces.read import read_text


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        ("451 4.7.1 Greylisted, please try again in 900 seconds", 900),
        ("451 4.7.1 Greylisting in action, please come back in 00:05:00", 300),
        ("450 4.2.0 <jonas@imone.lt>: Recipient address rejected: Greylisted for 5 minutes", 300),
        ("451 Pirmas laiškas, bandykite dar kartą po 300 sekundžių", 300),
        ("450 Please retry after 2 hours", 7200),
        ("450 4.7.1 Try again later", None),
        ("421 Too many messages in 60 seconds", None),
        ("450 Try again in 900 hours", None),
        ("550 5.1.1 User unknown, do not try again in 300 seconds", None),
    ],
)
def test_seconds_that_the_server_asks_to_wait(reply: str, seconds: int | None) -> None:
    assert read_text(reply).diagnoses[0].retry_after == seconds

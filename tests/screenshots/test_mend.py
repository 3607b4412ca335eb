"""What was written where signs look alike."""

import pytest

from bot.screenshots.mend import mended


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (
            "<jonas@kavos-namai.It>: host mxl.kavos-namai.|t[192.0.2.1]",
            "<jonas@kavos-namai.lt>: host mxl.kavos-namai.lt[192.0.2.1]",
        ),
        ("<direktore@dantu-\nklinika.lt>: blocked", "<direktore@dantu-klinika.lt>: blocked"),
        ("said: 55O 5.1.l User unknown", "said: 550 5.1.1 User unknown"),
        ("SS0 5,7,1 blocked", "SS0 5.7.1 blocked"),
        ("421-4.7.O Try again", "421-4.7.0 Try again"),
        ("host mail.imone.lt{192.0.2.10] said", "host mail.imone.lt[192.0.2.10] said"),
        ("I said: IMONE.LT is in IT. It is so", "I said: IMONE.LT is in IT. It is so"),
        ("STOREDRV.Deliver.Exception:InternalError", "STOREDRV.Deliver.Exception:InternalError"),
        ("Pietūs 12:30, kaina 5,50", "Pietūs 12:30, kaina 5,50"),
    ],
)
def test_signs_that_look_alike(read: str, written: str) -> None:
    assert mended(read) == written

"""What the documentation promises in numbers is what the code does."""

import hashlib
import re
import time
from pathlib import Path

import pytest
from itsdangerous import TimestampSigner

from bot.cases.values.history import DAYS as HISTORY_DAYS
from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.resolver.cache import LONGEST, Cache
from bot.pages.links import PublicPages
from bot.pages.tokens import DAYS as LINK_DAYS
from bot.pages.tokens import Expired, Tokens
from bot.settings import Settings
from bot.storage.store import Store
from bot.storage.tables.statistics import KEPT
from tests.replies.samples import HEALTHY

ROOT = Path(__file__).parents[1]
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
DAY = 86_400
KEY = "k" * 32
LETTERED = {"five": 5, "ten": 10, "fifteen": 15}
DEFAULTS = {name: str(field.default) for name, field in Settings.model_fields.items()}
_RATES = r"\| `USER_RATE`, `WORKSPACE_RATE` \|[^|]*\| "

PROMISES = {
    "a thread": (r"\| `CASE_DAYS` \|[^|]*\| `(\d+)` \|", DEFAULTS["case_days"]),
    "a person's rate": (_RATES + r"`([^`]*)`, ", DEFAULTS["user_rate"]),
    "a workspace's rate": (
        _RATES + r"`[^`]*`, `([^`]*)`",
        DEFAULTS["workspace_rate"],
    ),
    "a link": (r"The link is signed, good for (\d+) days", str(LINK_DAYS)),
    "a key that signed links": (r"`LINK_KEYS=new,old`, and drop the old one (\d+) days later", str(LINK_DAYS)),
    "a report": (r"\| until the link expires, (\d+) days", str(LINK_DAYS)),
    "a check": (r"\| a year \((\d+) days\)", str(HISTORY_DAYS)),
    "statistics": (r"how often each code and each cause was asked about, by day \| (\d+) days", str(KEPT.days)),
    "votes": (r"votes on answers[^|]*\| (\d+) days", str(KEPT.days)),
    "a DNS answer": (r"a domain's DNS answers for (\w+) minutes\s+at most", str(LONGEST / 60)),
}
"""A pattern with one group, and what stands there."""


@pytest.mark.parametrize("promise", PROMISES)
def test_what_the_documentation_promises_is_what_the_code_does(promise: str) -> None:
    pattern, kept = PROMISES[promise]
    numbers = [number for document in DOCUMENTS for number in re.findall(pattern, document.read_text("utf-8"))]
    assert numbers, "no longer promised anywhere: is the pattern out of date?"
    if promise == "a DNS answer":
        numbers = [str(float(LETTERED[word])) for word in numbers]
    assert set(numbers) == {kept}


def test_the_numbers_are_these() -> None:
    """Documentation and code could be wrong together: who changes one changes it here too, and knows why."""
    assert (DEFAULTS["case_days"], DEFAULTS["user_rate"], DEFAULTS["workspace_rate"]) == (
        "30",
        "30/minute",
        "600/minute",
    )
    assert (LINK_DAYS, HISTORY_DAYS, KEPT.days, LONGEST) == (30, 365, 400, 300)


@pytest.mark.parametrize(("ttl", "most"), [(86_400, 300), (301, 300), (60, 60)])
def test_a_dns_answer_is_kept_for_its_ttl_and_five_minutes_at_most(ttl: int, most: int) -> None:
    cache = Cache()
    cache.put(("a.example", "MX", False), Answer("a.example", "MX", Outcome.FOUND, ttl=ttl))
    left = cache.left(("a.example", "MX", False))
    assert left is not None
    assert left.ttl <= most


def signed(days_ago: float) -> str:
    """A link's end as it was signed then."""

    class Then(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time() - days_ago * DAY)

    signer = Then([KEY.encode()], salt=b"mailbot.report", key_derivation="hmac", digest_method=hashlib.sha256)
    return signer.sign("r").decode()


def test_a_link_ends_after_thirty_days() -> None:
    assert Tokens([KEY]).read(signed(29.9)) == "r"
    with pytest.raises(Expired):
        Tokens([KEY]).read(signed(30.1))


async def test_a_link_says_when_it_ends(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}", case_days=30)
    await store.open()
    before = time.time()
    link = await PublicPages(store.reports, "https://bot.example", [KEY]).link("T1", HEALTHY, "en")
    await store.close()
    assert before + 30 * DAY <= link.until <= time.time() + 30 * DAY

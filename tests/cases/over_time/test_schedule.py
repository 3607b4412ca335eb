"""When a watched domain is checked next."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.cases.over_time.schedule import next_due
from bot.cases.values.watch import Every, Watch

NOW = 1_790_000_000.0
DAY, HOUR = 86_400, 3_600
watches = st.builds(
    Watch,
    team=st.from_regex(r"T[A-Z0-9]{1,8}", fullmatch=True),
    channel=st.from_regex(r"C[A-Z0-9]{1,8}", fullmatch=True),
    domain=st.from_regex(r"[a-z0-9]{1,12}\.lt", fullmatch=True),
    every=st.sampled_from(Every),
    user=st.just("U1"),
    language=st.just("lt"),
    since=st.just(0.0),
    due=st.just(0.0),
)
times = st.floats(0, 4e9)


def watch(domain: str, every: Every = Every.DAILY) -> Watch:
    return Watch("T1", "C1", domain, every, "U1", "lt", 0.0, 0.0)


@given(watches, times)
def test_the_next_check_is_ahead_and_within_the_interval(watch: Watch, now: float) -> None:
    due = next_due(watch, now, 0)
    assert now < due <= now + watch.every.seconds


@given(watches, times, st.integers(0, 60))
def test_failures_put_it_off_but_not_for_ever(watch: Watch, now: float, failures: int) -> None:
    longest = {Every.DAILY: 7 * DAY, Every.HOURLY: DAY}[watch.every]
    due, after_one_more = (next_due(watch, now, count) for count in (failures, failures + 1))
    assert now < due <= after_one_more <= now + longest
    assert due > now + min(2**failures * watch.every.seconds, longest) - watch.every.seconds


@given(watches, times, st.floats(0, 1))
def test_a_check_done_late_does_not_move_the_next_one(watch: Watch, now: float, late: float) -> None:
    due = next_due(watch, now, 0)
    assert next_due(watch, due, 0) == due + watch.every.seconds
    assert next_due(watch, due + late * (watch.every.seconds - 1), 0) == due + watch.every.seconds


def test_a_thousand_domains_are_spread_over_the_day_and_the_hour() -> None:
    by_day = Counter(int(next_due(watch(f"d{n}.lt"), NOW, 0) % DAY // HOUR) for n in range(1000))
    assert len(by_day) == 24
    assert max(by_day.values()) < 2 * 1000 / 24
    by_hour = Counter(int(next_due(watch(f"d{n}.lt", Every.HOURLY), NOW, 0) % HOUR // 300) for n in range(1000))
    assert len(by_hour) == 12
    assert max(by_hour.values()) < 2 * 1000 / 12


def test_the_place_within_the_day_is_the_same_in_every_process() -> None:
    assert next_due(watch("imone.lt"), NOW, 0) == 1790057359.0

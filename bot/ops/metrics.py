"""Metrics for Prometheus. Labels are the bot's own words: never a team, a person, a domain or an address."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

_ANSWER_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 12, 20, 30)
_ACK_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
"""Slack waits 3 s."""


class _Questions(Collector):
    """A count that is kept elsewhere."""

    def __init__(self, sent: Callable[[], int]) -> None:
        self._sent = sent

    def collect(self) -> Iterator[CounterMetricFamily]:
        yield CounterMetricFamily("mailbot_dns_questions", "Messages sent to DNS servers", value=self._sent())


class Metrics:
    """One instance per process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        into = self.registry
        ProcessCollector(registry=into)
        self._answers = Counter("mailbot_answers", "Answers given", ["kind"], registry=into)
        self._seconds = Histogram(
            "mailbot_answer_seconds",
            "From a question to its whole answer",
            ["kind"],
            buckets=_ANSWER_SECONDS,
            registry=into,
        )
        self._under_way = Gauge("mailbot_answers_under_way", "Questions not yet answered in full", registry=into)
        self._causes = Counter("mailbot_causes", "Causes of the bounces explained", ["cause"], registry=into)
        self._failures = Counter(
            "mailbot_failures", "Questions that a fault of ours left without an answer", registry=into
        )
        self._slack = Counter(
            "mailbot_slack_errors", "Slack's refusals, by its word", ["method", "error"], registry=into
        )
        self._requests = Histogram(
            "mailbot_request_seconds",
            "Slack's requests over HTTP, to our ack",
            ["status"],
            buckets=_ACK_SECONDS,
            registry=into,
        )
        self._limited = Counter("mailbot_limited", "Questions refused for their number", ["of"], registry=into)

        self._watched = Counter("mailbot_watches_checked", "Checks of watched domains", registry=into)
        self._news = Counter("mailbot_watch_news", "Messages about watched domains", registry=into)
        self._waiting = Gauge("mailbot_jobs_waiting", "Checks due that wait for a process", registry=into)
        self._silences = Counter("mailbot_loop_silences", "Times that the event loop stood still", registry=into)
        self._longest_silence = Gauge(
            "mailbot_loop_longest_silence_seconds", "The longest time that the event loop stood still", registry=into
        )
        self._longest = 0.0

    def under_way(self) -> AbstractContextManager[None]:
        """While a question is being answered."""
        return self._under_way.track_inprogress()

    def answered(self, kind: str, seconds: float) -> None:
        """`kind`: of the answer's type, such as `code`."""
        self._answers.labels(kind).inc()
        self._seconds.labels(kind).observe(seconds)

    def failed(self) -> None:
        self._failures.inc()

    def caused(self, cause: str) -> None:
        self._causes.labels(cause).inc()

    def slack_refused(self, method: str, error: str) -> None:
        """`method`: `chat.postMessage`; `error`: Slack's word (`ratelimited`), a status, or an exception's name."""
        self._slack.labels(method, error).inc()

    def requested(self, status: int, seconds: float) -> None:
        self._requests.labels(str(status)).observe(seconds)

    def limited(self, of: str) -> None:
        """`of`: whose limit it was, `user` or `workspace`."""
        self._limited.labels(of).inc()

    def watched(self, *, news: bool) -> None:
        """A watched domain was checked; `news`: its channel was told of a change."""
        self._watched.inc()
        if news:
            self._news.inc()

    def jobs_waiting(self, count: int) -> None:
        """Checks that are due and wait for a process."""
        self._waiting.set(count)

    def silent(self, seconds: float) -> None:
        """The event loop stood still for this many seconds."""
        self._longest = max(self._longest, seconds)
        self._silences.inc()
        self._longest_silence.set(self._longest)

    def read_dns_questions(self, sent: Callable[[], int]) -> None:
        """`sent`: how many messages the resolvers have sent so far; it is called when the metrics are read."""
        self.registry.register(_Questions(sent))

    def page(self) -> bytes:
        """Prometheus' text format."""
        return generate_latest(self.registry)

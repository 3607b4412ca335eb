"""The CAA records that hold for a host: its own, else those of the nearest name above it that has any."""

from collections.abc import Sequence

from dns.rdtypes.ANY.CAA import CAA

from bot.domains.net.dns import Answer, Resolver
from bot.domains.shared.zone_names import names_upwards


async def caa_of(resolver: Resolver, hosts: Sequence[str]) -> tuple[Answer, ...]:
    """For each host the answer that holds (RFC 8659, 3), all names asked at once; its own where none has any.

    An answer that failed holds where no nearer name has records: what stands above it is not known to hold.
    """
    names = {host: names_upwards(host) for host in hosts}
    wanted = list(dict.fromkeys(name for climbed in names.values() for name in climbed))
    answers = dict(
        zip(wanted, await resolver.ask_all((name, "CAA") for name in wanted), strict=True),
    )
    return tuple(_relevant([answers[name] for name in names[host]]) for host in hosts)


def _relevant(answers: Sequence[Answer]) -> Answer:
    return next((each for each in answers if not each.outcome.known or _records(each)), answers[0])


def _records(answer: Answer) -> bool:
    return any(isinstance(record, CAA) for record in answer.records)

"""DNS data in the form that findings carry: records as found, and the facts of a question that got no answer."""

import re
from collections.abc import Callable
from functools import lru_cache

from dns.name import Name
from dns.rdata import Rdata
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.nsbase import NSBase
from dns.rdtypes.txtbase import TXTBase

from bot.domains.net.dns import Answer
from bot.domains.values import Fact, Record
from bot.measures import MOST_RECORD, MOST_TAGS

_PLAIN = re.compile(r"[A-Za-z0-9._-]+")
_REMEMBERED = 4096
"""Names whose text is kept: many domains have the same mail and name servers."""

LONGEST = 1024
"""Characters of one record that are kept as evidence; a hostile zone may hold 64 KB in one."""


def joined_strings(rdata: TXTBase) -> bytes:
    """A TXT record's strings joined without a space (RFC 7208, 3.3). Of one that is too long, one byte too many."""
    return b"".join(rdata.strings)[: MOST_RECORD + 1]


def too_long(answer: Answer, wanted: Callable[[str], bool]) -> bool:
    """Whether a TXT record that `wanted` picks is longer than `MOST_RECORD`, or has more than `MOST_TAGS` tags: then it
    was not read to its end, and nothing is known of it."""
    return any(
        (len(joined_strings(rdata)) > MOST_RECORD or text(rdata).count(";") > MOST_TAGS) and wanted(text(rdata))
        for rdata in answer.records
        if isinstance(rdata, TXTBase)
    )


def host_name(name: Name) -> str:
    """In lower case, no final dot."""
    return written(name).lower()


def written(name: Name) -> str:
    """As it stands in the record, no final dot."""
    return _plain(name.labels) or name.to_text(omit_final_dot=True)


@lru_cache(_REMEMBERED)
def _plain(labels: tuple[bytes, ...]) -> str:
    """A name that needs no escape, without its final dot; empty where it needs one. What dnspython writes, at a tenth
    of the time: it looks at each character."""
    plain = b".".join(labels[:-1]).decode("latin-1")
    return plain if _PLAIN.fullmatch(plain) and plain.count(".") == len(labels) - 2 else ""


def text(rdata: Rdata) -> str:
    """`joined_strings` as text, bytes outside printable ASCII as `\\ddd`; other records as in a zone file."""
    if isinstance(rdata, MX) and (host := _plain(rdata.exchange.labels)):
        return f"{rdata.preference} {host}."
    if isinstance(rdata, NSBase) and (host := _plain(rdata.target.labels)):
        return f"{host}."
    if not isinstance(rdata, TXTBase):
        return rdata.to_text()[:MOST_RECORD]
    joined = joined_strings(rdata)
    if joined.isascii() and (plain := joined.decode("ascii")).isprintable():
        return plain
    return "".join(chr(byte) if 32 <= byte < 127 else f"\\{byte:03d}" for byte in joined)


def texts(answer: Answer) -> tuple[str, ...]:
    """Each record of an answer as one text, in a fixed order, MX by preference; resolvers turn the order about."""
    if len(answer.records) < 2:
        return (text(answer.records[0]),) if answer.records else ()
    if answer.type != "MX":
        return tuple(sorted(map(text, answer.records)))
    return tuple([shown for _, shown in sorted(map(_order, answer.records))])


def _order(rdata: Rdata) -> tuple[int, str]:
    return rdata.preference if isinstance(rdata, MX) else 0, text(rdata)


def evidence(*answers: Answer) -> tuple[Record, ...]:
    """The records of these answers as found, with the alias that led there where there was one."""
    records = []
    for answer in answers:
        owner = answer.name
        for target in answer.aliases:
            records.append(Record(owner, "CNAME", target))
            owner = target
        records.extend(Record(owner, answer.type, value[:LONGEST]) for value in texts(answer))
    return tuple(records)


def fault(answer: Answer) -> tuple[Fact, ...]:
    """What an `unknown` finding says: `name`, `type` and `fault`, the outcome with the server's own reason."""
    reason = f"{answer.outcome.upper()} ({answer.reason})" if answer.reason else answer.outcome.upper()
    return (Fact("name", answer.name), Fact("type", answer.type), Fact("fault", reason[:200]))

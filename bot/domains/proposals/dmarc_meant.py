"""DMARC records put right: what the author of a mistyped one meant, its policy never weakened (RFC 9989, 4.7)."""

import difflib
import re

from bot.domains.proposals.spf_glyphs import plain
from bot.domains.standards.dmarc.destinations import mailboxes
from bot.domains.standards.dmarc.record import DmarcRecord, Policy, changed, read

_POLICIES = ("p", "sp", "np")
_LISTS = ("rua", "ruf")
_TAG = re.compile(r"(?<![\w@.:-])(v|p|sp|np|rua|ruf|adkim|aspf|fo|pct|t|psd|ri|rf)\s*[=:]", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}")
"""An address inside something else, such as a link's markup."""
_BETWEEN = re.compile(r"[,\s]+")
_CLOSE = 0.75
_LONGEST = 4096


def mended(record: DmarcRecord, **values: str | None) -> str:
    """The record with its slips put right and these tags set, or dropped where None.

    A mistyped `sp` or `np` becomes the policy that was meant, `p` stays as it is. Every address that reports can go to
    is kept, also from a tag that stands twice.
    """
    record = _whole(record)
    better: dict[str, str | None] = {}
    for name in _POLICIES:
        if name in record.faults and (word := _policy(record.tags.get(name))):
            better[name] = word
    for name in _LISTS:
        named, boxes = mailboxes(record.tags.get(name)), addresses(record, name)
        if name in record.faults or named.bad or set(boxes) != set(named.good):
            better[name] = destinations(boxes) or None
    return changed(record, **{**better, **values})


def addresses(record: DmarcRecord, name: str = "rua") -> tuple[str, ...]:
    """The mailboxes of a tag, of all its pairs where it stands more than once; those without `mailto:` too. One that
    stands between semicolons by itself was meant for `rua`."""
    record = _whole(record)
    values = [tag.value for tag in record.tags.pairs if tag.name.lower() == name]
    if name == "rua" and values:
        values += [stray for stray in record.tags.strays if "@" in stray]
    parts = [part for value in values for part in _BETWEEN.split(value)]
    return tuple(dict.fromkeys(box for part in parts for box in _mailbox(part)))


def destinations(boxes: tuple[str, ...]) -> str:
    """A tag's value."""
    return ",".join(f"mailto:{box}" for box in boxes)


def understood(text: str) -> DmarcRecord:
    """What a text that receivers do not take for a record was meant to be: `v=dmarc1 p=reject, rua=…`."""
    plainly = plain(text[:_LONGEST].encode())
    matches = list(_TAG.finditer(plainly))
    ends = [match.start() for match in matches[1:]] + [len(plainly)]
    tags = [
        f"{match[1].lower()}={plainly[match.end() : end].strip(' ,;')}"
        for match, end in zip(matches, ends, strict=True)
        if match[1].lower() != "v"
    ]
    return read("; ".join(["v=DMARC1", *(tag.replace(";", ",").replace('"', "") for tag in tags)]))


def policy_meant(record: DmarcRecord) -> Policy:
    """The domain's own policy as it was meant; `none` where that is not known."""
    whole = _whole(record)
    return whole.p or Policy(_policy(whole.tags.get("p")) or Policy.NONE)


def _whole(record: DmarcRecord) -> DmarcRecord:
    """The record with the tags that stand in parts that are none (`p:reject`, or one behind a no-break space), or in
    another tag's value, for want of a semicolon."""
    run_together = {tag.name.lower() for tag in record.tags.pairs if _TAG.search(tag.value)}
    if not record.tags.strays and not run_together:
        return record
    meant = understood(record.text).tags
    apart = [tag for tag in record.tags.pairs if tag.name.lower() not in run_together]
    present = {tag.name.lower() for tag in apart}
    tags = [*apart, *(tag for tag in meant.pairs if tag.name.lower() not in present)]
    strays = [stray for stray in record.tags.strays if not _TAG.search(plain(stray.encode()))]
    return read("; ".join([*(f"{tag.name}={tag.value}" for tag in tags), *strays]))


def _policy(value: str | None) -> str | None:
    near = difflib.get_close_matches((value or "").lower(), list(Policy), 1, _CLOSE)
    return near[0] if near else None


def _mailbox(part: str) -> tuple[str, ...]:
    if good := mailboxes(part).good:
        return good
    bare = re.sub(r"\A(?:(?:rua|ruf|mailto|mail|email)?[:/]+)*", "", part.strip("<>\"'()[]"), flags=re.IGNORECASE)
    return mailboxes(f"mailto:{bare}").good or tuple(_ADDRESS.findall(part)) if bare else ()

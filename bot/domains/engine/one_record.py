"""One record a name: what several findings propose for the same name and type, united into one proposal.

Two SPF records at a name are an error (RFC 7208, 4.5), and so are two DMARC records (RFC 9989, 4.10). Whoever follows
two findings one after the other would publish two, or lose the first change to the second.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domains.engine.registry import place
from bot.domains.proposals import spf_remedy as remedy
from bot.domains.standards.tags import parse
from bot.domains.values import Finding, Record

_SPF = "v=spf1"
_LISTS = frozenset({"rua", "ruf"})
"""Tags whose values are lists, so that two proposals can both be kept."""
_Key = tuple[str, str]
"""A record's name and type."""
Values = tuple[str, ...]


def united(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The same findings, in their order, with one proposal for each name and type.

    Every finding that proposes something for a name then carries the whole of what is proposed for it. The outcome
    does not depend on the order of the findings.
    """
    proposing = [finding for finding in findings if finding.publish]
    keys = [key for finding in proposing for key in {_key(record) for record in finding.publish}]
    if len(set(keys)) == len(keys):
        return tuple(findings)
    by_key: dict[_Key, list[Finding]] = {}
    for finding in sorted(proposing, key=_worst_first):
        for key in dict.fromkeys(map(_key, finding.publish)):
            by_key.setdefault(key, []).append(finding)
    proposed = {key: _one(key, those) for key, those in by_key.items()}
    return tuple(_carrying(finding, proposed) if finding.publish else finding for finding in findings)


def _worst_first(finding: Finding) -> tuple[int, int, str, str]:
    return -finding.status.rank, place(finding.check), finding.code, repr(finding.publish)


def _carrying(finding: Finding, proposed: dict[_Key, Values]) -> Finding:
    keys = dict.fromkeys(map(_key, finding.publish))
    publish = tuple(Record(*key, value) for key in keys for value in proposed[key])
    return finding if publish == finding.publish else replace(finding, publish=publish)


def _key(record: Record) -> _Key:
    return record.name, record.type


def _one(key: _Key, findings: list[Finding]) -> Values:
    """What is to be published; `findings`, the worst first."""
    offers = list(dict.fromkeys(tuple(r.value for r in finding.publish if _key(r) == key) for finding in findings))
    if len(offers) == 1:
        return offers[0]
    if all(len(offer) == 1 for offer in offers) and (version := _version(offers)):
        present = _present(key, version, findings)
        texts = [offer[0] for offer in offers]
        return (remedy.united(present, texts) if version == _SPF else _united_tags(present, texts),)
    return _set(offers, {r.value for finding in findings for r in finding.evidence if _key(r) == key})


def _version(offers: list[Values]) -> str:
    """What all the records begin with: `v=spf1`, `v=DMARC1`; empty where they do not agree, or have no version."""
    versions = {offer[0].partition(";")[0].split(" ")[0] for offer in offers}
    version = versions.pop()
    return version if not versions and version.lower().startswith("v=") else ""


def _present(key: _Key, version: str, findings: list[Finding]) -> str:
    """The record that stands there now, empty where there is none, reached through an alias or not."""
    shown = [record for finding in findings for record in finding.evidence]
    aliases = {record.name: record.value.rstrip(".") for record in shown if record.type == "CNAME"}
    name, seen = key[0], {key[0]}
    while (name := aliases.get(name, name)) not in seen:
        seen.add(name)
    values = (
        r.value for r in shown if r.name in seen and r.type == key[1] and r.value.lower().startswith(version.lower())
    )
    return next(values, "")


def _united_tags(present: str, texts: list[str]) -> str:
    """Each tag that a proposal changes or drops is changed or dropped; of two changes the worst finding's stands."""
    before = _tags(present)
    changed: dict[str, str | None] = {}
    for tags in map(_tags, texts):
        for name in dict.fromkeys([*tags, *before]):
            value = tags.get(name)
            if value == before.get(name):
                continue
            known = changed.get(name)
            if name in _LISTS and known and value:
                value = ",".join(dict.fromkeys([*known.split(","), *value.split(",")]))
            elif name in changed:
                continue
            changed[name] = value
    order = list(dict.fromkeys(name for text in texts for name in _tags(text)))
    after = {name: changed[name] if name in changed else before.get(name) for name in order}
    return "; ".join(f"{name}={value}" for name, value in after.items() if value is not None)


def _tags(text: str) -> dict[str, str]:
    tags: dict[str, str] = {}
    for tag in parse(text).pairs:
        tags.setdefault(tag.name.lower(), tag.value)
    return tags


def _set(offers: list[Values], present: set[str]) -> Values:
    """Of whole sets, such as a service's MX records, the worst finding's; one that only takes records away from those
    that are there gives way to one that takes the same away and says more."""
    for offer in offers:
        gone = present - set(offer)
        if not set(offer) <= present or not any(gone <= present - set(other) for other in offers if other != offer):
            return offer
    return offers[0]

"""A mistyped `include` of a known provider: `include:_spf.gogle.com`, `include:_spf.google.com.imone.lt`."""

import difflib

from bot.domains.knowledge.providers import Provider, providers

_CLOSE = 0.88
"""How alike two names must be (difflib's ratio): `spf.protection.outlok.com` has 0.98 of what was meant."""
_CLOSE_OWN = 0.7
"""The same of the service that receives the domain's mail, which is likely to be meant."""


def provider_meant(name: str, domain: str, service: Provider | None = None) -> str:
    """The name that a provider documents for `include:`, where `name` leads nowhere; empty where none is close enough,
    or two are equally close. `service`: the one that receives the domain's mail."""
    typed = name.lower().rpartition("@")[2].rstrip(".").removesuffix(f".{domain}")
    likeness = {wanted: _likeness(typed, wanted) for provider in providers() for wanted in _names(provider)}
    best = max(likeness, key=lambda wanted: likeness[wanted])
    rivals = [wanted for wanted, value in likeness.items() if value == likeness[best]]
    if likeness[best] >= _CLOSE and len(rivals) == 1:
        return best
    own = max(_names(service), key=lambda wanted: likeness[wanted], default="") if service else ""
    return own if own and likeness[own] >= _CLOSE_OWN else ""


def _names(provider: Provider) -> tuple[str, ...]:
    terms = (provider.spf, *provider.spf_also)
    return tuple(term.removeprefix("include:") for term in terms if term.startswith("include:"))


def _likeness(typed: str, wanted: str) -> float:
    return difflib.SequenceMatcher(None, typed, wanted, autojunk=False).ratio()

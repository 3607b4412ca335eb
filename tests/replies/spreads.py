"""How far a change has spread, in each of its stages."""

from bot.cases.values.answers.watching import SpreadAnswer
from bot.domains.engine.spread import (
    ComparedName,
    Current,
    ResolverSpread,
    ServerSpread,
    ServerState,
    Spread,
    SpreadTopic,
    Standing,
)

_AT = 1_764_500_400.0
_MX = ComparedName(SpreadTopic.MX, "imone.lt", "MX")
_A = ComparedName(SpreadTopic.A, "imone.lt", "A")
_SPF = ComparedName(SpreadTopic.SPF, "imone.lt", "TXT")
_DMARC = ComparedName(SpreadTopic.DMARC, "_dmarc.imone.lt", "TXT")
_DKIM = ComparedName(SpreadTopic.DKIM, "s1._domainkey.imone.lt", "TXT")
_CURRENT = (
    Current(_MX, ("1 mx1.mail.ovh.net.", "5 mx2.mail.ovh.net.")),
    Current(_A, ("79.98.25.1",)),
    Current(_SPF, ("v=spf1 include:mx.ovh.com -all",)),
    Current(_DMARC, ()),
    Current(_DKIM, ("CNAME s1.tiekejas.lt",)),
)
_NEW = tuple(ServerSpread(f"ns{number}.imone.lt", ServerState.NEW, 2026112902) for number in (1, 2))
_OURS = ResolverSpread("", "", Standing.NEW)
_GOOGLE = ResolverSpread("Google Public DNS", "8.8.8.8", Standing.NEW)

SPREADS = {
    "spread": SpreadAnswer(Spread("imone.lt", "imone.lt", _AT, _CURRENT, _NEW, (_OURS, _GOOGLE))),
    "spread-resolvers": SpreadAnswer(
        Spread(
            "imone.lt",
            "imone.lt",
            _AT,
            _CURRENT,
            (*_NEW, ServerSpread("ns3.imone.lt", ServerState.SILENT, None)),
            (
                _OURS,
                ResolverSpread("Google Public DNS", "8.8.8.8", Standing.OLD, (_MX, _A, _DKIM), _AT + 2400),
                ResolverSpread("192.0.2.53", "192.0.2.53", Standing.UNKNOWN),
            ),
        )
    ),
    "spread-servers": SpreadAnswer(
        Spread(
            "imone.lt",
            "imone.lt",
            _AT,
            _CURRENT,
            (_NEW[0], ServerSpread("ns2.imone.lt", ServerState.OLD, 2026112901, (_MX, _SPF))),
            (ResolverSpread("", "", Standing.OLD, (_DKIM,)), _GOOGLE),
        )
    ),
    "spread-conflict": SpreadAnswer(
        Spread("imone.lt", "imone.lt", _AT, (Current(_MX, None, conflict=True),), _NEW, (_OURS,))
    ),
    "spread-answered": SpreadAnswer(
        Spread(
            "imone.lt",
            "imone.lt",
            _AT,
            _CURRENT[:1],
            (*_NEW, ServerSpread("ns3.imone.lt", ServerState.LAME, None)),
            (_OURS,),
        )
    ),
    "spread-unknown": SpreadAnswer(
        Spread(
            "imone.lt",
            "imone.lt",
            _AT,
            (Current(_MX, None),),
            (ServerSpread("ns1.imone.lt", ServerState.UNASKED, None),),
            (ResolverSpread("", "", Standing.UNKNOWN),),
        )
    ),
    "spread-no-zone": SpreadAnswer(Spread("imone.lt", None, _AT, (Current(_MX, None),), (), (_OURS,))),
}

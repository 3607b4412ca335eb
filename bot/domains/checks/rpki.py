"""Whether the routes to the mail hosts are signed (RPKI, RFC 6811): networks that check drop what is wrongly signed.

Off unless a setting turns it on: RIPEstat learns the hosts' addresses.
"""

import asyncio

from bot.domains.addresses import Address, public
from bot.domains.declaration import Check, Concern, Keeper, Risk
from bot.domains.net.ripestat import Route, RouteValidity, route
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_addresses, mail_hosts
from bot.domains.values import Fact, Finding, Status

CHECK = Check(
    name="rpki",
    concern=Concern.TRANSPORT,
    place=8,
    keeper=Keeper.SERVER,
    risk=Risk.ELSEWHERE,
    codes={
        "rpki-ok": Status.OK,
        "rpki-unsigned": Status.NOTICE,
        "rpki-invalid": Status.WARNING,
        "rpki-unknown": Status.UNKNOWN,
    },
)
MOST_ADDRESSES = 4
_CODES = {
    RouteValidity.VALID: "rpki-ok",
    RouteValidity.UNKNOWN: "rpki-unsigned",
    RouteValidity.INVALID_ASN: "rpki-invalid",
    RouteValidity.INVALID_LENGTH: "rpki-invalid",
}


async def check(look: Look) -> tuple[Finding, ...]:
    """MX and addresses, then two pages of RIPEstat for each address."""
    if not look.options.rpki or look.fetch is None:
        return ()
    mail = await mail_hosts(look)
    if not mail.hosts or mail.null:
        return ()
    hosts = await mail_addresses(look, mail)
    addresses = [each for host in hosts for each in host.addresses if public(each)]
    sample = list(dict.fromkeys(addresses))[:MOST_ADDRESSES]
    routes = await asyncio.gather(*(route(address, look.fetch) for address in sample))
    return judge(list(zip(sample, routes, strict=True)))


def judge(routes: list[tuple[Address, Route | None]]) -> tuple[Finding, ...]:
    """One finding for each state that is not fine; `rpki-ok` where all are."""
    if not routes:
        return ()
    states = [_CODES[each.validity] if each else "rpki-unknown" for _, each in routes]
    codes = [code for code in CHECK.codes if code in states and code != "rpki-ok"] or ["rpki-ok"]
    return tuple(
        CHECK.found(code, facts=_facts([each for each, state in zip(routes, states, strict=True) if state == code]))
        for code in codes
    )


def _facts(routes: list[tuple[Address, Route | None]]) -> tuple[Fact, ...]:
    listed = dict.fromkeys(f"{each.prefix} (AS{each.asn.removeprefix('AS')})" for _, each in routes if each)
    return Fact("addresses", ", ".join(str(address) for address, _ in routes)), Fact("routes", ", ".join(listed))

"""Which term would let one address send: a mail service's own where it covers the address, else the address itself."""

from collections.abc import Iterable

from bot.domains.addresses import read
from bot.domains.net.dns import Resolver
from bot.domains.standards.spf.evaluate import check_host
from bot.domains.standards.spf.values import Result

_INCLUDE = "include:"


async def term_for(ip: str, candidates: Iterable[str], resolver: Resolver) -> str:
    """The first of the `include:` terms under which `ip` passes, else `ip4:` or `ip6:` with the address.

    Raises ValueError where `ip` is no address.
    """
    for term in candidates:
        if term.startswith(_INCLUDE):
            domain = term.removeprefix(_INCLUDE)
            result = await check_host(ip, domain, f"postmaster@{domain}", domain, resolver)
            if result.result is Result.PASS:
                return term
    address = read(ip)
    if address is None:
        raise ValueError(f"{ip!r} is no address")
    return f"ip{address.version}:{address}"

"""What a check gets: the domain, the resolver, the fetcher."""

from dataclasses import dataclass, field

from bot.domains.net.dns import Resolver
from bot.domains.net.fetch import Fetcher
from bot.domains.net.status_pages import StatusPages
from bot.domains.values import Options


@dataclass(frozen=True, slots=True)
class Look:
    """One domain under one resolver. Checks share answers through the resolver, never through each other."""

    domain: str
    """ASCII (A-labels), lower case, no final dot."""
    resolver: Resolver
    options: Options = field(default_factory=Options)
    fetch: Fetcher | None = None
    """The only way to HTTPS; None where the network may not be used (`Options.network`)."""
    status_pages: StatusPages | None = None
    """Providers' status pages; None where they are not to be asked."""

"""The only way to the DNS: asynchronous, shared, cached, bounded. `SharedResolver.for_check` gives a check its view."""

from bot.domains.net.resolver.budget import Budget
from bot.domains.net.resolver.check import CheckResolver
from bot.domains.net.resolver.servers import resolver_over, system_nameservers
from bot.domains.net.resolver.shared import AT_ONCE, SharedResolver

__all__ = ["AT_ONCE", "Budget", "CheckResolver", "SharedResolver", "resolver_over", "system_nameservers"]

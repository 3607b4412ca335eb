"""A DNS server on loopback that behaves like a resolver, over zones from data files."""

from bot.workspace.dns.server import DnsServer
from bot.workspace.dns.zones import Zones, sample_zones

__all__ = ["DnsServer", "Zones", "sample_zones"]

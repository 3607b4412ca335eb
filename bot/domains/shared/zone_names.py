"""Where a domain's zone may begin."""

MOST_LEVELS = 6
"""Names from the domain upwards that are tried for the zone's head."""


def names_upwards(domain: str) -> list[str]:
    """The domain and the names above it that could be the zone's head: with at least two labels."""
    labels = domain.split(".")
    return [".".join(labels[place:]) for place in range(max(1, len(labels) - 1))][:MOST_LEVELS]

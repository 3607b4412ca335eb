"""What a change that a finding proposes can do to mail."""

from bot.domains.declaration import Risk
from bot.domains.engine.registry import check_named
from bot.domains.values import Finding


def risk(finding: Finding) -> Risk:
    """What the finding's remedy can do. A DMARC policy of `none` stops nothing."""
    declared = check_named(finding.check).risk
    if declared is Risk.POLICY and any("p=none" in record.value for record in finding.publish):
        return Risk.HARMLESS
    return declared

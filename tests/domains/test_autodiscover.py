"""How mail programs find their settings."""

import pytest

from bot.domains.checks import autodiscover
from tests.domains.checking import DOMAIN, Data, codes, run

OWN: Data = {DOMAIN: [{"MX": [10, f"mail.{DOMAIN}"]}], f"mail.{DOMAIN}": [{"A": "185.5.54.7"}]}
MICROSOFT: Data = {DOMAIN: [{"MX": [0, "imone-example.mail.protection.outlook.com"]}]}
NAME = f"autodiscover.{DOMAIN}"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (OWN, "autodiscover-missing"),
        ({**OWN, NAME: [{"A": "185.5.54.7"}]}, "autodiscover-ok"),
        ({**OWN, NAME: [{"CNAME": f"mail.{DOMAIN}"}]}, "autodiscover-ok"),
        ({**OWN, NAME: [{"CNAME": "nera.example"}]}, "autodiscover-broken"),
        ({**OWN, f"_autodiscover._tcp.{DOMAIN}": [{"SRV": [0, 0, 443, f"mail.{DOMAIN}"]}]}, "autodiscover-ok"),
        ({**OWN, f"_autodiscover._tcp.{DOMAIN}": [{"SRV": [0, 0, 443, "nera.example"]}]}, "autodiscover-broken"),
        ({**OWN, f"_imaps._tcp.{DOMAIN}": [{"SRV": [0, 1, 993, f"mail.{DOMAIN}"]}]}, "autodiscover-ok"),
        ({**OWN, f"_submission._tcp.{DOMAIN}": [{"SRV": [0, 1, 587, f"mail.{DOMAIN}"]}]}, "autodiscover-ok"),
        ({**OWN, NAME: [{"AAAA": "2a02:4780:54::7"}]}, "autodiscover-ok"),
        ({**OWN, f"_pop3s._tcp.{DOMAIN}": [{"SRV": [0, 0, 0, "."]}]}, "autodiscover-missing"),
        ({**MICROSOFT, NAME: [{"CNAME": "autodiscover.outlook.com"}]}, "autodiscover-ok"),
        ({**MICROSOFT, **OWN, **MICROSOFT, NAME: [{"CNAME": f"mail.{DOMAIN}"}]}, "autodiscover-wrong"),
        (MICROSOFT, "autodiscover-missing"),
        ({DOMAIN: [{"MX": [0, "."]}]}, "autodiscover-not-needed"),
        ({**OWN, NAME: ["SERVFAIL"]}, "autodiscover-unknown"),
        ({**OWN, f"_imaps._tcp.{DOMAIN}": ["TIMEOUT"]}, "autodiscover-unknown"),
    ],
)
async def test_where_the_records_lead(data: Data, expected: str) -> None:
    assert await codes(autodiscover, data) == {expected}


async def test_the_services_own_record_is_offered() -> None:
    (finding,) = await run(autodiscover, MICROSOFT)
    assert [(record.name, record.type, record.value) for record in finding.publish] == [
        (NAME, "CNAME", "autodiscover.outlook.com.")
    ]

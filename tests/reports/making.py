"""Reports made for the tests."""

import base64
import gzip
import io
import zipfile

ROW = """<record><row><source_ip>{address}</source_ip><count>{count}</count><policy_evaluated>
<disposition>{disposition}</disposition><dkim>{dkim}</dkim><spf>{spf}</spf>{reason}</policy_evaluated></row>
<identifiers><header_from>{author}</header_from></identifiers>
<auth_results>{results}</auth_results></record>"""


def row(
    address: str,
    count: object = 1,
    *,
    dkim: str = "fail",
    spf: str = "fail",
    disposition: str = "none",
    reason: str = "",
    author: str = "imone.example",
    results: str = "",
) -> str:
    why = f"<reason><type>{reason}</type></reason>" if reason else ""
    return ROW.format(
        address=address,
        count=count,
        disposition=disposition,
        dkim=dkim,
        spf=spf,
        reason=why,
        author=author,
        results=results,
    )


def dkim_result(domain: str, result: str = "pass", selector: str = "s1") -> str:
    return f"<dkim><domain>{domain}</domain><selector>{selector}</selector><result>{result}</result></dkim>"


def spf_result(domain: str, result: str = "pass") -> str:
    return f"<spf><domain>{domain}</domain><result>{result}</result></spf>"


def aggregate(*rows: str, domain: str = "imone.example", head: str = '<?xml version="1.0"?>') -> str:
    return (
        f"{head}<feedback><report_metadata><org_name>Gavėjas</org_name><report_id>r1</report_id>"
        "<date_range><begin>1700000000</begin><end>1700086399</end></date_range></report_metadata>"
        f"<policy_published><domain>{domain}</domain><p>none</p></policy_published>{''.join(rows)}</feedback>"
    )


def zipped(**files: bytes) -> bytes:
    """A zip file; `a_xml` is named `a.xml`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name.replace("_", ".")), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def mail(content: bytes, kind: str = "application/gzip", name: str = "r.xml.gz") -> bytes:
    body = base64.encodebytes(content).decode()
    return (
        f"From: noreply@gavejas.example\nTo: dmarc@imone.example\nSubject: Report Domain: imone.example\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nA report.\n'
        f'--b\nContent-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\n\n{body}--b--\n'
    ).encode()


def packed(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)  # so that a test is called the same whenever it is collected


FAILURE = """From: ruf@gavejas.example
Subject: FW: failure
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

An authentication failure report.
--b
Content-Type: message/feedback-report

Feedback-Type: auth-failure
Version: 1
Source-IP: {address}
Original-Mail-From: <jonas@{domain}>
Authentication-Results: gavejas.example; dmarc=fail (p=none) header.from={domain};
 spf=softfail smtp.mailfrom=jonas@{domain}; dkim=none
Reported-Domain: {domain}
Auth-Failure: dmarc
Delivery-Result: reject
--b
Content-Type: text/rfc822-headers

From: Jonas <jonas@{domain}>
Subject: Sąskaita

--b--
"""

"""Screenshots of bounces, as customers send them: rendered once, by Chromium, kept nowhere."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.browser import chromium

_PLAIN = '<body style="margin:0;padding:16px;{style}"><div style="white-space:pre-wrap">{text}</div></body>'
_SANS = "font-family:'DejaVu Sans',sans-serif"
_MONO = "font-family:'DejaVu Sans Mono',monospace"
_OUTLOOK = """<body style="margin:0;background:#f3f2f1;font-family:'DejaVu Sans',sans-serif">
<div style="background:#0f6cbd;color:#fff;padding:10px 16px;font-size:15px">Outlook</div>
<div style="margin:12px;background:#fff;padding:18px;border-radius:4px">
<div style="font-size:18px;color:#242424">Undeliverable: Sąskaita faktūra</div>
<div style="display:flex;gap:10px;margin:12px 0"><div style="background:#8764b8;color:#fff;border-radius:20px;
width:36px;
height:36px;text-align:center;line-height:36px">MO</div><div style="font-size:13px;color:#424242">
<b>Microsoft Outlook</b><br>To: You</div></div>
<div style="font-size:14px;color:#242424;white-space:pre-wrap">{text}</div></div></body>"""
_GMAIL = """<body style="margin:0;background:#fff;font-family:'DejaVu Sans',sans-serif">
<div style="padding:14px 20px;font-size:20px;color:#1f1f1f">Delivery Status Notification (Failure)</div>
<div style="padding:0 20px;font-size:13px;color:#5f6368"><b style="color:#1f1f1f">Mail Delivery Subsystem</b>
&lt;mailer-daemon@googlemail.com&gt;<br>to me</div>
<div style="margin:20px;border:1px solid #ddd;border-radius:8px;padding:20px;width:560px">
<div style="font-size:24px;color:#d93025">⚠</div><div style="font-size:19px;margin:8px 0">Message not delivered</div>
<div style="font-size:13px;color:#5f6368">There was a problem delivering your message. See the technical details below.
</div></div><div style="margin:20px;font-size:13px">The response was:</div>
<div style="margin:0 20px;font-size:13px;white-space:pre-wrap;color:#444;{mono}">{text}</div></body>""".replace(
    "{mono}", _MONO
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a mail is shown."""

    page: str
    width: int = 900
    scale: float = 1.0
    jpeg: int | None = None
    """Its quality."""


LOOKS = {
    "light": Look(_PLAIN.replace("{style}", f"font-size:14px;color:#222;background:#fff;{_SANS}")),
    "dark": Look(_PLAIN.replace("{style}", f"font-size:14px;color:#d4d4d4;background:#1e1e1e;{_SANS}")),
    "small": Look(_PLAIN.replace("{style}", f"font-size:11px;color:#333;background:#fff;{_SANS}"), 640),
    "phone": Look(_PLAIN.replace("{style}", f"font-size:15px;color:#111;background:#fff;{_SANS}"), 360, 2.0),
    "jpeg": Look(_PLAIN.replace("{style}", f"font-size:14px;color:#222;background:#fff;{_MONO}"), jpeg=60),
    "outlook": Look(_OUTLOOK),
    "gmail": Look(_GMAIL, 800),
}


@dataclass(frozen=True, slots=True)
class Bounce:
    """What is shown, and the code in it."""

    text: str
    code: str
    status: str | None


BOUNCES = (
    Bounce(
        "I'm sorry to have to inform you that your message could not be delivered to one or more recipients.\n\n"
        "<jonas@kavos-namai.lt>: host mx1.kavos-namai.lt[192.0.2.10] said: 550 5.1.1 <jonas@kavos-namai.lt>: Recipient "
        "address rejected: User unknown in virtual mailbox table (in reply to RCPT TO command)",
        "550",
        "5.1.1",
    ),
    Bounce(
        "550-5.7.26 Your email has been blocked because the sender is unauthenticated.\n550-5.7.26 Gmail requires all "
        "senders to authenticate with either SPF or DKIM.\n550-5.7.26 Authentication results:\n550-5.7.26 DKIM = did "
        "not pass\n550-5.7.26 SPF [imone.lt] with ip: [203.0.113.7] = did not pass\n550 5.7.26 For instructions on "
        "setting up authentication, go to https://support.google.com/mail/answer/81126",
        "550",
        "5.7.26",
    ),
    Bounce(
        "Delivery has failed to these recipients or groups:\n\nrasa@contoso.com\nThe recipient's mailbox is full and "
        "can't accept messages now.\n\nRemote Server returned '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:"
        "QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process message due to a permanent "
        "exception'",
        "554",
        "5.2.2",
    ),
    Bounce(
        "<info@klientas.lt>: host mx.klientas.lt[198.51.100.5] said: 554 5.7.1 Service unavailable; Client host "
        "[203.0.113.7] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/203.0.113.7 (in reply to RCPT "
        "TO command)",
        "554",
        "5.7.1",
    ),
    Bounce(
        "The following addresses had delivery problems:\n\n<ona@pavyzdys.lt>\n451 4.7.1 Greylisting in action, please "
        "come back later",
        "451",
        "4.7.1",
    ),
    Bounce(
        "Jūsų laiškas nebuvo pristatytas.\n\n<petras@didele-imone.lt>: host mail.didele-imone.lt[192.0.2.77] said: 552 "
        "5.3.4 Message size exceeds fixed limit (in reply to MAIL FROM command)",
        "552",
        "5.3.4",
    ),
)


def twenty() -> tuple[tuple[str, Bounce], ...]:
    """Every look about three times, every bounce at least three times."""
    looks = [name for name in LOOKS for _ in range(3)][:20]
    return tuple((look, BOUNCES[(number + number // 6) % len(BOUNCES)]) for number, look in enumerate(looks))


async def rendered(wanted: Sequence[tuple[str, Bounce]]) -> list[bytes]:
    """The pictures, in their order, by one browser."""
    made = []
    async with chromium() as browser:
        for name, bounce in wanted:
            look = LOOKS[name]
            page = await browser.new_page(viewport={"width": look.width, "height": 300}, device_scale_factor=look.scale)
            await page.set_content(look.page.replace("{text}", html.escape(bounce.text)))
            kind = {"type": "jpeg", "quality": look.jpeg} if look.jpeg else {"type": "png"}
            made.append(await page.screenshot(full_page=True, **kind))
            await page.close()
    return made


def names() -> Iterator[str]:
    yield from (f"{look}-{bounce.code}-{bounce.status}" for look, bounce in twenty())

"""Processor time to read a bounce of one recipient to five hundred. It grows in a straight line up to the recipients
that are judged (`measures.MOST_RECIPIENTS`); beyond, they are only counted.

    python tests/benchmarks/recipients.py
"""

import time

from bot.codes.bounces.read import read_mail

SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
ROUNDS = 9


def bounce(recipients: int, *, domains: int) -> bytes:
    """A Postfix bounce with a report; its recipients stand at so many domains."""
    addresses = [f"vardas{number}@imone{number % domains}.example" for number in range(recipients)]
    words = "550 5.1.1 <{0}>: Recipient address rejected: User unknown in virtual mailbox table"
    notice = "\n".join(
        f"<{each}>: host mx.imone.example[192.0.2.1] said: {words.format(each)} (in reply to RCPT TO command)\n"
        for each in addresses
    )
    groups = "\n".join(
        f"Final-Recipient: rfc822; {each}\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.imone.example\n"
        f"Diagnostic-Code: smtp; {words.format(each)}\n"
        for each in addresses
    )
    return (
        "From: MAILER-DAEMON@mail.example (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\n"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="part"\n\n'
        f"--part\nContent-Type: text/plain\n\nThis is the mail system at host mail.example.\n\n{notice}\n"
        f"--part\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example\n\n{groups}\n"
        "--part\nContent-Type: message/rfc822\n\nFrom: siuntejas@example.net\nSubject: Laba diena\n\n--part--\n"
    ).encode()


def spent(raw: bytes) -> float:
    begin = time.process_time()
    read_mail(raw)
    return time.process_time() - begin


def main() -> None:
    for domains in (1, max(SIZES)):
        print(f"at {domains} domain{'s' * (domains > 1)}:")
        for recipients in SIZES:
            raw = bounce(recipients, domains=domains)
            judged = len(read_mail(raw).diagnoses)
            least = min(spent(raw) for _ in range(ROUNDS)) * 1000
            print(f"{recipients:4} recipients, {judged:2} judged: {least:6.2f} ms, {least / judged:.3f} each judged")


if __name__ == "__main__":
    main()

"""Events of sending services as JSON: recipients and reasons come from the event's own fields."""

import pytest

from bot.codes.bounces.read import read_text
from bot.codes.values import MailKind

COMPLAINT = (
    '{"notificationType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"jonas@imone.lt"}]},'
    '"mail":{"source":"ona@siuntejas.lt","headers":[{"name":"Content-Type","value":"text/html"}]}}'
)


@pytest.mark.parametrize(
    ("event", "cause"),
    [
        (COMPLAINT, "feedback"),
        (
            '{"eventType":"Delivery","mail":{"source":"ona@siuntejas.lt"},'
            '"delivery":{"recipients":["jonas@imone.lt"],"smtpResponse":"250 2.0.0 Ok"}}',
            "delivered",
        ),
        (
            '{"notificationType":"Bounce","bounce":{"bouncedRecipients":[{"emailAddress":"jonas@imone.lt",'
            '"diagnosticCode":"smtp; 550 5.1.1 User unknown"}]},"mail":{"source":"a@b.lt",\n"subject":"a\nb"}}',
            "userunknown",
        ),
        (
            '[{"email":"jonas@imone.lt","event":"bounce","sg_event_id":"x","reason":"552 5.2.2 over quota"}]',
            "mailboxfull",
        ),
        ('[{"email":"jonas@imone.lt","event":"spamreport","sg_event_id":"x"}]', "feedback"),
        (
            '{"event-data":{"event":"failed","severity":"permanent","recipient":"jonas@imone.lt",'
            '"delivery-status":{"code":605,"description":"Not delivering to previously bounced address"}}}',
            "suppressed",
        ),
        (
            '{"RecordType":"Bounce","Email":"jonas@imone.lt","Details":"smtp;550 5.1.1 unknown user"}',
            "userunknown",
        ),
        ('[{"msys":{"message_event":{"type":"bounce","rcpt_to":"jonas@imone.lt","raw_reason":"550 spam"}}}]', None),
    ],
)
def test_an_event_names_its_recipient_only(event: str, cause: str | None) -> None:
    reading = read_text(event)
    assert [each.recipient for each in reading.diagnoses] == ["jonas@imone.lt"]
    assert cause is None or reading.diagnoses[0].cause == cause
    assert (reading.kind is MailKind.COMPLAINT) is (cause == "feedback")


def test_json_that_cannot_be_read_is_not_searched_for_words() -> None:
    reading = read_text(
        '{"eventType":"Bounce","bounce":{"bouncedRecipients":[{"emailAddress":"jonas@imone.lt", user unkno'
    )
    assert [each.cause for each in reading.diagnoses] == ["undefined"]

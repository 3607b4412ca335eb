"""What Slack makes of mails and pastes, read back: payloads as Slack forms them."""

from typing import Any

import pytest

from bot.cases.values.asked import DroppedMail, FileKind
from bot.slack.wire.outside import dropped, mail_of, outside

EMAIL: dict[str, Any] = {
    "id": "F0EMAIL",
    "name": "Undelivered Mail Returned to Sender",
    "title": "Undelivered Mail Returned to Sender",
    "mimetype": "text/html",
    "filetype": "email",
    "user": "USLACKBOT",
    "size": 4742,
    "mode": "email",
    "url_private_download": "https://files.slack.com/files-pri/T1-F0EMAIL/download/undelivered",
    "subject": "Undelivered Mail\r\nReturned: to Sender",
    "from": [{"address": "MAILER-DAEMON@mx.imone.lt", "name": "", "original": "MAILER-DAEMON@mx.imone.lt"}],
    "to": [{"address": "", "name": "Email", "original": "Email <>"}],
    "plain_text": "550 5.1.1 User unknown",
    "headers": {"date": "Wed, 22 Mar 2023 16:20:37 +0900", "in_reply_to": None, "message_id": "<a@imone.lt>"},
    "file_access": "visible",
}
"""As the Email app's messages have been recorded."""
RICH: dict[str, Any] = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [{"type": "text", "text": "from "}, {"type": "link", "url": "http://imone.lt"}],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "550 <jonas@imone.lt>"}]},
        {
            "type": "rich_text_list",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a & b"}]}],
        },
    ],
}


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ({"name": "laiskas.eml", "mimetype": "application/octet-stream", "mode": "hosted"}, FileKind.MAIL),
        ({"name": "x", "mimetype": "message/rfc822", "mode": "hosted"}, FileKind.MAIL),
        (EMAIL, FileKind.EMAIL),
        ({"name": "Untitled", "mimetype": "text/plain", "mode": "snippet"}, FileKind.TEXT),
        ({"id": "F1", "mode": "file_access", "file_access": "check_file_info"}, FileKind.UNKNOWN),
    ],
)
def test_a_file_is_told_by_its_kind_its_ending_or_its_type(file: dict[str, Any], kind: FileKind) -> None:
    mail = dropped(file)
    assert mail is not None
    assert mail.kind is kind


@pytest.mark.parametrize(
    "file",
    [
        {"name": "a.py", "mimetype": "text/x-python", "mode": "snippet"},
        {"name": "a.mp4", "mimetype": "video/mp4", "mode": "hosted"},
        {"id": "F1", "mode": "tombstone"},
        {"size": "many", "name": None},
    ],
)
def test_other_files_are_none_of_ours(file: dict[str, Any]) -> None:
    assert dropped(file) is None


def test_a_mail_of_the_email_app_is_a_mail_again_and_its_subject_adds_no_field() -> None:
    head, _, text = mail_of(EMAIL).decode().partition("\n\n")
    assert text == "550 5.1.1 User unknown"
    assert head.splitlines() == [
        "From: MAILER-DAEMON@mx.imone.lt",
        "To: Email <>",
        "Subject: Undelivered Mail Returned: to Sender",
        "Date: Wed, 22 Mar 2023 16:20:37 +0900",
        "Message-ID: <a@imone.lt>",
        "Content-Type: text/plain; charset=utf-8",
    ]


def test_a_forwarded_message_brings_its_words_and_its_file_and_a_linked_page_nothing() -> None:
    mail = {"name": "a.eml", "mimetype": "message/rfc822", "size": 3, "id": "F1", "url_private_download": "https://x"}
    forwarded = {"is_share": True, "is_msg_unfurl": True, "text": "550 5.1.1 &lt;a@b.lt&gt;", "files": [mail]}
    page = {"title": "A page", "text": "of the web", "from_url": "https://imone.lt"}
    brought = outside({"text": "what is this?", "attachments": [page, forwarded]})
    assert brought.text == "what is this?\n550 5.1.1 &lt;a@b.lt&gt;"
    assert brought.file == DroppedMail("a.eml", 3, "https://x", "F1", FileKind.MAIL)


def test_a_forwarded_message_without_text_is_read_from_its_blocks() -> None:
    held = {"is_msg_unfurl": True, "message_blocks": [{"message": {"blocks": [RICH]}}], "fallback": "[10:00] Jonas: …"}
    assert outside({"text": "", "attachments": [held]}).text.splitlines()[1] == "550 &lt;jonas@imone.lt&gt;"


def test_another_apps_words_are_read_from_its_blocks() -> None:
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Mail & more"}},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Host* &lt;mx&gt;"}]},
        {"type": "context", "elements": [{"type": "image", "alt_text": "x"}, {"type": "plain_text", "text": "450"}]},
        {"type": "markdown", "text": "550 5.1.1"},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}, {"type": "rich_text", "elements": []}]]},
        RICH,
    ]
    assert outside({"text": "New ticket", "bot_id": "B1", "blocks": blocks}).text.splitlines() == [
        "Mail &amp; more",
        "*Host* &lt;mx&gt;",
        "450",
        "550 5.1.1",
        "a\t",
        "from http://imone.lt",
        "550 &lt;jonas@imone.lt&gt;",
        "a &amp; b",
    ]
    assert outside({"text": "typed by a person", "blocks": [RICH]}).text == "typed by a person"


@pytest.mark.parametrize("held", [None, 7, "x", [None, 3, []], [{"type": "section", "text": 5, "fields": {}}]])
def test_whatever_else_comes_is_nothing(held: Any) -> None:
    message = {"text": None, "blocks": held, "attachments": held, "files": held}
    assert outside(message).text in ("", "5")
    assert outside(message).file is None


def test_blocks_within_blocks_come_to_an_end() -> None:
    deep: dict[str, Any] = {"type": "rich_text_list", "elements": []}
    for _ in range(500):
        deep = {"type": "rich_text_list", "elements": [deep]}
    assert outside({"blocks": [{"type": "rich_text", "elements": [deep]}]}).text == ""

"""A file as Slack's JSON shows it: hosted, a snippet, or a mail that came to a channel's address."""

from email.utils import formataddr, getaddresses

from bot.workspace.state import State
from bot.workspace.values import PREVIEW_LINES, Email, File, FileMode, Json

PREVIEW_CHARACTERS = 1000


def file_json(state: State, file: File) -> Json:
    """In full, as `files.info` and the messages of this workspace show it."""
    shown: Json = {
        "id": file.id,
        "created": int(file.created),
        "timestamp": int(file.created),
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2].lower() or "binary",
        "user": file.user,
        "user_team": state.team.id,
        "mode": file.mode.value,
        "size": len(file.content),
        "url_private": f"{state.origin}/files-pri/{state.team.id}-{file.id}/{file.name}",
        "url_private_download": f"{state.origin}/files-pri/{state.team.id}-{file.id}/download/{file.name}",
        "channels": list(file.channels),
        "file_access": "visible",
    }
    if file.alt_text:
        shown["alt_txt"] = file.alt_text
    if file.mode is FileMode.SNIPPET:
        shown |= _snippet(file)
    if file.email is not None:
        shown |= _email(state, file, file.email)
    return shown


def shared_file_json(state: State, file: File) -> Json:
    """As messages show it. One from another workspace is a stub, and `files.info` must be asked for it:
    https://docs.slack.dev/reference/events/message/file_share, "Slack Connect files"."""
    if not file.check_file_info:
        return file_json(state, file)
    stub: Json = {"id": file.id, "mode": "file_access", "file_access": "check_file_info"}
    return stub | {"created": 0, "timestamp": 0, "user": ""}


def _snippet(file: File) -> Json:
    lines = file.text.splitlines()
    return {
        "filetype": "text",
        "pretty_type": "Plain Text",
        "editable": True,
        "preview": file.preview,
        "lines": len(lines),
        "lines_more": max(0, len(lines) - PREVIEW_LINES),
        "preview_is_truncated": len(lines) > PREVIEW_LINES,
    }


def _email(state: State, file: File, mail: Email) -> Json:
    """As recorded: https://github.com/MercuryTechnologies/slack-web, tests/golden/SlackWebhookEvent/email_message.json.
    Of attachments only that they are there with a link is known (https://github.com/slack-go/slack/issues/1160)."""
    preview = mail.plain_text[:PREVIEW_CHARACTERS]
    headers = {
        "date": mail.date,
        "in_reply_to": mail.in_reply_to or None,
        "reply_to": mail.reply_to or None,
        "message_id": mail.message_id or None,
    }
    address = f"{state.origin}/files-email-priv/{state.team.id}-{file.id}"
    return {
        "filetype": "email",
        "pretty_type": "Email",
        "editable": True,
        "display_as_bot": True,
        "username": "Email",
        "subject": mail.subject,
        "from": _addresses(mail.sender),
        "to": _addresses(mail.to),
        "cc": _addresses(mail.cc),
        "attachments": [
            {
                "filename": part.name,
                "size": len(part.content),
                "mimetype": part.mimetype,
                "url": f"{address}/{part.name}",
                "metadata": None,
            }
            for part in mail.parts
        ],
        "original_attachment_count": len(mail.parts),
        "plain_text": mail.plain_text,
        "preview": preview,
        "preview_plain_text": preview,
        "headers": headers,
        "has_more": len(mail.plain_text) > PREVIEW_CHARACTERS,
        "sent_to_self": False,
    }


def _addresses(header: str) -> list[Json]:
    return [
        {"address": address, "name": name, "original": formataddr((name, address))}
        for name, address in getaddresses([header])
    ]

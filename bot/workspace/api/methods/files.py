"""files.*: what is known of a file, and the two steps of uploading one.

https://docs.slack.dev/messaging/working-with-files: ask for a URL, send the bytes there, complete the upload.
"""

import mimetypes
from dataclasses import replace

from bot.workspace.api.call import Call, Method, MethodRefusal
from bot.workspace.values import Channel, File, Json, Message
from bot.workspace.wire.files import file_json

LONGEST_ALT_TEXT = 1000
UNTOLD = ("", "application/octet-stream")
"""Types of bytes sent raw: the file's name tells its type."""
_OF_CHANNELS = {"channel_not_found": "invalid_channel", "not_in_channel": "posting_to_channel_denied"}


def info(call: Call) -> Json:
    file = call.state.file(call.need("file"))
    if file is None or not visible(call, file):
        raise MethodRefusal("file_not_found")
    return {"file": file_json(call.state, file), "comments": [], "response_metadata": {"next_cursor": ""}}


def get_upload_url(call: Call) -> Json:
    """Its errors: https://docs.slack.dev/reference/methods/files.getUploadURLExternal#errors."""
    name, length, alt_text = call.need("filename"), call.number("length", 0), call.text("alt_txt")
    if length <= 0:
        raise MethodRefusal("missing_argument")
    if len(alt_text) > LONGEST_ALT_TEXT:
        raise MethodRefusal("alt_txt_too_large")
    state = call.state
    file = File(state.new_id("F"), name, name, "", b"", call.caller.id, state.clock(), alt_text=alt_text)
    state.tickets.expect_upload(file, length)
    return {"upload_url": f"{state.origin}/upload/v1/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Shares the files in one message, or keeps them unshared where no channel is named.

    Its errors: https://docs.slack.dev/reference/methods/files.completeUploadExternal#errors.
    """
    entries = call.json("files")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise MethodRefusal("invalid_arguments", ("missing required field: files",))
    channel = _channel(call) if call.text("channel_id") else None
    files = [_completed(call, entry, channel) for entry in entries]
    if channel is not None:
        _share(call, channel, tuple(files))
    return {"files": [file_json(call.state, file) for file in files]}


def visible(call: Call, file: File) -> bool:
    """The bot sees its own files, and those shared where it is a member."""
    channels = (call.state.channels[name] for name in file.channels)
    return file.user == call.caller.id or any(call.caller.id in channel.members for channel in channels)


def _channel(call: Call) -> Channel:
    """Where it may be shared; a file's words for that are not a message's."""
    try:
        return call.channel_to_write("channel_id")
    except MethodRefusal as refusal:
        raise MethodRefusal(_OF_CHANNELS.get(refusal.error, refusal.error)) from refusal


def _completed(call: Call, entry: Json, channel: Channel | None) -> File:
    file = call.state.tickets.take_upload(str(entry.get("id", "")))
    if file is None:
        raise MethodRefusal("file_not_found")
    shared = (channel.id,) if channel else ()
    kind = file.mimetype
    if kind in UNTOLD:
        kind = mimetypes.guess_type(file.name)[0] or UNTOLD[-1]
    return call.state.keep(replace(file, title=entry.get("title") or file.name, mimetype=kind, channels=shared))


def _share(call: Call, channel: Channel, files: tuple[File, ...]) -> None:
    call.state.post(
        Message(
            channel.id,
            call.state.new_ts(),
            call.caller.id,
            call.text("initial_comment"),
            thread_ts=call.text("thread_ts"),
            bot_id=call.caller.bot_id,
            files=files,
        )
    )


METHODS = {
    "files.info": Method(info, "files:read"),
    "files.getUploadURLExternal": Method(get_upload_url, "files:write"),
    "files.completeUploadExternal": Method(complete_upload, "files:write"),
}

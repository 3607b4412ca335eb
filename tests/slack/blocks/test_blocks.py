"""Whatever a reply holds and whatever stands around it, Slack takes the message: it has fifty blocks at most."""

from bot.replies.document import Button, Divider, Document, Text
from bot.replies.render import slack
from bot.replies.surfaces.slack import AROUND, write
from bot.slack.blocks import message_of
from tests.replies.samples import samples

MOST = 50
"""https://docs.slack.dev/reference/block-kit/blocks"""


def test_the_longest_document_leaves_room_for_what_stands_around_it() -> None:
    """Of what stands around, `write` itself adds the note that something was left out, and the buttons."""
    document = Document((Divider(),) * 100, (Button("Why?", "why"),), rest=(Text("more"),))
    assert len(write(document).blocks) - 2 + AROUND <= MOST


def test_no_more_is_put_around_a_reply_than_room_is_left_for() -> None:
    around = {}
    for name, reply in samples("lt").items():
        own = [block for block in slack(reply, "lt").blocks if block["type"] != "actions"]
        around[name] = len(message_of(reply, "lt", asker="U1").blocks) - len(own)
    assert max(around.values()) + 1 <= AROUND  # and the note that something was left out


def test_no_block_keeps_a_name_that_an_update_would_bring_again() -> None:
    """Slack: if a message is updated, use a new block_id; https://docs.slack.dev/reference/block-kit/blocks."""
    for name, reply in samples("en").items():
        named = [block for block in message_of(reply, "en").blocks if "block_id" in block]
        assert named == [], name

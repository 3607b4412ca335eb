"""Whatever an app sends as blocks or as a view is taken or refused; it never breaks the workspace."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.workspace.api.call import MethodRefusal
from bot.workspace.api.content import message_blocks
from bot.workspace.api.view_content import view_content
from bot.workspace.blocks.shapes import SHAPES
from bot.workspace.values import Surface

TYPES = sorted({name for family in SHAPES.values() for name in family} | {"modal", "home"})
NAMES = sorted({name for family in SHAPES.values() for shape in family.values() for name in shape.has})
words = st.sampled_from(TYPES) | st.text(max_size=3)
keys = st.sampled_from(["type", "block_id", "action_id", "title", "blocks", "private_metadata", *NAMES]) | words
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
block = st.sampled_from(sorted(SHAPES["block"])).flatmap(
    lambda kind: st.fixed_dictionaries(
        {"type": st.just(kind)},
        optional=dict.fromkeys([*SHAPES["block"][kind].has, "block_id"], anything),
    )
)


@settings(max_examples=300)
@given(st.lists(block | anything, max_size=3))
def test_blocks_are_taken_with_ids_or_refused(blocks):
    try:
        taken = message_blocks(blocks)
    except MethodRefusal as refusal:
        assert refusal.error in ("invalid_blocks", "invalid_attachments", "msg_blocks_too_long")  # noqa: PT017
    else:
        assert all(delivery["block_id"] for delivery in taken)


@settings(max_examples=200)
@given(anything | st.fixed_dictionaries({"type": st.just("modal"), "title": anything, "blocks": st.lists(block)}))
def test_views_are_taken_or_refused(view):
    try:
        view_content(view, Surface.MODAL)
    except MethodRefusal as refusal:
        assert refusal.error == "invalid_arguments"  # noqa: PT017

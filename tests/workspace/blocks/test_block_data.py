"""The data files of Block Kit: a wrong entry is named."""

import pytest

from bot.workspace.blocks import limits, shapes


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[block.x]\n[block.x.has]\ntext = { is = "text" }', r"\[block\.x\] needs its `source`"),
        ('[block.x]\nsource = "s"\n[block.x.has]\ntext = { is = "prose" }', r"\[block\.x\] text"),
        ('[block.x]\nsource = "s"\n[block.x.has]\ntext = { is = "text", max = 3 }', r"\[block\.x\] text"),
        (
            '[block.x]\nsource = "s"\n[block.x.has]\na = { is = "element", among = ["y"] }',
            r"\[block\.x\]: no such element: y",
        ),
    ],
)
def test_a_shape_that_cannot_be_read_is_named(text, named):
    with pytest.raises(ValueError, match=named):
        shapes.read(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [("[tables]\nmost = 1", "tables"), ('[loudness]\nmost = 11\nsource = "s"', "loudness"), ("", "message_blocks")],
)
def test_a_limit_that_is_missing_unknown_or_without_source_is_named(text, named):
    with pytest.raises(ValueError, match=named):
        limits.read(text)

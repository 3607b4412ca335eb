"""Block Kit as HTML: what is seen and what can be used (docs.slack.dev/reference/block-kit/blocks)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workspace.page import blocks
from bot.workspace.page.look import PageLook
from bot.workspace.page.words import words

LOOK = PageLook(say=words("en").say, language="en")


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": text}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def shown(type: str, **parts: Any) -> str:
    return str(blocks.render([{"type": type, "block_id": "b1", **parts}], LOOK, "m-1"))


def test_a_section_shows_text_fields_and_accessory():
    button = {"type": "button", "action_id": "go", "value": "451", "text": plain("Go")}
    html = shown("section", text=mrkdwn("*451*"), fields=[mrkdwn("who"), plain("*what*")], accessory=button)
    assert "<strong>451</strong>" in html
    assert "who" in html
    assert "*what*" in html
    assert 'data-block="b1"' in html
    assert 'data-action="go"' in html
    assert 'data-value="451"' in html


def test_a_header_is_a_heading_without_markup():
    assert shown("header", text=plain("451 <b> *x*")) == '<h2 class="block-header">451 &lt;b&gt; *x*</h2>'


def test_context_holds_texts_and_pictures_without_fetching_them():
    html = shown(
        "context", elements=[mrkdwn("_RFC_"), {"type": "image", "image_url": "https://a.lt/x.png", "alt_text": "logo"}]
    )
    assert "<em>RFC</em>" in html
    assert "<img" not in html
    assert ">logo</a>" in html


def test_a_picture_is_named():
    assert "A chart" in shown("image", image_url="https://a.lt/x.png", alt_text="A chart", title=plain("Title"))


def test_buttons_say_what_they_are():
    html = shown(
        "actions",
        elements=[
            {"type": "button", "action_id": "a", "text": plain("Yes"), "style": "primary"},
            {"type": "button", "action_id": "b", "text": plain("Site"), "url": "https://a.lt/"},
            {"type": "button", "action_id": "c", "text": plain("Trap"), "url": "javascript:alert(1)"},
            {
                "type": "button",
                "action_id": "d",
                "text": plain("Delete"),
                "style": "danger",
                "confirm": {
                    "title": plain("Sure?"),
                    "text": mrkdwn("*No* way back"),
                    "confirm": plain("Delete it"),
                    "deny": plain("Keep"),
                },
            },
        ],
    )
    assert 'class="button primary"' in html
    assert '<a class="button " href="https://a.lt/"' in html
    assert "javascript:" not in html
    assert 'aria-label="Sure?"' in html
    assert "<strong>No</strong> way back" in html
    assert "Keep" in html


def test_menus_offer_their_options():
    options = [{"text": plain("All records"), "value": "all"}, {"text": plain("Again"), "value": "again"}]
    overflow = shown("actions", elements=[{"type": "overflow", "action_id": "more", "options": options}])
    assert overflow.count('data-type="overflow"') == 2
    assert 'data-value="again"' in overflow
    select = shown(
        "actions",
        elements=[
            {"type": "static_select", "action_id": "s", "placeholder": plain("Pick"), "option_groups": [
                {"label": plain("Checks"), "options": options}
            ], "initial_option": options[1]},
        ],
    )  # fmt: skip
    assert '<optgroup label="Checks">' in select
    assert '<option value="again" selected>' in select


@pytest.mark.parametrize(("type", "shape"), [("checkboxes", "checkbox"), ("radio_buttons", "radio")])
def test_choices_begin_as_the_app_says(type, shape):
    options = [
        {"text": mrkdwn("*Active*"), "value": "a", "description": mrkdwn("in the panel")},
        {"text": plain("No"), "value": "b"},
    ]
    first = {"initial_options": options[:1]} if type == "checkboxes" else {"initial_option": options[0]}
    html = shown("actions", elements=[{"type": type, "action_id": "c", "options": options, **first}])
    assert html.count(f'type="{shape}"') == 2
    assert 'value="a" checked' in html
    assert 'value="b" checked' not in html
    assert "<strong>Active</strong>" in html
    assert "in the panel" in html


def test_an_input_has_a_label_that_names_it():
    element = {"type": "plain_text_input", "action_id": "t", "multiline": True, "initial_value": "<a>", "max_length": 9}
    html = shown("input", label=plain("Text"), element=element, hint=plain("Short"), optional=True)
    assert 'for="m-1-e-b1"' in html
    assert 'id="m-1-e-b1"' in html
    assert "&lt;a&gt;</textarea>" in html
    assert 'maxlength="9"' in html
    assert "Short" in html
    assert "(optional)" in html
    assert "data-required" not in html


def test_the_same_block_twice_on_a_page_has_ids_of_its_own():
    radio = {"type": "radio_buttons", "action_id": "r", "options": [{"text": plain("x"), "value": "x"}]}
    block = {"type": "actions", "block_id": "b", "elements": [radio]}
    assert 'name="m-1-r"' in blocks.render([block], LOOK, "m-1")
    assert 'name="t-1-r"' in blocks.render([block], LOOK, "t-1")


def test_rich_text_keeps_its_styles_lists_and_code():
    html = shown(
        "rich_text",
        elements=[
            {"type": "rich_text_section", "elements": [
                {"type": "text", "text": "bold <", "style": {"bold": True, "italic": True}},
                {"type": "link", "url": "https://a.lt", "text": "here"},
                {"type": "link", "url": "javascript:x", "text": "trap"},
                {"type": "emoji", "name": "warning"},
                {"type": "broadcast", "range": "channel"},
                {"type": "user", "user_id": "U1"},
            ]},
            {"type": "rich_text_list", "style": "ordered", "offset": 2, "indent": 1, "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "third"}]}
            ]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "v=spf1"}]},
        ],
    )  # fmt: skip
    assert "<em><strong>bold &lt;</strong></em>" in html
    assert '<a href="https://a.lt"' in html
    assert "javascript:" not in html
    assert 'href="#i-warning"' in html
    assert '<mark class="mention loud">@channel</mark>' in html
    assert '<ol class="indent-1" start="3"><li>third</li></ol>' in html
    assert "<blockquote>said</blockquote>" in html
    assert "v=spf1</pre>" in html


def test_a_table_has_a_head_and_aligned_columns():
    html = shown(
        "table",
        column_settings=[None, {"align": "right", "is_wrapped": True}],
        rows=[
            [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "TTL"}],
            [rich({"type": "text", "text": "a.lt", "style": {"code": True}}), {"type": "raw_number", "value": 3600}],
        ],
    )
    assert html.count("<th ") == 2
    assert "<code>a.lt</code>" in html
    assert '<td class="right wrap">3600</td>' in html


@pytest.mark.parametrize("level", ["default", "info", "warning", "error", "success"])
def test_an_alert_shows_its_level(level):
    assert f'class="alert {level}"' in shown("alert", level=level, text=mrkdwn("*Mind*"))


def test_a_plan_counts_what_is_done_and_names_each_state():
    two = rich({"type": "text", "text": "two"})
    tasks = [
        {"type": "task_card", "task_id": "1", "title": "MX", "status": "complete", "output": two},
        {"type": "task_card", "task_id": "2", "title": "SPF", "status": "in_progress"},
        {"type": "task_card", "task_id": "3", "title": "DKIM", "status": "pending"},
        {"type": "task_card", "task_id": "4", "title": "PTR", "status": "error", "sources": [
            {"type": "url", "url": "https://rfc.example", "text": "RFC"}
        ]},
    ]  # fmt: skip
    html = shown("plan", title="Checking a.lt", tasks=tasks)
    assert "2/4" in html
    assert '<progress max="4" value="2"' in html
    for word in ("done", "under way", "waiting", "failed"):
        assert f"– {word}" in html
    assert "two" in html
    assert ">RFC</a>" in html


def test_a_card_shows_its_parts():
    button = {"type": "button", "action_id": "a", "text": plain("Open")}
    html = shown("card", title=mrkdwn("*T*"), subtitle=plain("S"), body=mrkdwn("B"), actions=[button])
    assert "<strong>T</strong>" in html
    assert all(part in html for part in ("S", "B", "Open"))


def test_feedback_buttons_are_two():
    feedback = {
        "type": "feedback_buttons",
        "action_id": "f",
        "positive_button": {"text": plain("Good"), "value": "g"},
        "negative_button": {"text": plain("Bad"), "value": "b"},
    }
    html = shown("context_actions", elements=[feedback])
    assert 'data-value="positive"' in html
    assert 'data-value="negative"' in html


@pytest.mark.parametrize("type", ["carousel", "../page", "", "section.html"])
def test_an_unknown_block_is_seen_to_be_one(type):
    assert "This page can&#39;t display this block" in shown(type)


def test_an_unknown_element_does_not_take_its_block_with_it():
    button = {"type": "button", "action_id": "a", "text": plain("Open")}
    html = shown("actions", elements=[{"type": "datepicker", "action_id": "d"}, button])
    assert "can&#39;t display this block: <code>datepicker</code>" in html
    assert "Open" in html


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "text", "elements", "options", "rows", "tasks", "element", "title", "accessory", "value"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
TYPES = (
    "section",
    "actions",
    "context",
    "rich_text",
    "table",
    "plan",
    "task_card",
    "input",
    "card",
    "alert",
    "markdown",
    "image",
)


@given(st.sampled_from(TYPES), st.dictionaries(st.sampled_from(["text", "elements", "rows", "tasks", "title"]), JSON))
def test_no_shape_of_block_breaks_the_page(type, parts):
    assert isinstance(shown(type, **parts), str)

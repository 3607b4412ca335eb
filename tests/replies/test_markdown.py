"""The light Markdown of our texts, and that no value is ever read as Markdown or markup."""

import pytest
from jinja2 import Environment

from bot.replies.document import Bold, CodeSpan, Link, Text
from bot.replies.parse import parse_inline
from bot.replies.words.phrases import to_xml


def test_code_bold_and_links_become_spans() -> None:
    parts = parse_inline(to_xml("Įrašas `v=spf1` – **svarbu**, žr. [gidą](https://example.com/a?b=1&c=2)."))
    assert parts == (
        Text("Įrašas "),
        CodeSpan("v=spf1"),
        Text(" – "),
        Bold((Text("svarbu"),)),
        Text(", žr. "),
        Link("https://example.com/a?b=1&c=2", "gidą"),
        Text("."),
    )


def test_a_text_may_hold_the_characters_of_xml() -> None:
    assert parse_inline(to_xml("5 < 6 & 7 > 6")) == (Text("5 < 6 & 7 > 6"),)


@pytest.mark.parametrize("value", ["</c><b>x</b>", "`a` **b** [c](https://d.example)", "&amp;", "{{ 1 }}", "\0"])
def test_a_value_stays_within_its_span(value: str) -> None:
    template = Environment(autoescape=True).from_string(to_xml("Domenas `{{ domain }}` yra."))
    shown = value.replace("\0", "\ufffd")
    assert parse_inline(template.render(domain=value)) == (Text("Domenas "), CodeSpan(shown), Text(" yra."))


def test_a_plural_keeps_its_quotes() -> None:
    source = 'Rasta {{ count }} {{ count|plural("įrašas", "įrašai", "įrašų") }}.'
    assert to_xml(source) == source

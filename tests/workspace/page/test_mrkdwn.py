"""mrkdwn as Slack's formatting guide describes it (docs.slack.dev/messaging/formatting-message-text)."""

from html.parser import HTMLParser
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workspace.page.look import PageLook
from bot.workspace.page.text import markdown, mrkdwn

LOOK = PageLook(
    user={"U1": "Ona"}.get,
    channel={"C1": "support"}.get,
    viewer="U1",
    say={"copy": "Copy"}.__getitem__,
    language="en",
)


def shown(text: str) -> str:
    return str(mrkdwn.render(text, LOOK))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* word", "<strong>bold</strong> word"),
        ("_slanted_", "<em>slanted</em>"),
        ("~gone~", "<s>gone</s>"),
        ("*bold _and slanted_*", "<strong>bold <em>and slanted</em></strong>"),
        ("`5.7.26`", "<code>5.7.26</code>"),
        ("`*not bold*`", "<code>*not bold*</code>"),
        ("*`v=spf1`*", "<strong><code>v=spf1</code></strong>"),
        ("a_snake_case_name", "a_snake_case_name"),
        ("2*3*4", "2*3*4"),
        ("* not bold *", "* not bold *"),
        ("one * two", "one * two"),
        ("_dmarc.imone.lt and _domainkey", "_dmarc.imone.lt and _domainkey"),
    ],
)
def test_styles_need_word_boundaries(text, html):
    assert shown(text) == html


def test_entities_are_decoded_once():
    assert shown("a &amp;lt; b &lt;c&gt;") == "a &amp;lt; b &lt;c&gt;"


def test_fenced_code_keeps_its_lines_and_can_be_copied():
    html = shown("Publish:\n```\nv=spf1 *a*\n  -all\n```\nthen wait")
    assert "<pre" in html
    assert "v=spf1 *a*\n  -all" in Reader(html).text
    assert "data-copy>Copy</button>" in html
    assert html.endswith("then wait")


def test_quotes_run_together():
    assert shown("&gt; one\n&gt; two\nthree") == "<blockquote>one\ntwo</blockquote>three"


def test_three_marks_quote_the_rest():
    assert shown("&gt;&gt;&gt; one\ntwo") == "<blockquote>one\ntwo</blockquote>"


def test_lists_stay_as_typed_and_hang():
    html = shown("• *one*\n2. two")
    assert html.count('class="item"') == 2
    assert "<span>• </span><span><strong>one</strong></span>" in html
    assert "<span>2. </span><span>two</span>" in html


def test_links_open_elsewhere():
    html = shown("<https://imone.lt/?a=1&amp;b=2|Įmonė &amp; Ko>")
    assert 'href="https://imone.lt/?a=1&amp;b=2"' in html
    assert 'rel="noopener noreferrer"' in html
    assert ">Įmonė &amp; Ko</a>" in html


def test_bare_addresses_are_linked_without_their_full_stop():
    assert '<a href="https://imone.lt/x"' in shown("See https://imone.lt/x.")
    assert shown("See https://imone.lt/x.").endswith("</a>.")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"]
)
def test_other_schemes_are_only_text(address):
    assert "href" not in shown(f"<{address}|press me>")
    assert "href" not in str(markdown.render(f"[press me]({address})", LOOK))


def test_mentions_show_names():
    assert ">@Ona</span>" in shown("<@U1>")
    assert ">@U9</span>" in shown("<@U9>")
    assert ">#support</span>" in shown("<#C1>")
    assert ">#other</span>" in shown("<#C2|other>")


@pytest.mark.parametrize("whom", ["here", "channel", "everyone"])
@pytest.mark.parametrize("around", ["{}", "`{}`", "```{}```", "*{}*", "&gt; {}"])
def test_a_call_to_everyone_is_seen_wherever_it_hides(whom, around):
    assert f'<mark class="mention loud">@{whom}</mark>' in shown(around.format(f"<!{whom}>"))


def test_an_escaped_call_is_text():
    assert "<mark" not in shown("&lt;!channel&gt;")


def test_dates_are_written_in_the_readers_language():
    text = "<!date^1764000000^{date_num} {time}|then>"
    assert "2025-11-2" in shown(text)
    lithuanian = PageLook(language="lt")
    assert "lapkričio" in str(mrkdwn.render("<!date^1764000000^{date_long}|then>", lithuanian))
    assert shown("<!date^999999999999^{date}|some day>") == "some day"


def test_emoji_are_drawn_by_name_and_by_character():
    for text in (":white_check_mark:", "✅"):
        html = shown(text)
        assert 'href="#i-check"' in html
        assert 'aria-label="white check mark"' in html
    assert shown(":no_such_thing:") == ":no_such_thing:"
    assert shown("10:30:45") == "10:30:45"


class Reader(HTMLParser):
    """What a browser would make of it."""

    ALLOWED: ClassVar = {
        "a", "b", "blockquote", "br", "button", "code", "div", "em", "h3", "h4", "h5", "h6", "hr", "li", "mark", "ol",
        "p", "pre", "s", "span", "strong", "svg", "time", "ul", "use",
    }  # fmt: skip

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert tag in self.ALLOWED
        for name, value in attrs:
            assert not name.startswith("on")
            if name == "href":
                assert value.lower().startswith(("http://", "https://", "mailto:", "#i-"))
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


PIECES = st.sampled_from(
    [
        "<script>", "</script>", "<img src=x onerror=alert(1)>", '"', "'", "*", "_", "~", "`", "```", "\n", "&gt; ",
        ">",
        "&amp;", "&lt;", "&gt;", "&", "<", "|", "<!channel>", "<@U1>", "<@U1|x>", "<javascript:alert(1)|x>", "<#C1>",
        "<http://a.lt|b>", '<http://a.lt" onclick="x|b>', "http://a.lt", "<!date^1^{date}^javascript:x|y>", "<!date^1|",
        "<mailto:a@b.lt|a@b.lt>", ":x:", "✅", "• ", "1. ", "# ", "- ", "[a](b)", "[a](javascript:x)", "**", "~~", " ",
        "\ufffc", "\x00", "\u202e", "<svg/onload=alert(1)>", "{0}", "%s", "a", "ą",
    ]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_no_text_makes_markup_of_its_own(text):
    Reader(shown(text))
    Reader(str(markdown.render(text, LOOK)))


@given(st.text(alphabet=st.characters(exclude_characters="*_~`<>&:|\n\ufffc", exclude_categories=["Cs"]), max_size=60))
def test_plain_words_come_through_whole(text):
    if any(mark in text for mark in ("•", "◦", "▪")) or not text.isprintable():
        return
    seen = Reader(shown(f"x {text}")).text
    assert len(seen) <= len(text) + 2
    assert set(seen) <= set(f"x {text}")

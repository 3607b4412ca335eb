"""The `markdown` block's text."""

from bot.workspace.page.look import PageLook
from bot.workspace.page.text import markdown


def shown(text: str) -> str:
    return str(markdown.render(text, PageLook()))


def test_everyday_markdown():
    html = shown("# Verdict\n\nAll **fine** and _quiet_, see [guide](https://a.lt).\n\n- one\n- two\n\n3. three\n")
    assert "<h3>Verdict</h3>" in html
    assert "<strong>fine</strong>" in html
    assert "<em>quiet</em>" in html
    assert '<a href="https://a.lt"' in html
    assert "<ul><li>one</li><li>two</li></ul>" in html
    assert '<ol start="3"><li>three</li></ol>' in html


def test_a_fence_is_code_even_where_it_never_ends():
    assert "v=spf1 **a** -all</pre>" in shown("```\nv=spf1 **a** -all")


def test_quotes_and_rules():
    assert shown("> said\n\n---") == "<blockquote><p>said</p></blockquote><hr>"


def test_html_is_shown_not_obeyed():
    assert shown("<b>x</b>") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"


def test_many_quote_marks_do_not_nest_without_end():
    assert shown(">" * 12_000 + "x").count("<blockquote>") == 1

"""A slip in a template is named: the template, the line, the element."""

from pathlib import Path

import pytest

from bot.replies import engine as engines
from bot.replies.engine import TemplateError, engine


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template that somebody writes, `slip.xml`."""
    engine.cache_clear()
    monkeypatch.setattr(engines, "TEMPLATES", tmp_path)
    yield tmp_path / "slip.xml"
    engine.cache_clear()


def test_an_unknown_element_is_named_with_its_line(template: Path) -> None:
    template.write_text("<reply>\n<p>fine</p>\n<smallprint>x</smallprint>\n</reply>", "utf-8")
    with pytest.raises(TemplateError, match=r"slip\.xml, line 3: no such element in a reply: <smallprint>"):
        engine("en").blocks("slip")


def test_an_unknown_span_is_named_with_its_line(template: Path) -> None:
    template.write_text("<reply>\n<p>so <strong>much</strong></p>\n</reply>", "utf-8")
    with pytest.raises(TemplateError, match=r"slip\.xml, line 2: no such span in a reply: <strong>"):
        engine("en").blocks("slip")


def test_an_element_that_is_not_closed_is_shown(template: Path) -> None:
    template.write_text("<reply>\n<note>x\n<p>y</p></reply>", "utf-8")
    with pytest.raises(TemplateError, match=r"slip\.xml, at '<p>y</p></reply>': mismatched tag"):
        engine("en").blocks("slip")

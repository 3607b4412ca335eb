"""Block Kit as HTML. One block type is one template in `templates/blocks/`, one element in `templates/elements/`.

A type that has no template is drawn as a box that says so, and so is a block that does not have its type's shape.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader, Undefined, pass_context
from jinja2.exceptions import TemplateError
from jinja2.runtime import Context
from markupsafe import Markup

from bot.workspace.page.look import PageLook
from bot.workspace.page.text import markdown, mrkdwn, rich, tokens
from bot.workspace.page.text.links import safe_href

_Block = Mapping[str, Any]
_FOLDS_FROM, _FOLDED_LINES = 350, 6
_ALIGNED = {"left": "left", "center": "center", "right": "right"}


def render(blocks: Sequence[_Block], look: PageLook, scope: str = "") -> Markup:
    """HTML of blocks, in order. `scope` keeps ids and radio groups apart where one page shows a block twice."""
    return Markup("\n").join(_block(block, look, scope) for block in blocks)


def icon(name: str) -> Markup:
    """One of the drawings of `templates/icons.html`, for decoration."""
    return Markup('<svg class="icon" aria-hidden="true"><use href="#i-{}"></use></svg>').format(name)


def _block(block: _Block, look: PageLook, scope: str) -> Markup:
    kind = str(block.get("type"))
    if f"blocks/{kind}.html" not in _templates():
        return rich.unsupported(kind, look)
    shown = {"block": block, "look": look, "say": look.say, "scope": scope, "input": False}
    try:
        return Markup(environment().get_template(f"blocks/{kind}.html").render(shown))  # nosec B704  # noqa: S704 -- autoescaped
    except (TemplateError, AttributeError, KeyError, TypeError, ValueError):
        return rich.unsupported(kind, look)


@pass_context
def _element(context: Context, element: _Block, block: _Block | None = None) -> Markup:
    """An interactive element or a picture; with `block`, the input block that holds it."""
    kind = str(element["type"])
    if f"elements/{kind}.html" not in _templates():
        return rich.unsupported(kind, context["look"])
    shown = {
        "element": element,
        "block": block or context["block"],
        "look": context["look"],
        "say": context["say"],
        "scope": context["scope"],
        "input": block is not None,
    }
    return Markup(environment().get_template(f"elements/{kind}.html").render(shown))  # nosec B704  # noqa: S704 -- autoescaped


@pass_context
def _text(context: Context, value: Any) -> Markup:
    """A text object, or a bare string where Slack takes one (titles of plans and tasks)."""
    if isinstance(value, Mapping):
        if value.get("type") == "mrkdwn":
            return mrkdwn.render(str(value.get("text", "")), context["look"])
        return mrkdwn.plain(str(value.get("text", "")))
    return Markup("") if value is None or isinstance(value, Undefined) else mrkdwn.plain(str(value))


@pass_context
def _markdown(context: Context, value: Any) -> Markup:
    return markdown.render(str(value), context["look"])


@pass_context
def _rich(context: Context, value: dict[str, Any]) -> Markup:
    return rich.render(value, context["look"])


@pass_context
def _cell(context: Context, value: dict[str, Any]) -> Markup:
    """A table's cell: `raw_text`, `raw_number` or `rich_text`."""
    if value.get("type") == "rich_text":
        return rich.render(value, context["look"])
    text = value["text"] if "text" in value else value.get("value", "")
    return mrkdwn.plain(str(text))


def _column(block: _Block, place: int) -> str:
    """The classes of a table's column, as its settings say."""
    settings = list(block.get("column_settings") or ())
    setting = (settings[place] if place < len(settings) else None) or {}
    wrap = "wrap" if setting.get("is_wrapped") else "nowrap"
    return f"{_ALIGNED.get(str(setting.get('align')), 'left')} {wrap}"


def _folds(block: _Block) -> bool:
    """Whether a section's text is cut until one asks for the rest. Slack says only that a text that is not told to
    expand may be; from how many lines on is a guess.
    https://docs.slack.dev/reference/block-kit/blocks/section-block"""
    text = str(block["text"].get("text", ""))
    return not block.get("expand") and (len(text) > _FOLDS_FROM or text.count("\n") >= _FOLDED_LINES)


def _source(value: _Block) -> Markup:
    return tokens.link(str(value["url"]), str(value.get("text") or value["url"]))


@cache
def environment() -> Environment:
    """The page's templates, with what block templates use. A missing part of a block is empty, not an error."""
    made = Environment(
        loader=PackageLoader("bot.workspace.page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=ChainableUndefined,
    )
    made.filters.update(
        text=_text,
        markdown=_markdown,
        cell=_cell,
        source=_source,
        href=lambda value: safe_href(str(value)) if value else None,
    )
    made.globals.update(element=_element, rich=_rich, column=_column, folds=_folds, icon=icon)
    return made


@cache
def _templates() -> frozenset[str]:
    return frozenset(environment().list_templates())

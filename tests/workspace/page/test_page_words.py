"""The page's own words, in both languages."""

import re
from pathlib import Path

import pytest

from bot.workspace import page
from bot.workspace.page.text import emoji
from bot.workspace.page.words import WordsError, languages, read, words

FOLDER = Path(page.__file__).parent
SAID = re.compile(r"""say\(['"]([\w.-]*[\w-])['"]""")
BUILT = {
    "task.pending",
    "task.in_progress",
    "task.complete",
    "task.error",
    "replies.one",
    "replies.few",
    "replies.other",
}
"""Keys that the code puts together."""


def used() -> set[str]:
    sources = [*FOLDER.rglob("*.html"), *FOLDER.rglob("*.py")]
    return BUILT | {key for source in sources for key in SAID.findall(source.read_text("utf-8"))}


@pytest.mark.parametrize("language", languages())
def test_every_word_that_the_page_says_is_there_and_none_is_idle(language):
    phrases = set(words(language).phrases)
    rare = {"replies.few"} if language == "en" else set()
    assert phrases == used() - rare


def test_blanks_are_the_same_in_both_languages():
    blank = re.compile(r"\{\w+\}")
    lt, en = words("lt").phrases, words("en").phrases
    for key in lt.keys() & en.keys():
        assert set(blank.findall(lt[key])) == set(blank.findall(en[key])), key


@pytest.mark.parametrize(
    ("count", "phrase"),
    [
        (1, "1 atsakymas"), (2, "2 atsakymai"), (9, "9 atsakymai"), (10, "10 atsakymų"), (11, "11 atsakymų"),
        (19, "19 atsakymų"), (20, "20 atsakymų"), (21, "21 atsakymas"), (22, "22 atsakymai"), (112, "112 atsakymų"),
    ],
)  # fmt: skip
def test_lithuanian_counts(count, phrase):
    assert words("lt").replies(count) == phrase


def test_english_counts():
    assert words("en").replies(1) == "1 reply"
    assert words("en").replies(2) == "2 replies"


@pytest.mark.parametrize("language", languages())
def test_there_are_examples_for_channel_and_thread(language):
    places = [example.place for example in words(language).examples]
    assert places.count("channel") >= 4
    assert places.count("thread") >= 3


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[[examples]]\ntitle = "x"\ntext = "y"\nplace = "roof"', "example 1"),
        ('[[examples]]\ntitle = "x"', "example 1"),
        ("[phrases]\nback = 3", "phrases.back"),
    ],
)
def test_a_bad_file_is_named_with_its_entry(text, named):
    with pytest.raises(WordsError, match=re.escape(named)) as caught:
        read("lt", text)
    assert "lt/workspace.toml" in str(caught.value)


@pytest.mark.parametrize(
    "text", ['[x]\nicon = "cross"', '[x]\nglyph = "❌"\ncolour = "red"', '[x]\nglyph = "❌"\ntone = "red"']
)
def test_a_bad_emoji_is_named(text):
    with pytest.raises(emoji.EmojiError, match=r"\[x\]"):
        emoji.read(text)


def test_every_drawn_emoji_has_its_drawing():
    drawings = (FOLDER / "templates" / "icons.html").read_text("utf-8")
    for each in emoji.known().values():
        assert each.icon is None or f'id="i-{each.icon}"' in drawings


@pytest.mark.parametrize("name", ["bounce.eml", "bounce.txt"])
def test_the_samples_to_click_are_those_of_the_project(name):
    shown = FOLDER / "static" / "samples" / name
    assert shown.read_bytes() == (Path(__file__).parents[3] / "samples" / name).read_bytes()

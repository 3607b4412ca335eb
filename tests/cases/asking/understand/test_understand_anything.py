"""Whatever is typed is answered quickly, and gibberish never with a guess."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cases.asking.understand import Context, guess_language, understand
from bot.cases.asking.understand.vocabulary import vocabulary
from bot.cases.values.questions import Intent

CONTEXTS = st.builds(
    Context, st.sampled_from(["code", "domain", "bounce"]), st.text(max_size=20), st.none() | st.text()
)
PIECES = [
    "SPF",
    "kaip",
    "<@U1>",
    "<http://a.lt|a.lt>",
    "550",
    "5.7.1",
    "'",
    ".",
    "?",
    ":+1:",
    "1.2.3.4",
    "🙏",
    "\n",
    "lt",
]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["lt", "en"]), CONTEXTS)
def test_no_text_is_too_strange(text: str, language: str, context: Context) -> None:
    assert understand(text, language, context)
    assert guess_language(text, language) in ("lt", "en")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join), CONTEXTS)
def test_nor_is_any_heap_of_things_people_paste(text: str, context: Context) -> None:
    assert understand(text, "lt", context) == understand(text, "lt", context)


CONSONANTS = st.text("bcdfghjklmnprstvz", min_size=6, max_size=12)


@settings(max_examples=100, deadline=None)
@given(st.lists(CONSONANTS, min_size=2, max_size=8).map(" ".join))
def test_gibberish_is_never_taken_for_a_question(text: str) -> None:
    known = vocabulary().index
    if any(known.find(word) for word in text.split()):
        return
    assert understand(text, "lt", Context("code", "451"))[0].intent is Intent.UNKNOWN

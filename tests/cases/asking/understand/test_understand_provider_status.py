"""Whether the provider is in trouble, as asked in a thread, beside what is easily taken for it. None is an example."""

import pytest

from bot.cases.asking.understand import Context, understand
from bot.cases.values.questions import Intent, Question

STATUS = Question(Intent.EXPLAIN, "provider-status")
PROVIDER = Question(Intent.EXPLAIN, "provider")


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("en", "is it the provider's trouble?", STATUS),
        ("en", "is ovh down?", STATUS),
        ("en", "is there an outage at ovh right now?", STATUS),
        ("en", "planned maintenance?", STATUS),
        ("en", "what does the status page say?", STATUS),
        ("en", "is it a fault on the provider's side?", STATUS),
        ("lt", "ar pas tiekėją gedimas?", STATUS),
        ("lt", "gal pas tiekeja kazkas neveikia", STATUS),
        ("lt", "ar nevyksta priežiūros darbai?", STATUS),
        ("lt", "tiekėjo būsena", STATUS),
        ("lt", "ar google nulūžęs?", STATUS),
        ("en", "which provider do they use?", PROVIDER),
        ("en", "is it google or ovh?", PROVIDER),
        ("lt", "koks jų pašto tiekėjas?", PROVIDER),
    ],
)
@pytest.mark.parametrize("kind", ["domain", "bounce"])
def test_it_is_understood(kind: str, language: str, text: str, question: Question) -> None:
    assert understand(text, language, Context(kind, "imone.lt"))[0] == question

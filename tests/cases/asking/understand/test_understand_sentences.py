"""What a support agent says in a thread, and what it is taken to ask."""

from dataclasses import replace

import pytest

from bot.cases.asking.understand import Context, decisions, guess_language, understand
from bot.cases.asking.understand.things import code_at
from bot.cases.values.questions import HOW_LONG, Intent, Question

DOMAIN = Context("domain", "imone.lt")
CODE = Context("code", "451")


def question_in(text: str, language: str = "lt", context: Context = DOMAIN) -> Question:
    return understand(text, language, context)[0]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("O kas dėl SPF?", Question(Intent.EXPLAIN, "spf")),
        ("o kas del spf", Question(Intent.EXPLAIN, "spf")),
        ("kas tas zen.spamhaus.org", Question(Intent.EXPLAIN, "blocklist")),
        ("kodėl zona nepasirašyta", Question(Intent.EXPLAIN, "dnssec")),
        ("kokia pašto sistema naudojama", Question(Intent.EXPLAIN, "provider")),
        ("koks ptr to ip", Question(Intent.SHOW, "ptr")),
        ("o šiandien?", Question(Intent.RECHECK)),
        ("sooo ačiūūū", Question(Intent.THANKS)),
        ("kodėl spf'as raudonas?", Question(Intent.EXPLAIN, "spf")),
        ("kaip sutvarkyt dikm'ą", Question(Intent.FIX, "dkim")),
        ("parodyk MTA-STS politiką", Question(Intent.SHOW, "mta-sts")),
        ("patirkink iš naujo", Question(Intent.RECHECK)),
        ("numesk reply draftą", Question(Intent.CUSTOMER)),
        ("Ar galėtumėte paruošti atsakymą klientui angliškai?", Question(Intent.CUSTOMER, "en")),
        ("atsakyk angliškai", Question(Intent.LANGUAGE, "en")),
        ("dėkis", Question(Intent.THANKS)),
        ("👍", Question(Intent.THANKS)),
        ("<@U0BOT> patikrink <http://firma.lt|firma.lt>", Question(Intent.CHECK, "firma.lt")),
        ("o žąsis.lt?", Question(Intent.CHECK, "xn--sis-hpa81d.lt")),
        ("siunčia iš <mailto:a@firma.lt|a@firma.lt>, pažiūrėk", Question(Intent.CHECK, "firma.lt")),
    ],
)
def test_lithuanian_is_understood_as_people_type_it(text: str, question: Question) -> None:
    assert question_in(text) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("what about SPF?", Question(Intent.EXPLAIN, "spf")),
        ("why isn't the zone signed", Question(Intent.EXPLAIN, "dnssec")),
        ("how do I fix teh spf", Question(Intent.FIX, "spf")),
        ("and today?", Question(Intent.RECHECK)),
        ("which dkim selector do i enter for google", Question(Intent.FIX, "dkim")),
        ("what mx records are in place", Question(Intent.SHOW, "mx")),
        ("show me the DS record", Question(Intent.SHOW, "dnssec")),
        ("I've just updated the record, could you verify?", Question(Intent.RECHECK)),
        ("what do I tell her?", Question(Intent.CUSTOMER)),
        ("did anything change since yesterday", Question(Intent.CHANGES)),
        ("whats ur hourly limit", Question(Intent.LIMITS)),
    ],
)
def test_english_is_understood_as_people_type_it(text: str, question: Question) -> None:
    assert question_in(text, "en") == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("o 550?", Question(Intent.CODE, "550")),
        ("550 5.7.1 – kas tai?", Question(Intent.CODE, "5.7.1")),
        ("o 250?", Question(Intent.CODE, "250")),
        ("kaip atsikratyti 550", Question(Intent.FIX, "550")),
        ("kuo nuo 554 skiriasi", Question(Intent.CODE, "554")),
        ("ar po 550 siųsti dar kartą?", Question(Intent.RETRY)),
        ("kiek laiškų per valandą? 500?", Question(Intent.LIMITS)),
        ("nori siųsti 550 laiškų per valandą", Question(Intent.LIMITS)),
    ],
)
def test_a_number_is_a_code_only_where_it_is_one(text: str, question: Question) -> None:
    assert question_in(text, context=CODE) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("ne 450, o 452", Question(Intent.CODE, "452")),
        ("not 550, 554", Question(Intent.CODE, "554")),
        ("ne 550, o 571", Question(Intent.CODE, "571")),
        ("450? no, 451", Question(Intent.CODE, "451")),
        ("not 5.7.1 but 5.1.1", Question(Intent.CODE, "5.1.1")),
        ("ne apie SPF klausiu, apie DKIM", Question(Intent.EXPLAIN, "dkim")),
        ("dmarc, not spf", Question(Intent.EXPLAIN, "dmarc")),
        ("ne imone.lt, tikrink prekyba.lt", Question(Intent.CHECK, "prekyba.lt")),
        ("neklausiu kas tai, klausiu ką daryti", Question(Intent.FIX)),
    ],
)
def test_of_a_correction_what_is_meant_counts(text: str, question: Question) -> None:
    assert question_in(text, guess_language(text, "en")) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("kaipsutvarkyti spf", Question(Intent.FIX, "spf")),
        ("kaipsutvarkytdkim", Question(Intent.FIX, "dkim")),
        ("showmx", Question(Intent.SHOW, "mx")),
        ("kaip sutvarkyti es pe ef", Question(Intent.FIX, "spf")),
        ("what is d mark and what is it for", Question(Intent.EXPLAIN, "dmarc")),
        ("five fifty two what is that", Question(Intent.CODE, "552")),
        ("penki šimtai penkiasdešimt ką reiškia", Question(Intent.CODE, "550")),
        ("shuold i resned", Question(Intent.RETRY)),
        ("penki šimtai laiškų per valandą", Question(Intent.LIMITS)),
    ],
)
def test_what_is_spelled_aloud_run_together_or_mistyped_is_read(text: str, question: Question) -> None:
    assert question_in(text, guess_language(text, "en"), CODE) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("o jis?", Question(Intent.EXPLAIN, "dkim")),
        ("parodyk jį", Question(Intent.SHOW, "dkim")),
        ("and that one?", Question(Intent.EXPLAIN, "dkim")),
        ("do we need it", Question(Intent.EXPLAIN, "dkim")),
        ("kas jį tvarko", Question(Intent.WHO)),
    ],
)
def test_a_pronoun_stands_for_the_check_last_spoken_of(text: str, question: Question) -> None:
    spoken = Context("domain", "imone.lt", "dkim")
    assert question_in(text, guess_language(text, "en"), spoken) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("ok thanks, so wait?", Question(Intent.RETRY, detail=HOW_LONG)),
        ("thank you for the help, check again", Question(Intent.RECHECK)),
        ("thanks, no more questions", Question(Intent.THANKS)),
        ("super helpful", Question(Intent.THANKS)),
    ],
)
def test_behind_thanks_something_may_be_asked(text: str, question: Question) -> None:
    assert replace(question_in(text, "en"), detail=question.detail) == question


def test_a_question_among_complaints_is_heard() -> None:
    assert question_in("kas per nesamone, 3 kartas siandien!!! sakykit kaip ISTAISYT") == Question(Intent.FIX)


def test_how_to_fix_is_asked_of_the_check_that_the_sentence_before_named() -> None:
    questions = understand("Are we on a blacklist? How do we get off?", "en", DOMAIN)
    assert set(questions) == {Question(Intent.EXPLAIN, "blocklist"), Question(Intent.FIX, "blocklist")}


def test_an_address_is_judged_by_spf() -> None:
    assert question_in("is 203.0.113.7 allowed?", "en") == Question(Intent.EXPLAIN, "spf", "203.0.113.7")
    assert question_in("ar 203.0.113.7 leidžiamas?") == Question(Intent.EXPLAIN, "spf", "203.0.113.7")


def test_an_address_on_a_list_is_asked_of_the_blocklists() -> None:
    assert question_in("ar 203.0.113.7 juodajame sąraše?").subject == "blocklist"


def test_it_is_what_was_last_spoken_of() -> None:
    spoken = Context("domain", "imone.lt", "dkim")
    assert question_in("kaip tai sutvarkyti?", context=spoken) == Question(Intent.FIX, "dkim")
    assert question_in("how do I fix it?", "en", spoken) == Question(Intent.FIX, "dkim")
    assert question_in("kaip viską sutvarkyti?", context=spoken) == Question(Intent.FIX)


def test_a_message_may_ask_several_things() -> None:
    questions = understand("Kas yra DKIM? Kaip sutvarkyti SPF? Ačiū!", "lt", DOMAIN)
    assert set(questions) == {Question(Intent.EXPLAIN, "dkim"), Question(Intent.FIX, "spf")}


def test_what_the_sentence_before_spoke_of_is_it_in_the_next() -> None:
    questions = understand("What is DMARC? How do I fix it?", "en", DOMAIN)
    assert set(questions) == {Question(Intent.EXPLAIN, "dmarc"), Question(Intent.FIX, "dmarc")}


def test_a_sentence_that_only_tells_the_circumstances_asks_nothing_of_its_own() -> None:
    assert understand("Klientas gavo 550. Ką daryti?", "lt", CODE) == (Question(Intent.FIX, "550"),)


@pytest.mark.parametrize("language", ["lt", "en"])
def test_a_lithuanian_sentence_is_understood_in_a_thread_of_either_language(language: str) -> None:
    assert question_in("laiškas dar bus pristatytas?", language, CODE) == Question(Intent.RETRY)


@pytest.mark.parametrize(
    "text",
    [
        "koks šiandien oras?",
        "kas šiandien budi",
        "kiek kainuoja SPF sutvarkymas",
        "kaip sutvarkyti kavos aparatą",
        "svetainė neveikia, ką daryti",
        "how do I fix the coffee machine",
        "who is to blame for the traffic jam",
        "thanks, and where do we eat?",
        "reset the mailbox password",
        "how much is domain renewal",
    ],
)
def test_what_is_none_of_its_business_is_not_guessed_at(text: str) -> None:
    assert understand(text, guess_language(text, "lt"), CODE) == (Question(Intent.UNKNOWN),)


def test_a_decision_tells_its_reasons() -> None:
    decision = decisions("kaip sutvarkyti spf?", "lt", DOMAIN)[0]
    assert "lt/fix: @how @repair" in decision.fired
    assert decision.likeliest[0] == ("fix", decision.probability)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("kaip sutvarkyti šitą?", "lt"),
        ("o kas del to", "lt"),
        ("how do I fix this", "en"),
        ("what about it", "en"),
        ("SPF?", "default"),
        ("", "default"),
    ],
)
def test_the_language_of_a_question_is_told_where_its_words_tell(text: str, language: str) -> None:
    assert guess_language(text, "default") == language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("o 571?", "571"),
        ("what about 591?", "591"),
        ("o 5.7.999?", "5.7.999"),
        ("how about 571", "571"),
        ("o 571 kodas ką reiškia", "571"),
        ("radau loge 573, kas čia", "573"),
        ("is 564 worse than that", "564"),
        ("and 5.9.9 says what", "5.9.9"),
        ("mūsų 571 klientas", None),
        ("užsakymas 571", None),
        ("we are 571 people", None),
        ("kodėl svetainė rodo 404", None),
        ("is 587 open", None),
    ],
)
def test_a_code_that_no_table_has_is_told_by_the_words_beside_it(text: str, code: str | None) -> None:
    at = code_at(text)
    assert (at and at[0]) == code

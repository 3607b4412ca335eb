"""One document on three surfaces."""

import re

from bot.domains.values import Status
from bot.replies.document import (
    Alert,
    Bold,
    Button,
    CodeSpan,
    Document,
    FieldsBlock,
    HeaderBlock,
    LabelledField,
    Link,
    ListBlock,
    Mark,
    Note,
    Paragraph,
    ProgressBlock,
    Quote,
    RecordBlock,
    Table,
    Task,
    Text,
)
from bot.replies.surfaces import plain, slack, terminal
from tests.replies.slack_rules import broken

DOCUMENT = Document(
    (
        HeaderBlock((CodeSpan("imone.lt"),)),
        Alert(Status.ERROR, (Text("Laiškų gavimas sutrikęs."),)),
        FieldsBlock(
            (
                LabelledField("Ar gali gauti?", (Mark(Status.ERROR), Text(" Ne"))),
                LabelledField("Kas", (Text("klientas"),)),
            )
        ),
        Paragraph(
            (Bold((Text("Nėra"),)), Text(" įrašo "), CodeSpan("imone.lt"), Text(", žr. "), Link("https://a.lt", "gidą"))
        ),
        ListBlock(((Text("pirma"),), (Text("antra"),)), ordered=True),
        RecordBlock("v=spf1 include:mx.ovh.com ~all"),
        Quote("550 5.7.1 no"),
        Table((((Text("a"),), (Text("b"),)), ((Text("ilgas"),), (Text("c"),)))),
        ProgressBlock("Tikrinu", (Task("SPF", Status.OK), Task("MX", None))),
        Note((Text("Šaltinis"),)),
    ),
    (Button("Kaip sutvarkyti?", "fix:spf"),),
)
LONG = Document(
    tuple(Paragraph((Text(f"{number} " + "žodis " * 60),)) for number in range(400)),
    rest=(Text("Klauskite apie vieną dalyką."),),
)


def test_plain_text_reads_in_order_and_marks_what_is_wrong() -> None:
    assert plain.write(DOCUMENT).splitlines() == [
        "imone.lt",
        "",
        "✗ Laiškų gavimas sutrikęs.",
        "",
        "Ar gali gauti? ✗ Ne",
        "Kas: klientas",
        "",
        "Nėra įrašo imone.lt, žr. gidą (https://a.lt)",
        "",
        "1. pirma",
        "2. antra",
        "",
        "    v=spf1 include:mx.ovh.com ~all",
        "",
        "> 550 5.7.1 no",
        "",
        "a      b",
        "ilgas  c",
        "",
        "Tikrinu",
        "✓ SPF",
        "… MX",
        "",
        "Šaltinis",
    ]


def test_slack_gets_a_button_that_carries_its_question() -> None:
    message = slack.write(DOCUMENT)
    assert broken(message) == []
    button = message.blocks[-1]["elements"][0]
    assert (button["text"]["text"], button["value"]) == ("Kaip sutvarkyti?", "fix:spf")


def test_a_record_stands_in_a_block_that_copies_whole() -> None:
    sections = [
        block["text"]["text"] for block in slack.write(DOCUMENT).blocks if "text" in block and "text" in block["text"]
    ]
    assert any("```v=spf1 include:mx.ovh.com ~all```" in text for text in sections)


def test_an_endless_reply_is_cut_and_says_how_to_see_the_rest() -> None:
    message = slack.write(LONG)
    assert broken(message) == []
    assert message.blocks[-1]["elements"][0]["text"] == "Klauskite apie vieną dalyką."
    assert message.text.startswith("0 žodis")


def test_colour_is_painted_only_where_it_is_wanted() -> None:
    assert "\x1b" not in terminal.write(DOCUMENT, colour=False, width=80)
    coloured = terminal.write(DOCUMENT, colour=True, width=80)
    assert "\x1b[31m✗\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == terminal.write(DOCUMENT, colour=False, width=80)


def test_a_terminal_folds_lines_to_its_width() -> None:
    lines = terminal.write(Document(LONG.blocks[:1]), colour=False, width=40).splitlines()
    assert max(map(len, lines)) <= 40
    assert " ".join(lines) == plain.write(Document(LONG.blocks[:1])).rstrip()


def test_a_record_is_never_folded() -> None:
    long = RecordBlock("v=DKIM1; p=" + "A" * 300)
    assert terminal.write(Document((long,)), colour=False, width=40) == "    " + long.text

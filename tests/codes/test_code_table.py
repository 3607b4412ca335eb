"""The code table: complete, sound, and true to the standards."""

import re

import pytest

from bot.codes.read import explain
from bot.codes.table import TableError, all_entries, entry, load
from bot.codes.values import Actor, CodeKind, Resend

GUIDE = [*map(str, (211, 214, 220, 221, 250, 251, 252, 354, 420, 421, 432, 449, 450, 451, 452, 455))]
GUIDE += map(str, (*range(500, 505), *range(550, 556)))

# The details that IANA's registry has of each subject: 0 to the number given.
REGISTERED = {0: 0, 1: 10, 2: 4, 3: 6, 4: 7, 5: 6, 6: 10, 7: 30}

# RFC 5321, 4.2.3
RFC_5321 = [code for code in GUIDE if code not in {"420", "432", "449"}]


def test_the_guides_codes_and_no_others_bear_its_flag() -> None:
    assert [row.code for row in all_entries() if row.guide] == GUIDE


def test_every_registered_enhanced_status_code_is_there() -> None:
    wanted = {f"X.{subject}.{detail}" for subject, last in REGISTERED.items() for detail in range(last + 1)}
    assert wanted <= {row.code for row in all_entries()}


def test_reply_codes_of_smtp_itself_name_its_rfc() -> None:
    rows = {code: entry(code) for code in RFC_5321}
    assert {code: row and row.reference for code, row in rows.items()} == dict.fromkeys(RFC_5321, "RFC 5321")


@pytest.mark.parametrize(
    ("code", "reference"),
    [
        ("235", "RFC 4954"),
        ("253", "RFC 1985"),
        ("334", "RFC 4954"),
        ("420", "guide"),
        ("422", "IANA"),
        ("449", "guide"),
        ("453", "RFC 2645"),
        ("454", "RFC 3207"),
        ("459", "RFC 1985"),
        ("521", "RFC 7504"),
        ("525", "RFC 5248"),
        ("530", "RFC 3207"),
        ("535", "RFC 4954"),
        ("556", "RFC 7504"),
        ("X.1.10", "RFC 7505"),
        ("X.2.2", "RFC 3463"),
        ("X.6.9", "RFC 6531"),
        ("X.7.8", "RFC 4954"),
        ("X.7.13", "RFC 5248"),
        ("X.7.18", "RFC 7293"),
        ("X.7.26", "RFC 7372"),
        ("X.7.29", "RFC 8617"),
        ("X.7.30", "RFC 8689"),
        ("X.7.32", "Google"),
        ("X.7.515", "Microsoft"),
    ],
)
def test_extensions_name_their_rfc(code: str, reference: str) -> None:
    row = entry(code)
    assert row
    assert reference in row.reference.split(", ")


def test_a_row_is_found_whatever_the_class() -> None:
    assert entry("5.7.26") == entry("4.7.26") == entry("x.7.26") == entry("X.7.26") != entry("X.7.25")
    assert entry("3.7.26") is None
    assert entry("599") is None


def test_rows_stand_in_the_order_of_their_numbers() -> None:
    codes = [row.code for row in all_entries()]
    assert codes.index("X.7.9") < codes.index("X.7.10")
    assert codes.index("555") < codes.index("X.0.0")
    assert codes.index("X.1.90") < codes.index("X.2.0")


def test_what_a_row_says_agrees_with_its_first_digit() -> None:
    for row in all_entries():
        success = row.resend is Resend.NOT_NEEDED
        assert success == (row.actors == (Actor.NOBODY,) and row.resend is not Resend.AUTOMATIC), row.code
        if row.kind is CodeKind.BASIC:
            # 453 is "You have no mail" (RFC 2645, 5.2.2): a refusal that leaves nothing to do.
            assert success == (row.code[0] in "23" or row.code == "453"), row.code
            if row.code[0] == "5":
                assert row.resend in {Resend.AFTER_FIX, Resend.NO}, row.code


@pytest.mark.parametrize(
    ("code", "actor", "resend"),
    [
        ("4.2.2", Actor.RECIPIENT, Resend.AUTOMATIC),
        ("5.2.2", Actor.RECIPIENT, Resend.AFTER_FIX),
        ("5.1.1", Actor.SENDER, Resend.AFTER_FIX),
        ("5.7.26", Actor.SENDER_ADMIN, Resend.AFTER_FIX),
        ("4.7.26", Actor.SENDER_ADMIN, Resend.AFTER_FIX),
        ("4.5.3", Actor.SENDER, Resend.AFTER_FIX),
        ("4.4.7", Actor.RECIPIENT_ADMIN, Resend.LATER),
        ("5.7.25", Actor.SENDER_ADMIN, Resend.AFTER_FIX),
        ("5.7.13", Actor.HOST, Resend.AFTER_FIX),
        ("5.4.1", Actor.RECIPIENT_ADMIN, Resend.LATER),
        ("4.4.1", Actor.RECIPIENT_ADMIN, Resend.AUTOMATIC),
        ("2.1.5", Actor.NOBODY, Resend.NOT_NEEDED),
        ("2.6.4", Actor.NOBODY, Resend.NOT_NEEDED),
        ("5.6.4", Actor.SENDER_ADMIN, Resend.AFTER_FIX),
        ("4.7.99", Actor.SENDER_ADMIN, Resend.AUTOMATIC),
        ("5.2.99", Actor.RECIPIENT, Resend.AFTER_FIX),
        ("250", Actor.NOBODY, Resend.NOT_NEEDED),
        ("535", Actor.SENDER, Resend.AFTER_FIX),
        ("552", Actor.RECIPIENT, Resend.AFTER_FIX),
        ("299", Actor.NOBODY, Resend.NOT_NEEDED),
        ("399", Actor.NOBODY, Resend.NOT_NEEDED),
        ("499", Actor.NOBODY, Resend.AUTOMATIC),
        ("599", Actor.SENDER_ADMIN, Resend.AFTER_FIX),
    ],
)
def test_who_acts_and_whether_to_send_again(code: str, actor: Actor, resend: Resend) -> None:
    reading = explain(code)
    assert reading
    assert reading.actors[0] is actor
    assert reading.resend is resend


def test_a_temporary_failure_is_never_final_and_a_success_never_needs_resending() -> None:
    for row in all_entries():
        if row.kind is CodeKind.ENHANCED:
            temporary, success = explain(row.code.replace("X", "4", 1)), explain(row.code.replace("X", "2", 1))
            assert temporary
            assert temporary.resend in {Resend.AUTOMATIC, Resend.LATER, Resend.AFTER_FIX}
            assert success
            assert success.resend is Resend.NOT_NEEDED


GOOD = '["451"]\nreference = "RFC 5321"\nactors = ["sender"]\nresend = "later"\n'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('["451"', "basic.toml"),
        (GOOD.replace("451", "651"), r"\[651\]: no basic code"),
        (GOOD.replace("451", "X.1.1"), r"\[X.1.1\]: no basic code"),
        (GOOD.replace("actors", "actor"), r"\[451\]: unknown key actor"),
        (GOOD.replace('resend = "later"', ""), r"\[451\]: resend missing"),
        (GOOD.replace("later", "soon"), r"\[451\]: 'soon' is not a valid Resend"),
        (GOOD.replace('"sender"', '"postman"'), r"\[451\]: 'postman' is not a valid Actor"),
        (GOOD.replace('["sender"]', "[]"), r"\[451\]: actors"),
        (GOOD.replace('["sender"]', '["sender", "sender"]'), r"\[451\]: actors"),
        (GOOD.replace('"RFC 5321"', '""'), r"\[451\]: reference"),
        (GOOD + "guide = 1", r"\[451\]: guide"),
        ("451 = 3", r"\[451\]: a table"),
    ],
)
def test_a_slip_in_the_data_is_named_with_file_and_entry(text: str, complaint: str) -> None:
    with pytest.raises(TableError, match=complaint) as error:
        load("basic.toml", text, CodeKind.BASIC)
    assert re.match(r"basic\.toml: ", str(error.value))


def test_sound_data_is_read() -> None:
    (row,) = load("basic.toml", GOOD, CodeKind.BASIC)
    assert (row.code, row.actors, row.resend, row.guide) == ("451", (Actor.SENDER,), Resend.LATER, False)

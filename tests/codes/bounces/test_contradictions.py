"""No address is called dead where a reply speaks of something else too, whatever its code and its first words are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.codes.bounces.judging.diagnose import Surroundings, diagnose
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.read import read_text
from bot.codes.bounces.rules.knowledge import knowledge
from bot.codes.bounces.rules.matching import Rule
from bot.codes.values import Confidence, Resend

RULES = knowledge().contradictions.rules
NOISE = (
    "550 5.1.1 ",
    "550 5.1.1 <jonas@imone.example>: ",
    "550 ",
    "554 5.1.1 User unknown: ",
    "550 5.1.1 No such user here, ",
    "553 5.1.10 Recipient not found; ",
    "550 5.1.2 Host unknown - ",
)
MATTERS = (
    "your IP 203.0.113.7 is on our block list",
    "the message was taken for spam",
    "this account is disabled until the bill is paid",
    "the mailbox is full",
    "the sender's domain was not found",
    "relaying denied, log in first",
    "the directory server is down and the user could not be verified",
    "greylisted, try again in five minutes",
    "refused by the policy of this organisation",
    "SPF says that 203.0.113.7 may not send this",
    "a virus was found in the attachment",
    "too many wrong recipients, slow down",
    "this address forwards to one that could not be reached",
    "TLS is required for this recipient",
    "catch-all addresses take no mail",
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_example_is_contradicted_by_its_rule_and_calls_no_address_dead(rule: Rule) -> None:
    hit = knowledge().contradictions.match(knowledge().pieces.saying(rule.example))
    assert hit is not None
    assert hit[0].name == rule.name
    assert not read_text(rule.example).diagnoses[0].permanent


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NOISE), st.sampled_from(MATTERS), st.sampled_from((None, "5.1.1", "5.1.2", "5.0.0")))
def test_a_reply_about_another_matter_calls_no_address_dead(noise: str, matter: str, status: str | None) -> None:
    reply = f"{noise}{matter}"
    account = Account(recipient="jonas@imone.example", reply=reply, status=status, action="failed")
    for diagnosis in (*read_text(reply).diagnoses, *diagnose((account,), Surroundings())):
        assert not diagnosis.permanent or diagnosis.cause == "hasmoved", reply
        assert diagnosis.cause != "userunknown" or diagnosis.confidence is not Confidence.WORDING, reply


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        ("550 5.1.1 User unknown - your IP 203.0.113.7 is on our block list", "blocked"),
        ("550 5.1.1 LDAP query failed for jonas@imone.example", "systemerror"),
        ("550 5.1.1 No such user ona@siuntejas.example at the sending domain (callback check)", "rejected"),
    ],
)
def test_the_other_matter_is_the_cause_where_the_words_are_more_like_it(reply: str, cause: str) -> None:
    assert read_text(reply).diagnoses[0].cause == cause


@pytest.mark.parametrize(
    "reply",
    [
        "550 5.1.1 <jonas@imone.example>: Recipient address rejected: User unknown in relay recipient table",
        "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the address",
        "550 5.1.1",
    ],
)
def test_words_that_only_sound_alike_contradict_nothing(reply: str) -> None:
    assert read_text(reply).diagnoses[0].permanent


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        ("550 5.4.1 [jonas@imone.example]: Recipient address rejected: Access denied. AS(201806281)", "userunknown"),
        ("550 5.4.1 All recipient addresses rejected : Access denied", "userunknown"),
        ("jonas@imone.example: Unrouteable address", "hostunknown"),
        ("551 5.1.6 <jonas@imone.example> has moved; please try <jonas@kita.example>", "hasmoved"),
        ("551 User not local; please try <petras@kita.example>", "hasmoved"),
    ],
)
def test_an_address_is_not_dead_where_settings_or_another_address_may_be_behind_it(reply: str, cause: str) -> None:
    """5.4.1 is also what a domain that its tenant has not accepted yet gets (Microsoft Learn); Exim's own router may be
    what is wrong; who moved reads mail elsewhere."""
    diagnosis = read_text(reply).diagnoses[0]
    assert (diagnosis.cause, diagnosis.permanent) == (cause, False)


@pytest.mark.parametrize(
    ("reply", "resend"),
    [
        ("550 Rejected", Resend.AFTER_FIX),
        ("451 Rejected", Resend.AUTOMATIC),
        ("552 5.2.2 Mailbox size limit exceeded", Resend.LATER),
        ("554 5.4.6 Too many hops 26 (25 max)", Resend.AFTER_FIX),
        ("554 5.3.0 unknown mailer error 127 (could not exec /usr/bin/procmail)", Resend.AFTER_FIX),
        ("550 5.7.1 blocked using zen.spamhaus.org; Error: open resolver", Resend.AFTER_FIX),
        ("550 5.7.705 Access denied, tenant has exceeded threshold.", Resend.AFTER_FIX),
    ],
)
def test_time_alone_mends_a_full_mailbox_but_no_wrong_setting(reply: str, resend: Resend) -> None:
    """RFC 3463, X.2.2: a full mailbox is a persistent transient failure, as its owner can make room."""
    assert read_text(reply).diagnoses[0].resend is resend


def test_a_status_alone_is_not_believed_beside_words_that_nobody_understands() -> None:
    assert not read_text("550 5.1.1 the moon is in the wrong house for that").diagnoses[0].permanent


def test_what_a_greeting_says_is_of_no_recipient() -> None:
    assert not read_text("550 No such user here (in reply to initial server greeting)").diagnoses[0].permanent


@pytest.mark.parametrize(
    "reply",
    [
        "550 5.1.1 user not found: licence withdrawn",
        "550 5.1.1 user not found in list of externally reachable people",
        "550 5.1.1 No such user; beyond five wrong recipients nothing is verified",
    ],
)
def test_words_of_which_nothing_is_known_leave_it_open(reply: str) -> None:
    diagnosis = read_text(reply).diagnoses[0]
    assert (diagnosis.permanent, diagnosis.confidence) == (False, Confidence.DOUBTED)


def test_a_status_about_a_mailbox_says_that_there_is_one() -> None:
    assert not read_text("550 5.2.1 <jonas@imone.example>: no such user").diagnoses[0].permanent


@pytest.mark.parametrize(
    "reply",
    [
        "550 No such user agent",
        "550 5.1.1 proxy user unknown",
        "550 5.1.1 Your account does not exist",
        "550 5.1.1 unknown recipient policy",
        "550 5.1.1 alias points to a user that does not exist",
        "550 5.1.1 if the user does not exist, ask the administrator",
        "550 5.1.1 User unknown? We could not tell",
        "550 5.1.1 user unknown or message refused",
        "550 5.1.1 user has no license",
        "550 5.1.1 L'adresse de l'expéditeur n'existe pas",
        "550 5.1.1 адрес отправителя не существует",
        "550 Requested action not taken: mailbox unavailable",
    ],
)
def test_what_is_said_of_somebody_else_or_only_supposed_calls_no_address_dead(reply: str) -> None:
    assert not read_text(reply).diagnoses[0].permanent


@pytest.mark.parametrize(
    "reply",
    [
        "550 5.1.1 Das Postfach jonas@imone.example existiert nicht",
        "550 5.1.1 L'utilisateur n'existe pas",
        "550 5.1.1 Tokio vartotojo nėra",
        "550 5.1.1 Пользователь не найден",
        "550 5.1.1 El usuario no existe",
    ],
)
def test_a_dead_address_is_known_in_other_languages(reply: str) -> None:
    assert read_text(reply).diagnoses[0].permanent


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        ("550 5.1.1 mailbox exists, but its owner has not paid: account disabled", "suspend"),
        ("550 SPF ok, DKIM ok, but your IP is on our block list", "blocked"),
        ("451 spam filter crashed, try again later", "systemerror"),
        ("TLS is required, but was not offered by host mx.imone.example[192.0.2.1]", "failedstarttls"),
    ],
)
def test_the_reason_is_what_stands_behind_but(reply: str, cause: str) -> None:
    assert read_text(reply).diagnoses[0].cause == cause

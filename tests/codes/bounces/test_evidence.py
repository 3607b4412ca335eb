"""The line that decided, as it is shown beside the answer."""

from bot.codes.bounces.read import read_text


def test_evidence_begins_with_a_whole_word_however_long_the_sentence() -> None:
    reply = (
        "host gmail-smtp-in.l.google.com [142.250.102.26] SMTP error from remote mail server after pipelined end of "
        "data with a tail of words that goes on for quite some while before the reply comes 550 5.1.1 User unknown"
    )
    (diagnosis,) = read_text(reply).diagnoses
    assert diagnosis.evidence in reply
    assert diagnosis.evidence.split()[0] in reply.split()
    assert "User unknown" in diagnosis.evidence

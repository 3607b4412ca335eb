"""What stands around a server's words, and tells nothing, changes nothing: names of hosts, links, queue numbers."""

import json
from pathlib import Path

import pytest

from bot.codes.bounces.read import read_text

REPLIES = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent / "fresh" / "lines.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(
    "around",
    [
        "host mx.imone.example[192.0.2.9] said: {}",
        "SMTP error from remote mail server after RCPT TO:<jonas@imone.example>: host mx.imone.example [192.0.2.9]: {}",
        "{} [mx1.antispam-relay.imone.example]",
        "{} (blocked-virus@greylist.imone.example)",
        "{} Please visit https://help.imone.example/errors?id=12 for more information.",
        "{} id=1a2b3c-0004Xy-5Z",
        "{} Giving up on 192.0.2.9.",
        "{} If the problem persists, contact the administrator of your mail server.",
    ],
)
def test_surroundings_change_no_cause(around: str) -> None:
    changed = [
        (before.cause, after.cause, after.rule, reply)
        for reply in REPLIES
        for before, after in zip(
            read_text(reply).diagnoses[:1], read_text(around.format(reply)).diagnoses[:1], strict=True
        )
        if before.cause not in {after.cause, "undefined"}
    ]
    assert not changed

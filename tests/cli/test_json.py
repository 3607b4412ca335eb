"""What `--json` prints is what the schemas in `docs/schema/` say, of every kind and in both languages."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from referencing import Registry, Resource

from bot.__main__ import COMMANDS, main
from bot.languages import languages

ROOT = Path(__file__).parents[2]
SCHEMAS = {path.name: json.loads(path.read_text("utf-8")) for path in (ROOT / "docs" / "schema").glob("*.json")}
MAILS = ROOT / "tests" / "codes" / "bounces" / "mails"
REPLY = "550 5.7.26 Unauthenticated email from imone.example is not accepted due to domain's DMARC policy"


def strict(schema: Any) -> Any:
    """The schema with no other fields allowed: readers must take new ones, but none may come undescribed."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = schema.get("type") == "object" and "properties" in schema
    made = {key: strict(value) for key, value in schema.items()}
    return {**made, "additionalProperties": False} if closed else made


REGISTRY: Registry[Any] = Registry().with_resources(
    [(name, Resource.from_contents(strict(schema))) for name, schema in SCHEMAS.items()]
)


def objects(capfd: pytest.CaptureFixture[str], *words: str) -> list[Any]:
    """The objects of a command, each valid by the command's schema."""
    main(words)
    made = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    from jsonschema import Draft202012Validator  # slowly: it compiles the grammar of RFC 3987

    validator = Draft202012Validator(REGISTRY.contents(f"{words[0]}.json"), registry=REGISTRY)
    for each in made:
        faults = [f"{fault.json_path}: {fault.message[:300]}" for fault in validator.iter_errors(each)]
        assert faults == [], each
    assert made
    return made


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_a_schema_is_one(schema: Any) -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("451", "code"),
        ("550 5.7.26", "code"),
        ("2.7.26", "code"),
        ("599", "code"),
        ("X.7.1", "code"),
        ("45", "codes"),
        ("5.7", "codes"),
        ("greylisting", "codes"),
        ("999", "refusal"),
        ("", "help"),
        (REPLY, "bounce"),
    ],
)
def test_smtp(text: str, kind: str, language: str, capfd: pytest.CaptureFixture[str]) -> None:
    made = objects(capfd, "smtp", "--json", "--lang", language, text)
    assert [each["kind"] for each in made] == [kind]


def test_words_are_in_the_language_asked_for_and_nothing_else_changes(capfd: pytest.CaptureFixture[str]) -> None:
    english, lithuanian = (objects(capfd, "smtp", "--json", "--lang", each, "451")[0] for each in ("en", "lt"))
    assert "local processing error" in english["words"].pop("title")
    assert "vietinio" in lithuanian["words"].pop("title")
    del english["words"], lithuanian["words"]
    assert english == lithuanian


def test_a_stream_of_texts(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"451\n\n{REPLY}\nkažkas\n"))
    kinds = [each["kind"] for each in objects(capfd, "smtp", "--jsonl", "--lang", "lt")]
    assert kinds == ["code", "bounce", "refusal"]


@pytest.mark.parametrize("language", languages())
def test_bounce(language: str, capfd: pytest.CaptureFixture[str]) -> None:
    files = [str(path) for path in sorted(MAILS.glob("*.eml"))]
    made = objects(capfd, "bounce", "--json", "--lang", language, *files)
    assert {"bounce", "complaint", "auto-reply", "other"} >= {each["kind"] for each in made} > {"bounce"}
    assert {each["file"] for each in made} == set(files)


def test_an_investigated_bounce(capfd: pytest.CaptureFixture[str]) -> None:
    made = objects(capfd, "bounce", "--json", "--investigate", "--lang", "en", str(ROOT / "samples" / "bounce.eml"))
    assert made[0]["investigation"]["verdict"] == "confirmed"
    assert made[0]["investigation"]["root"]["words"]["title"]


@pytest.mark.parametrize("language", languages())
def test_mailcheck(language: str, capfd: pytest.CaptureFixture[str]) -> None:
    broken, none = objects(
        capfd, "mailcheck", "--json", "--lang", language, "imone.example", "nera.example", "192.0.2.1"
    )
    assert (broken["domain"], broken["status"], none["status"]) == ("imone.example", "error", "error")
    assert all(each["words"]["title"] for each in broken["findings"])
    assert objects(capfd, "mailcheck", "--json", "--lang", language, "ne domenas!")[0]["kind"] == "refusal"


def test_a_spread_and_a_batch(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert objects(capfd, "mailcheck", "--spread", "--json", "acme.example")[0]["kind"] == "spread"
    listed = tmp_path / "domains.txt"
    listed.write_text("imone.example\nne domenas\n", encoding="utf-8")
    bare = objects(capfd, "mailcheck", "--batch", str(listed), "--json")
    assert {each["kind"] for each in bare} == {"domain", "failure"}
    assert not any("words" in each for each in bare)
    worded = objects(capfd, "mailcheck", "--batch", str(listed), "--json", "--lang", "en")
    assert [each["words"]["language"] for each in worded if each["kind"] == "domain"] == ["en"]


def test_spf(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    made = objects(capfd, "spf", "--json", "--ip", "192.99.77.81", "--sender", "info@imone.example", "--lang", "en")
    assert made[0]["words"]["title"] == "fail: 192.99.77.81 isn't allowed to send mail for imone.example."
    questions = ({"ip": "192.99.77.81", "sender": "a@imone.example"}, {"ip": "2001:db8::1", "helo": "nera.example"})
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(map(json.dumps, questions))))
    assert [each["result"] for each in objects(capfd, "spf", "--jsonl")] == ["fail", "none"]


@pytest.mark.parametrize("line", ["{", "[]", '{"sender": "a@imone.example"}', '{"ip": "1.2.3"}'])
def test_a_line_that_names_no_sender_ends_the_stream(
    line: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(line))
    assert main(["spf", "--jsonl"]) == 2
    assert capfd.readouterr().err.startswith("1: ")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("context", "text", "kind"),
    [
        ("code:451", "451", "code"),
        ("code:451", "who has to act?", "who"),
        ("domain:imone.example", "what about SPF?", "check"),
        ("domain:imone.example", "what is the weather?", "refusal"),
    ],
)
def test_ask(context: str, text: str, kind: str, language: str, capfd: pytest.CaptureFixture[str]) -> None:
    made = objects(capfd, "ask", "--json", "--lang", language, "--context", context, text)
    assert [each["kind"] for each in made] == [kind]


def test_report(capfd: pytest.CaptureFixture[str]) -> None:
    files = ROOT / "samples" / "dmarc-report.xml", ROOT / "samples" / "bounce.eml"
    made = objects(capfd, "report", "--json", "--no-network", *map(str, files))
    assert [each["kind"] for each in made] == ["dmarc", "none"]


@pytest.mark.skipif("mail" not in COMMANDS, reason="there is no such command yet")
def test_mail(capfd: pytest.CaptureFixture[str]) -> None:
    files = [str(path) for path in sorted(MAILS.glob("*.eml"))[:20]]
    assert len(objects(capfd, "mail", "--json", "--no-network", *files)) == len(files)


def test_a_mails_signatures_and_its_chain_are_verified_again(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    tags = "a=rsa-sha256; d=imone.example; s=nera; b=Zm9v"
    sealed = f"ARC-Seal: i=1; cv=none; {tags}\nARC-Message-Signature: i=1; h=from; bh=Zm9v; {tags}\n"
    sealed += "ARC-Authentication-Results: i=1; imone.example; dmarc=pass\n"
    file = tmp_path / "laiskas.eml"
    file.write_text(f"{sealed}DKIM-Signature: v=1; h=from; bh=Zm9v; {tags}\nFrom: ona@imone.example\n\nLabas\n")
    (mail,) = objects(capfd, "mail", "--json", str(file))
    assert mail["verified"] == {
        "dkim": [{"domain": "imone.example", "selector": "nera", "outcome": "no-key"}],
        "arc": {"outcome": "no-key", "instance": 1, "domain": "imone.example", "passed_at": ""},
    }


def described(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
        for each in schema.values():
            yield from described(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from described(each)


def test_the_page_names_every_field_and_no_other() -> None:
    page = (ROOT / "docs" / "json.md").read_text("utf-8")
    rows = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \|", page, re.MULTILINE)
    fields = set(described(list(SCHEMAS.values())))
    assert rows
    named = {name for row in rows for name in re.findall("[a-z_]+", row)}
    assert named - fields == set()
    assert sorted(field for field in fields if f"`{field}`" not in page) == []

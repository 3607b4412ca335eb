"""What was typed wrong is said in the reader's language, with what to type instead."""

import pytest

from bot.__main__ import main

SAID = [
    ("smpt 451", "I don't know smpt. Did you mean smtp?", "Nežinau, kas yra „smpt“. Gal norėjote „smtp“?"),
    ("smtp --jsn 451", "I don't know --jsn. Did you mean --json?", "Nežinau, kas yra „--jsn“. Gal norėjote „--json“?"),
    ("mailcheck --lang de x.lt", "Choose from: en, lt.", "Galima rinktis: en, lt."),
    ("bounce", "Something is missing: FILE – mail files", "Trūksta argumento: FILE – laiškų failai"),
    ("smtp", "One of these is needed: text, --jsonl.", "Reikia bent vieno iš šių argumentų: text, --jsonl."),
    ("run --port", "--port needs a value.", "Po „--port“ reikia nurodyti reikšmę."),
    (
        "run --port none",
        "--port – the local workspace's port (default: 8000)",
        "Reikšmė „none“ parinkčiai „--port“ netinka.",
    ),
    ("spf --ip 192.0.2.1 --jsonl", "--jsonl and --ip don't go together", "„--jsonl“ ir „--ip“ kartu nurodyti negalima"),
    ("mailcheck --n x.lt", "--n could be any of these: --nameserver", "„--n“ gali reikšti kelis dalykus: --nameserver"),
]


@pytest.mark.parametrize(("typed", "english", "lithuanian"), SAID)
def test_a_complaint_is_in_the_readers_language(
    typed: str, english: str, lithuanian: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEFAULT_LANGUAGE", raising=False)
    for locale, expected, example in (
        ("en_GB.UTF-8", english, "For example"),
        ("lt_LT.UTF-8", lithuanian, "Pavyzdžiui"),
    ):
        monkeypatch.setenv("LC_ALL", locale)
        with pytest.raises(SystemExit) as ended:
            main(typed.split())
        complaint = capsys.readouterr().err
        assert ended.value.code == 2
        assert expected in complaint
        assert f"{example}: mailbot " in complaint
        assert "usage:" not in complaint

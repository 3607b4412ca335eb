"""The wheel carries its words and works where there is no checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_it_carries_locales_templates_and_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "bot/locales/lt/phrases/answers.toml",
        "bot/locales/en/codes.toml",
        "bot/replies/templates/code.xml",
        "bot/domains/knowledge/providers.toml",
        "bot/storage/migrations/versions/0001_cases.py",
        "bot/workspace/zones/ovh.toml",
    ):
        folder = name.rpartition("/")[0]
        assert any(each.startswith(f"{folder}/") for each in names), name


def test_it_says_whose_it_is_and_under_which_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith(".dist-info/METADATA"))).decode()
    assert {Path(name).name for name in names if ".dist-info/licenses/" in name} == {"LICENSE", "NOTICE"}
    assert "License-Expression: MIT" in metadata
    assert "Author: The Mailbot maintainers" in metadata


def test_it_answers_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(installed), str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    command = [sys.executable, str(installed / "bin" / "mailbot"), "smtp", "451", "--lang", "lt"]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "451" in done.stdout
    assert "vietinio apdorojimo klaida" in done.stdout

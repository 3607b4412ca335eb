"""The image: on which Python it is built, and what it says of its parts. It is not built here."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
DIGEST = "sha256:" + "0123456789abcdef" * 4


def test_its_parts_are_listed_by_the_command_that_the_dockerfile_runs(tmp_path: Path) -> None:
    """Over this environment, whose libraries are the image's and more. Of the list only our own part and some libraries
    are held to its schema here: all of them take a quarter of a minute, for each address is parsed by a grammar."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    command = re.search(r"/opt/sbom/bin/cyclonedx-py (.*)", DOCKERFILE)
    assert command
    made = tmp_path / "sbom.json"
    own = {"/opt/mailbot/sbom.json": str(made), "/opt/mailbot/bin/python": sys.executable}
    arguments = [own.get(word, word) for word in shlex.split(command[1])]
    tool = Path(sys.executable).with_name("cyclonedx-py")
    subprocess.run([tool, *arguments, "--no-validate"], check=True, cwd=ROOT, capture_output=True)
    listed = json.loads(made.read_text())
    assert listed["bomFormat"] == "CycloneDX"
    assert listed["metadata"]["component"]["name"] == "mailbot"
    pinned = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().split())
    by_name = {part["name"].lower(): part for part in listed["components"]}
    parts = []
    for name in ("aiohttp", "cryptography", "dnspython", "pillow", "slack-bolt", "sqlalchemy"):
        version = next(version for each, version in pinned.items() if each.lower().replace("_", "-") == name)
        part = by_name.get(name) or by_name[name.replace("-", "_")]
        assert (part["version"], part["purl"].startswith("pkg:pypi/")) == (version, True)
        parts.append(part)
    schema = JsonStrictValidator(SchemaVersion.from_version(listed["specVersion"]))
    assert schema.validate_str(json.dumps({**listed, "components": parts})) is None


def test_both_stages_are_built_on_one_image_with_a_whole_version() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert bases == ["${BASE}", "${BASE}"]
    assert re.search(r"^ARG BASE=python:3\.11\.\d+-slim-bookworm(@sha256:[0-9a-f]{64})?$", DOCKERFILE, re.MULTILINE)


def test_it_is_pinned_by_the_digest_that_the_registry_names(tmp_path: Path) -> None:
    """By a stand-in for docker that says what the real one says; and not by what is none."""
    for name in ("Dockerfile", "Makefile"):
        shutil.copy(ROOT / name, tmp_path)
    docker = tmp_path / "docker"
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    for printed, status in ((DIGEST, 0), (DIGEST, 0), ("not found", 2)):
        docker.write_text(f"#!/bin/sh\necho '{printed}'\n")
        docker.chmod(0o755)
        done = subprocess.run(["make", "pin"], cwd=tmp_path, env=environment, capture_output=True, check=False)
        assert done.returncode == status, done.stderr
        bases = re.findall(r"^ARG BASE=(.*)$", (tmp_path / "Dockerfile").read_text(), re.MULTILINE)
        assert bases == [f"python:3.11.18-slim-bookworm@{DIGEST}"]

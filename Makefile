# `make run` and `make test` do all the set-up they need, `make run` without the developers' tools. PYTHON names the
# Python to build with.
PYTHON ?= python3
PORT ?= 8000
# Two more than there are processors: many tests wait, for a time limit or for another process.
TESTS_AT_ONCE ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 2)
BIN := .venv/bin

# Libraries are compiled when they are first imported, whatever the environment says: all at once at their installation,
# most of them for nothing, would be a quarter of the set-up, and none at all makes each start three seconds longer.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test fuzz lint train audit lock pin

run: .venv/run-ready
	$(BIN)/python -m bot run local --port $(PORT)

test: .venv/ready
	$(BIN)/python -m pytest -n $(TESTS_AT_ONCE) --dist loadfile --no-loadscope-reorder

# Each target of tests/fuzz for so many seconds, as many at once as there are processors.
FUZZ_SECONDS ?= 20
FUZZED := $(notdir $(wildcard tests/fuzz/corpus/*))

fuzz: .venv/ready
	mkdir -p $(FUZZED:%=/tmp/fuzz/%)
	printf '%s\n' $(FUZZED) | xargs -P $$(getconf _NPROCESSORS_ONLN) -I @ $(BIN)/python -m tests.fuzz.run @ \
	  -max_total_time=$(FUZZ_SECONDS) -verbosity=0 -artifact_prefix=/tmp/fuzz/@- /tmp/fuzz/@

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml bot
	$(BIN)/hadolint Dockerfile

# Fits the classifier anew, after a change to what they learn from (docs/classifier.md).
train: .venv/ready
	$(BIN)/python -m training

# Known vulnerabilities of everything installed here. Needs PyPI's database of them.
audit: .venv/ready
	$(BIN)/pip-audit --progress-spinner off --skip-editable --strict

# Pins the image that the Dockerfile builds on by the digest that the registry has for its tag now. Needs docker.
BASE := $(shell sed -n 's/^ARG BASE=\([^@]*\).*/\1/p' Dockerfile)
pin:
	digest=$$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' $(BASE)) \
	  && expr "$$digest" : 'sha256:[0-9a-f]\{64\}$$' > /dev/null \
	  && sed -i "s|^ARG BASE=.*|ARG BASE=$(BASE)@$$digest|" Dockerfile

INSTALL := install --quiet --disable-pip-version-check --no-compile --constraint constraints.txt
NEEDED := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")

# What running needs. The project itself is not installed: `python -m bot` runs it where it lies. Python's own pip may be
# as old as Python, and takes three times as long as the pinned one to read the index: it installs that one only, and
# `ensurepip` where Python has none.
.venv/run-ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv --without-pip .venv
	$(PYTHON) -m pip --python $(BIN)/python $(INSTALL) pip 2> /dev/null \
	  || { $(BIN)/python -m ensurepip > /dev/null && $(BIN)/python -m pip $(INSTALL) pip; }
	$(BIN)/python -c '$(NEEDED)' > .venv/needed.txt
	$(BIN)/python -m pip $(INSTALL) --requirement .venv/needed.txt
	touch $@

# And the developers' tools.
.venv/ready: .venv/run-ready
	$(BIN)/python -m pip $(INSTALL) --editable '.[dev]'
	touch $@

# Rewrites the pinned versions from the ranges in pyproject.toml.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --upgrade pip '.[dev]'
	.venv-lock/bin/python -m pip freeze --all --exclude mailbot --exclude setuptools > constraints.txt
	rm -rf .venv-lock


# `make run` and `make test` do all the set-up they need, `make run` without the developers' tools. PYTHON names the
# Python to build with.
PYTHON ?= python3
PORT ?= 8000
# Two more than there are processors: many tests wait, for a time limit or for another process.
TESTS_AT_ONCE ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 2)
BIN := .venv/bin

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

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable

# What running needs.
.venv/run-ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(INSTALL) .
	touch $@

# And the developers' tools.
.venv/ready: .venv/run-ready
	$(INSTALL) '.[dev]'
	touch $@

# Rewrites the pinned versions from the ranges in pyproject.toml.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --upgrade '.[dev]'
	.venv-lock/bin/python -m pip freeze --exclude mailbot > constraints.txt
	rm -rf .venv-lock


# One-word targets. `make start` and `make test` work on a fresh machine: they make the environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.klaar
# two files of tests at a time: more starves what waits for a screen, fewer takes twice as long
SIDE_BY_SIDE := -n 2 --dist loadfile
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: setup start demo index test test-slow check snap bench docs texts quality train promises promises-full clean

$(STAMP): pyproject.toml constraints.txt scripts/setup.sh
	PYTHON=$(PYTHON) sh scripts/setup.sh $(VENV)
	@touch $(STAMP)

setup: $(STAMP) ## environment and packages

start: $(STAMP) ## prepare the index when needed, then open the program
	@$(BIN)/krachtgesprek corpus bouw --als-nodig
	@$(BIN)/krachtgesprek

demo: $(STAMP) ## the program on an invented dossier in a temporary folder
	@$(BIN)/krachtgesprek demo

index: $(STAMP) ## rebuild the search index
	@$(BIN)/krachtgesprek corpus bouw

test: $(STAMP) ## all tests that fit a normal run
	@$(BIN)/python -m pytest -m "not slow" $(SIDE_BY_SIDE)

test-slow: $(STAMP) ## everything, with the promises' full figures
	@$(BIN)/python -m pytest

check: $(STAMP) ## format, lint, types, import contracts, fast tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -m "not slow" -x $(SIDE_BY_SIDE)

snap: $(STAMP) ## write the pictures of the screens anew (look at them first)
	$(BIN)/python -m pytest tests/tui -m "not slow" --snapshot-update

texts: $(STAMP) ## check every editable text: shape, ids, language level
	@$(BIN)/python -m tests.prompts.check

quality: $(STAMP) ## figures of listening, coaching, reviewing and searching on the test parts
	@$(BIN)/python -m assistant.judging.training.quality
	@$(BIN)/python -m tests.quality.plannen_quality
	@$(BIN)/python -m tests.quality.zoek_quality
	@$(BIN)/python -m tests.quality.eigen_quality
	@$(BIN)/python -m tests.quality.oefen_quality --stil

train: $(STAMP) ## learn the judgements again from the labelled examples (about an hour on two cores, most of it the reading model)
	$(BIN)/python -m assistant.judging.training.woordmodel
	$(BIN)/python -m assistant.judging.training.lezer
	$(BIN)/python -m assistant.judging.training.toon
	$(BIN)/python -m assistant.judging.training.grenzen
	$(BIN)/python -m assistant.judging.training.plans

bench: $(STAMP) ## speed beside other programs, measured in one run
	@$(BIN)/python -m tests.bench

promises: $(STAMP) ## every promise at a size that fits the tests
	@$(BIN)/python -m tests.promises

promises-full: $(STAMP) ## the published figures, and the planted faults shown red; writes docs/promises.md
	@$(BIN)/python -m tests.promises --full

docs: $(STAMP) ## tables and pictures in the docs that are made from the code
	@$(BIN)/python -m tests.docs

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

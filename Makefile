# Greenroom. `make` alone lists what can be made.
# Needs python3 (3.11 or newer) with venv, and make; everything else is brought into .venv.

PYTHON ?= python3
PORT   ?= 8000
DATA   ?= var
MINUTES ?= 10
SECONDS ?= 600
VENV   := .venv
BIN    := $(VENV)/bin
# Where training finds its comments, and where the model goes.
COMMENTS ?= data
MODEL    ?= classifier/shipped

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help

##@ Running
.PHONY: run
run: $(VENV)/.runs ## Run everything here: make run PORT=8000 DATA=var
	@exec $(BIN)/greenroom up --port $(PORT) --data "$(DATA)"

##@ Working on it
.PHONY: test
test: $(VENV)/.tests ## Run the tests
	SCIPY_ARRAY_API=1 $(BIN)/pytest # else scikit-learn leaves one of its checks out

.PHONY: check
check: lint audit test ## Everything that must be green: format, lint, types, layers, audit, tests

.PHONY: lint
lint: $(VENV)/.tests ## Format, lint, types, layers and secrets, without the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@# Keywords like "password" stand before many a word that is none.
	git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --disable-plugin KeywordDetector

.PHONY: audit
audit: $(VENV)/.develops ## Look for known weaknesses in what is locked; asks PyPI
	$(BIN)/pip-audit --progress-spinner off --disable-pip --require-hashes --requirement requirements.lock

.PHONY: format
format: $(VENV)/.tests ## Put the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: lock
lock: $(BIN)/uv ## Resolve the dependencies anew, for every platform, with hashes
	$(BIN)/uv pip compile pyproject.toml $(COMPILE) --extra server -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml $(COMPILE) --extra server --extra traces -o requirements-traces.lock
	$(BIN)/uv pip compile pyproject.toml $(COMPILE) --extra server --extra traces --extra train --group dev -o requirements-dev.lock

COMPILE := --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" --upgrade --quiet

.PHONY: chaos
chaos: $(VENV)/.tests ## Kill, fill, cut and freeze everything for a while: make chaos MINUTES=30
	$(BIN)/python -m tests.chaos --minutes $(MINUTES)

.PHONY: fuzz
fuzz: $(VENV)/.tests ## Feed what reads strangers' texts with whatever reaches new code: make fuzz SECONDS=600
	$(BIN)/pip install --quiet "atheris>=3"
	$(BIN)/python -m tests.fuzzing.hostile_text -max_total_time=$(SECONDS) -max_len=4096

.PHONY: bench
bench: $(VENV)/.tests ## Run every benchmark and write docs/benchmarks.md; wants a quiet machine
	$(BIN)/python benchmarks/report.py

##@ The model
.PHONY: train
train: $(VENV)/.develops ## Train a model: make train COMMENTS=data MODEL=classifier/shipped
	$(BIN)/greenroom train --data "$(COMMENTS)" --out "$(MODEL)"

.PHONY: evaluate
evaluate: $(VENV)/.develops ## Measure a model: make evaluate COMMENTS=data MODEL=classifier/shipped
	$(BIN)/greenroom evaluate --data "$(COMMENTS)" --model "$(MODEL)"

##@ Tidying
.PHONY: clean
clean: ## Remove what was built; DATA stays
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## Show this
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ── what the targets stand on: each stamp is newer than what it was made from ────────────────
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Greenroom needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
		|| { echo "python3-venv is missing: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The project itself is linked in, not copied, and no dependency is looked up for it: all are locked.
INSTALL = $(BIN)/pip install --quiet --require-hashes --requirement
LINK    = $(BIN)/pip install --quiet --no-deps --editable .

# With the larger set of `make test` installed there is nothing to add.
$(VENV)/.runs: requirements.lock pyproject.toml | $(BIN)/pip
	$(INSTALL) requirements.lock
	$(LINK)
	@touch $@

$(VENV)/.develops: requirements-dev.lock pyproject.toml | $(BIN)/pip
	$(INSTALL) requirements-dev.lock
	$(LINK)
	@touch $@ $(VENV)/.runs

# Browser tests drive Debian's Chromium where it can be had (Ubuntu's is a snap, which containers
# cannot run), or else the one that Playwright brings.
SUDO    = $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)
APT     = $(SUDO) apt-get update -qq; $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	apt-get install -qq --no-install-recommends
BROWSER = grep -qs '^ID=debian' /etc/os-release && { $(APT) chromium; }

# Clients in JavaScript, run by the Node.js that comes along as a wheel.
$(VENV)/.clients: tests/clients/package-lock.json $(VENV)/.develops
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --silent --prefix tests/clients
	@touch $@

$(VENV)/.tests: $(VENV)/.develops $(VENV)/.clients
	@command -v php >/dev/null || { $(APT) php-cli; } >/dev/null 2>&1 \
		|| echo "no PHP could be installed: the test of WordPress's plugin is left out" >&2
	@command -v faketime >/dev/null || { $(APT) faketime; } >/dev/null 2>&1 \
		|| echo "no faketime could be installed: clocks that jump are left out of the chaos test" >&2
	@command -v chromium >/dev/null || { $(BROWSER); } >/dev/null 2>&1 || $(BIN)/playwright install chromium \
		|| echo "no Chromium could be installed: browser tests will say so" >&2
	@touch $@

$(BIN)/uv: | $(BIN)/pip
	$(BIN)/pip install --quiet uv

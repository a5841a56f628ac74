# Every verb of the project. Each sets up what it needs, once, inside this folder.
# What was done is noted in .stamps, so that a second run starts at once.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
FRONTEND := js/dist/nbstream.js
FRONTEND_SOURCES := $(shell find js/src -type f) js/build.mjs js/package-lock.json js/tsconfig.json

.PHONY: help
help: ## Say what there is to say
	@echo "make demo and make test need nothing set up first. All verbs:"
	@sed -n 's/^\([a-z0-9]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | \
		awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

.PHONY: demo
demo: build ## Open the quickstart notebook in JupyterLab; needs no key and no network
	@$(BIN)/nbstream demo --notebook notebooks/quickstart.ipynb $(ARGS)

.PHONY: test
test: build ## Run everything: check, unit tests of both languages, browser, notebooks, install
	@$(BIN)/python scripts/suites.py

.PHONY: check
check: build ## Format, lint, types and import rules of both languages, in under a minute
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	cd js && node_modules/.bin/biome check --error-on-warnings .
	cd js && node_modules/.bin/tsc

.PHONY: fmt
fmt: build ## Put the format right, and what lint can mend
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	cd js && node_modules/.bin/biome check --write .

.PHONY: build
build: .stamps/venv $(FRONTEND) ## Make .venv with the package and its test tools, and the front end

.PHONY: e2e
e2e: build ## Run the browser tests alone, in real JupyterLab
	@$(BIN)/python scripts/suites.py browser

# Of each test; all of them together take some minutes.
FUZZ_SECONDS ?= 30

.PHONY: fuzz
fuzz: build ## Try arbitrary input on what reads text, messages and files, for some minutes
	NBSTREAM_FUZZ=$(FUZZ_SECONDS) $(BIN)/pytest tests/fuzz --timeout=0
	cd js && NBSTREAM_FUZZ=$(FUZZ_SECONDS) node_modules/.bin/vitest run test/fuzz

.PHONY: bench
bench: build .stamps/bench ## Measure the headline numbers and the engines beside their targets
	@NBSTREAM_CHROMIUM="$$(scripts/chromium)" $(BIN)/python -m benchmarks $(ARGS)

.PHONY: matrix
matrix: build ## Run the suite on every Python, kernel and SDK promised; writes tests/matrix.md
	@$(BIN)/python scripts/matrix.py $(ARGS)

.PHONY: clean
clean: ## Remove all that these verbs made
	rm -rf .venv .matrix .stamps js/node_modules js/bench/node_modules js/dist js/bench/dist src/nbstream/static dist artifacts
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# Editable, so that a changed source needs no new install; a changed pyproject does. The front end
# comes first: the package's own build finds it done.
.stamps/venv: pyproject.toml | $(FRONTEND)
	@python=$$(scripts/find-python) && { test -x $(BIN)/python || "$$python" -m venv .venv; }
	$(BIN)/python -m pip install -qq --upgrade "pip>=25.1"
	$(BIN)/python -m pip install -qq --editable . --group test
	@mkdir -p $(@D) && touch $@

.stamps/node: js/package-lock.json js/package.json
	@scripts/need-node
	cd js && npm ci --no-audit --no-fund
	@mkdir -p $(@D) && touch $@

# Other engines, to measure beside ours: never part of the product.
.stamps/bench: js/bench/package-lock.json .stamps/node
	cd js/bench && npm ci --no-audit --no-fund
	@touch $@

$(FRONTEND): $(FRONTEND_SOURCES) .stamps/node
	@scripts/need-node
	cd js && node build.mjs
	@touch $@

# What a person runs: `make agreements` builds every agreement, `make test` proves the project.
# Each step leaves a stamp in .venv, so that a second run does only what has changed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= 2
MINUTES ?= 10

RUN := $(VENV)/.stamp-run
DEV := $(VENV)/.stamp-dev
NPM := node_modules/.stamp
UV_VERSION := 0.13.9
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock"
EXAMPLES := $(patsubst %/region.yaml,%,$(wildcard examples/*/region.yaml))

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help agreements test test-fast test-long fuzz lint types format dist reference \
	bench pictures translations lock clean system system-test

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

agreements: system $(RUN)  ## Build every agreement here and in examples/ into output/
	$(BIN)/agreement-gen build
	@set -e; for folder in $(EXAMPLES); do \
		echo "$(BIN)/agreement-gen -C $$folder build"; \
		$(BIN)/agreement-gen -C "$$folder" build; \
	done

test: system-test lint types agreements $(NPM)  ## Check and test everything, with all peer programs
	$(BIN)/pytest -n $(WORKERS)

test-fast: lint types  ## Check and test all that needs no peer program and takes no seconds
	$(BIN)/pytest -n $(WORKERS) -m "not peer and not slow"

test-long: system-test agreements $(DEV) $(NPM)  ## Run the long tests, and every property on many more examples
	$(BIN)/pytest -n $(WORKERS) -m "long or hypothesis" --hypothesis-profile long

fuzz: $(DEV)  ## Look for inputs that break the promise of the fuzz targets, for MINUTES
	seq $(WORKERS) | xargs -P $(WORKERS) -I '{}' $(BIN)/python -m tests.fuzz --minutes $(MINUTES)

lint: $(DEV)  ## Check style and formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(DEV)  ## Check the types
	$(BIN)/mypy

format: $(DEV)  ## Format the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

dist: $(DEV)  ## Build the sdist and the wheel into dist/, and check their metadata
	rm -rf dist
	$(BIN)/python -m build --no-isolation
	$(BIN)/twine check --strict dist/*

bench: system-test $(DEV)  ## Measure whole runs against two alternatives, into benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks.run

reference: $(DEV)  ## Write the pages of docs/ that come from the code
	$(BIN)/python -m scripts.docs

translations: $(DEV)  ## Bring the catalogues of translations up to date with the code, and compile them
	$(BIN)/python -m scripts.translations

pictures: system-test $(DEV)  ## Render the README's pictures of real pages
	$(BIN)/python scripts/make_pictures.py

lock: $(VENV)/bin/python  ## Pin the newest versions that pyproject.toml allows, each with its hashes
	$(PIP) install uv==$(UV_VERSION)
	$(COMPILE) --upgrade --all-extras --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --upgrade --constraint requirements-dev.lock --output-file requirements.lock pyproject.toml
	$(BIN)/python scripts/build_requirements.py | \
		$(COMPILE) --upgrade --constraint requirements-dev.lock --output-file requirements-build.lock -

clean:  ## Remove everything that was made, the environments too
	rm -rf $(VENV) node_modules dist output examples/*/output .cache .hypothesis \
		.mypy_cache .pytest_cache .ruff_cache

system:
	@$(PYTHON) scripts/system_packages.py agreements

system-test:
	@$(PYTHON) scripts/system_packages.py test

$(VENV)/bin/python: | system
	$(PYTHON) -m venv $(VENV)

# Nothing is installed whose hash no lock names: what builds the project comes from a lock too, and
# so is not fetched anew for the build. `pip check` notices a lock that lacks what pyproject.toml asks
# for.
$(RUN): requirements.lock requirements-build.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes --requirement requirements.lock --requirement requirements-build.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	$(PIP) check
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	$(PIP) install --require-hashes --requirement requirements-dev.lock
	$(PIP) check
	@touch $@

$(NPM): package.json package-lock.json
	npm ci
	@touch $@

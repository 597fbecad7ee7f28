# What one does with Carrefour. Everything lives in .venv/ and var/ of this folder.
.DEFAULT_GOAL := help
PORT ?= 8000
export PORT
unexport PYTHONDONTWRITEBYTECODE # without kept bytecode, every start of Python compiles Django and Wagtail anew: seconds
VENV := .venv
PY := $(VENV)/bin/python
CODE := cms home spaces search tests bench manage.py
DJLINT := $(VENV)/bin/djlint cms home spaces search --quiet

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t16

install: $(VENV)/.base ## the virtual environment with what the site needs

$(VENV)/.base: requirements/base.txt tools/install
	@tools/install base

$(VENV)/.dev: requirements/dev.txt tools/install
	@tools/install dev

run: install ## set up what is missing, then serve on localhost (PORT=8123 make run)
	@exec $(PY) manage.py serve --setup

test: ## the test suite: SQLite, PostgreSQL, a real browser
	@tools/test $(ARGS)

check: $(VENV)/.dev ## style, types, layers, migrations, catalogs: what CI checks beside the tests
	$(VENV)/bin/ruff check $(CODE)
	$(VENV)/bin/ruff format --check $(CODE)
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	$(DJLINT) --lint
	$(PY) manage.py check
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py catalogs --check

fix: $(VENV)/.dev ## put style right
	$(VENV)/bin/ruff check --fix $(CODE)
	$(VENV)/bin/ruff format $(CODE)

postgresql: ## the whole suite on PostgreSQL: before a release
	@tools/test --postgresql

browser: ## the browser journeys only
	@tools/test -m browser

elasticsearch: ## a throw-away Elasticsearch for tests and benches; prints its address (stop: tools/elasticsearch stop)
	@tools/elasticsearch start

messages: $(VENV)/.dev ## gather new messages into the catalogs (needs gettext)
	$(PY) manage.py makemessages -l fr --ignore .venv --ignore var --ignore tests --ignore bench --no-obsolete
	$(PY) manage.py catalogs

fresh: $(VENV)/.dev ## after a new migration: write anew the files that new databases start from
	@rm -f var/fresh.sqlite3
	@DATABASE_URL=sqlite:///var/fresh.sqlite3 $(PY) manage.py migrate --from-nothing -v0
	@DATABASE_URL=sqlite:///var/fresh.sqlite3 $(PY) manage.py write_fresh
	@rm -f var/fresh.sqlite3
	@tools/postgres fresh
	@$(PY) -m pytest -n 0 tests/cms/test_fresh.py; said=$$?; tools/postgres stop; exit $$said

snapshots: $(VENV)/.dev ## after a change of words in mail: write anew what tests keep of each letter, and say which changed
	@$(PY) manage.py catalogs
	@SNAPSHOTS=renew $(PY) -m pytest -n 0 -q tests/contract/test_every_mail.py && git diff --stat -- tests/snapshots

seed: install ## add the demo community to an empty database
	@$(PY) manage.py setup
	@$(PY) manage.py seed_demo

bench: $(VENV)/.dev ## measure: prints ratios and counts
	@$(PY) -m bench $(ARGS)

lock: $(VENV)/.dev ## pin the requirements anew, with hashes (needs uv)
	for part in base production dev; do uv pip compile --quiet --generate-hashes --python-version 3.11 --universal \
	  --no-emit-index-url --custom-compile-command "make lock" requirements/$$part.in -o requirements/$$part.txt; done

clean: ## forget the virtual environment (var/ keeps the data)
	rm -rf $(VENV)

.PHONY: help install run test check fix postgresql browser elasticsearch messages fresh snapshots seed bench lock clean

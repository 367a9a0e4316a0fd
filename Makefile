# Basislijn: `make` laat zien wat er kan. English: README.md, section "For programmers".
#
# Every step leaves a stamp in .stempels/, so a second time costs nothing.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT   ?= 8000
HOST   := 127.0.0.1
# Tests run in two processes; TEST_PROCESSEN=0 runs them in one.
TEST_PROCESSEN ?= 2
PYTEST_ARGS ?=

VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip --disable-pip-version-check install -qq --no-build-isolation
STAMPS := .stempels

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-all check lint types licenties assets lock screenshots documentatie belasting bench clean systeem

help: ## laat deze lijst zien
	@echo "Basislijn: weeg een digitale keuze aan de democratische basislijn."
	@echo
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null \
	  || grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST)
	@echo
	@echo "Een andere poort: make run PORT=8080. Een andere Python: make run PYTHON=python3.12."

# --- set-up ---------------------------------------------------------------------------------------

$(STAMPS)/venv: requirements-build.lock scripts/compiler.py
	@test -n "$(PYTHON)" || { echo "Python 3.11 of nieuwer ontbreekt. Op Debian of Ubuntu (als beheerder): apt-get install -y python3 python3-venv python3-dev gcc libc6-dev make" >&2; exit 1; }
	@$(PYTHON) scripts/compiler.py
	@echo "Python-omgeving maken in $(VENV) …"
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "De Python-omgeving kon niet worden gemaakt. Op Debian of Ubuntu (als beheerder): apt-get install -y python3-venv" >&2; exit 1; }
	@$(PIP) --require-hashes -r requirements-build.lock
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: $(STAMPS)/venv requirements.lock
	@echo "Bibliotheken installeren …"
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

$(STAMPS)/dev: $(STAMPS)/runtime requirements-dev.lock
	@echo "Testgereedschap installeren …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(STAMPS)/bench: $(STAMPS)/dev requirements-bench.lock
	@echo "Andere motoren installeren …"
	@$(PIP) --require-hashes -r requirements-bench.lock
	@touch $@

$(STAMPS)/assets: $(STAMPS)/venv package.json package-lock.json requirements-node.lock scripts/assets.py
	@$(PY) scripts/assets.py
	@touch $@

# A wiped vendor folder is made again, whatever the stamp says.
ifeq ($(wildcard webapp/static/vendor/stempel.txt),)
.PHONY: $(STAMPS)/assets
endif

$(STAMPS)/package: $(STAMPS)/runtime $(STAMPS)/assets pyproject.toml hatch_build.py
	@$(PIP) --no-deps -e .
	@touch $@

# --- what people ask for ---------------------------------------------------------------------------

run: $(STAMPS)/package ## start Basislijn op deze computer (http://127.0.0.1:8000)
	@mkdir -p var
	@$(VENV)/bin/basislijn serve --kijk-mee --demo --host $(HOST) --port $(PORT)

check: $(STAMPS)/package ## controleer questionnaires/ en rules/
	@$(VENV)/bin/basislijn check

test: $(STAMPS)/dev $(STAMPS)/package systeem ## alle controles en tests (minder dan tien minuten)
	@$(MAKE) --no-print-directory -j 2 --output-sync=target check types lint licenties
	@$(PY) -m pytest -m "not slow" -n $(TEST_PROCESSEN) $(PYTEST_ARGS)

test-all: test ## ook de lange tests (minder dan een uur)
	@HYPOTHESIS_PROFILE=lang $(PY) -m pytest -m slow -n $(TEST_PROCESSEN) $(PYTEST_ARGS)

lint: $(STAMPS)/dev ## stijl van de code
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: $(STAMPS)/dev ## typen van de code
	@$(PY) -m mypy

licenties: $(STAMPS)/dev ## licentiegegevens (REUSE)
	@$(PY) -m reuse lint --quiet || $(PY) -m reuse lint

systeem: $(STAMPS)/dev ## wat de browsertests van dit systeem nodig hebben
	@scripts/systeem.sh

assets: $(STAMPS)/assets ## haal stijl, letters en script op

screenshots: $(STAMPS)/dev $(STAMPS)/package systeem ## maak de plaatjes in docs/beeld
	@$(PY) scripts/screenshots.py

documentatie: $(STAMPS)/package ## schrijf docs/checks.md, docs/begrippen.md en docs/schemas opnieuw
	@$(PY) scripts/documentatie.py

belasting: $(STAMPS)/dev $(STAMPS)/package ## meet hoeveel verzoeken de server aankan (ongeveer acht minuten)
	@$(PY) -m bench.load

bench: $(STAMPS)/bench $(STAMPS)/package ## meet de snelheid, naast andere motoren
	@$(PY) -m bench

lock: $(STAMPS)/venv ## zet de nieuwste toegestane versies vast
	@$(PY) scripts/lock.py

clean: ## verwijder alles wat make maakte (niet var/, daar staan uw gegevens)
	@rm -rf $(VENV) $(STAMPS) webapp/static/vendor dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

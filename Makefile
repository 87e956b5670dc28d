# Everything by one word. Set-up happens by itself, once, into .venv; it happens again when pyproject.toml changes.
#   make audit    audit the sample exports and say where the reports lie
#   make test     every check and every test
SUITABLE := 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(or $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c $(SUITABLE) 2> /dev/null && echo $$each && break; done),python3)
VENV := .venv
BIN := $(VENV)/bin
REPORT ?= audit-report
PEERS := .peers-venv
LOGS ?= ../shared/data/eventlogs
WORKERS ?= 2
CODE := auditor tests benchmarks

.DEFAULT_GOAL := help
.PHONY: help set-up audit test format bench peers clean

help:
	@sed -n '1,/^SUITABLE/s/^# \{0,1\}//p' Makefile
	@echo '  make format   lay the code out as ruff wants it'
	@echo '  make bench    measure load, classify, evaluate and report on large exports'
	@echo '  make peers    compare our verdicts with two other checkers on public event logs (docs/peers.md)'
	@echo '  make clean    remove what the others made, .venv too'

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c $(SUITABLE) || { echo 'auditor needs Python 3.11 or newer: make PYTHON=/path/to/python3.11' >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-for-work: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

set-up: $(VENV)/.installed-for-work

audit: $(VENV)/.installed
	@set -e; for export in sample_data/*/; do \
		name=$$(basename "$$export"); \
		printf '\n== %s\n\n' "$$export"; \
		$(BIN)/auditor audit "$$export" --parameters "$$export/parameters.yaml" --out "$(REPORT)/$$name" --fail-on never; \
	done
	@printf '\nThe reports lie in:\n'; ls -1 $(REPORT)/*/weekly.html

test: set-up
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(WORKERS)

format: set-up
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

bench: $(VENV)/.installed
	$(BIN)/python benchmarks/audit.py

# In an environment of their own: one is AGPL, and the project never imports either.
$(PEERS)/.installed: tests/peers/requirements.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement tests/peers/requirements.txt
	@touch $@

# A log, the limit of its timed duties and, where all pairs take too long, how many of its activities are asked.
peers: $(VENV)/.installed $(PEERS)/.installed
	@mkdir -p .peers
	@set -e; while read -r log limit count; do \
		test -f "$(LOGS)/$$log.csv.gz" || { echo "no $(LOGS)/$$log.csv.gz: make peers LOGS=/path/to/event/logs" >&2; exit 3; }; \
		echo "$$log: ours"; $(BIN)/python -m tests.peers.ours "$(LOGS)/$$log.csv.gz" $$limit .peers/$$log-ours.json $$count; \
		echo "$$log: theirs"; \
		$(PEERS)/bin/python tests/peers/theirs.py "$(LOGS)/$$log.csv.gz" $$limit .peers/$$log-theirs.json $$count > .peers/$$log.txt 2>&1 \
			|| { tail .peers/$$log.txt >&2; exit 3; }; \
	done < tests/peers/logs.txt
	@$(BIN)/python -m tests.peers.compare .peers

clean:
	rm -rf $(PEERS) .peers $(VENV) $(REPORT) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

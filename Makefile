# `make help` lists the targets. Set-up is part of each target that needs it and is done again only when
# pyproject.toml or a lock file has changed.
SHELL := /bin/sh
BIN := .venv/bin
LOCK := deploy/lock
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)

.DEFAULT_GOAL := help
.PHONY: help setup run test check unit integration compiled pure bench bench-kafka soak quality format up down status lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/runtime.stamp ## make .venv and install the locked packages

.venv/runtime.stamp: pyproject.toml deploy/setup.sh $(LOCK)/setup.txt $(LOCK)/runtime.txt
	@deploy/setup.sh runtime
	@touch $@

.venv/dev.stamp: pyproject.toml deploy/setup.sh $(LOCK)/setup.txt $(LOCK)/runtime.txt $(LOCK)/dev.txt
	@deploy/setup.sh dev
	@touch .venv/runtime.stamp $@

run: .venv/runtime.stamp ## read the sample corpus into events, in one process, without Kafka
	@$(BIN)/communique run tests/corpus/input

test: check unit integration ## format, lint, types, unit tests, tests on a real Kafka broker

check: .venv/dev.stamp ## format, lint and types; are dependencies known to be vulnerable?
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(BIN)/python -m deploy.compiled status
	@$(BIN)/python -m deploy.audit

unit: .venv/dev.stamp ## tests that need no broker
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist worksteal --ignore=tests/integration

integration: .venv/dev.stamp ## tests on a real Kafka broker, which they start themselves
	$(BIN)/python -m pytest tests/integration

compiled: .venv/dev.stamp ## compile the rules, which then read a third more articles; needs a C compiler
	@$(BIN)/python -m deploy.compiled build

pure: .venv/runtime.stamp ## run the rules as Python again
	@$(BIN)/python -m deploy.compiled remove

bench: .venv/dev.stamp ## how many articles a second each stage does, beside the floor; copies beside rensa and datasketch; a restart of resolve
	@$(BIN)/python -m tests.bench.extract
	@$(BIN)/python -m tests.bench.dedup
	@$(BIN)/python -m tests.bench.resolve

quality: .venv/dev.stamp ## how well the articles beside this repository are read: scores, errors, slowest articles
	@$(BIN)/python -m tests.quality

bench-kafka: .venv/dev.stamp ## what the shell over Kafka costs, beside a bare loop over the same hops
	@$(BIN)/python -m tests.bench.kafka

soak: .venv/dev.stamp ## 20,000 articles through workers and a broker that are killed and frozen on the way
	@$(BIN)/python -m tests.integration.soak

format: .venv/dev.stamp ## format the code and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

up: .venv/runtime.stamp ## start Kafka and a worker in the background (needs Java 17 and Maven, no Docker)
	@$(BIN)/python -m deploy.local up

down: ## stop both; their data stay
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m deploy.local down; fi

status: .venv/runtime.stamp ## say what runs
	@$(BIN)/python -m deploy.local status || true

lock: .venv/dev.stamp ## write the lock files anew; UPGRADE=--upgrade takes the newest versions
	$(COMPILE) pyproject.toml $(LOCK)/build.in -o $(LOCK)/runtime.txt
	$(COMPILE) pyproject.toml $(LOCK)/build.in --group dev -c $(LOCK)/runtime.txt -o $(LOCK)/dev.txt
	$(COMPILE) $(LOCK)/compile.in -c $(LOCK)/dev.txt -o $(LOCK)/compile.txt
	$(COMPILE) $(LOCK)/setup.in -c $(LOCK)/dev.txt -o $(LOCK)/setup.txt

clean: down ## remove all that the other targets made
	find streams -name "*.so" -delete
	rm -f communique_rules__mypyc*.so
	rm -rf .venv .local .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist

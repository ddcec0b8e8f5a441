# Everything a person does with Hearsay. `make` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed-
INSTALL = $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes
LOCK = uv pip compile -q --universal --python-version 3.11 --no-header --generate-hashes pyproject.toml --extra build

.DEFAULT_GOAL := help
.PHONY: help env run test lint types check fix up e2e celery model docs lock clean

help:  ## list what can be made
	@grep -hE '^[a-z0-9_-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(STAMP)run  ## ingest the seeds as the first backfill and show what they say
	$(BIN)/hearsay backfill seeds

up: $(STAMP)airflow  ## run Airflow on this machine until Ctrl-C
	$(BIN)/hearsay up

test: check  ## lint, types and every test but the end-to-end ones
	$(BIN)/pytest -n 2

e2e: $(STAMP)dev  ## Airflow's processes and a browser; needs Debian's chromium
	$(BIN)/pytest -s -o addopts="" tests/e2e/test_airflow.py

celery: $(STAMP)dev  ## a week by two Celery workers, one killed, in a file and in a lake; needs Debian's redis-server
	$(INSTALL) -r requirements-celery.lock
	$(BIN)/pytest -s -o addopts="" tests/e2e/test_celery.py

check: lint types

lint: $(STAMP)dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: $(STAMP)dev
	$(BIN)/mypy

fix: $(STAMP)dev  ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

model: $(STAMP)dev  ## make the language pipeline anew from the treebanks in DATA=DIR; START=DIR goes on from an earlier one
	$(INSTALL) -r requirements-model.lock
	OMP_NUM_THREADS=1 $(BIN)/python -m training --data "$(DATA)" $(if $(START),--start "$(START)") $(if $(STEPS),--training.max_steps $(STEPS))

docs: $(STAMP)dev  ## write the pages that are made from code and seeds anew
	$(BIN)/python docs/answers.py

lock:  ## resolve the dependencies anew; needs uv
	$(LOCK) -o requirements-dev.lock --extra airflow --extra lake --extra dev
	$(LOCK) -o requirements-airflow.lock --extra airflow -c requirements-dev.lock
	$(LOCK) -o requirements-celery.lock --extra celery -c requirements-dev.lock
	$(LOCK) -o requirements-lake.lock --extra lake -c requirements-dev.lock
	$(LOCK) -o requirements-model.lock --extra model -c requirements-dev.lock
	$(LOCK) -o requirements.lock -c requirements-dev.lock

env:  ## write .env with new secrets for docker compose, unless there is one
	@test -f .env || $(PYTHON) -c "import base64, os, secrets; \
	print('\n'.join(f'{k}={secrets.token_urlsafe(24)}' for k in ('POSTGRES_PASSWORD', \
	'AIRFLOW_JWT_SECRET', 'AIRFLOW_SECRET_KEY', 'HEARSAY_PASSWORD'))); \
	print('AIRFLOW_FERNET_KEY=' + base64.urlsafe_b64encode(os.urandom(32)).decode())" > .env
	@echo ".env is there; docker compose up"

clean:  ## remove what was installed and cached; data stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# pip compiles what it installs to bytecode, which saves two CPU seconds at every start.
$(STAMP)run: $(BIN)/python requirements.lock pyproject.toml
	$(INSTALL) -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(STAMP)airflow: $(STAMP)run requirements-airflow.lock
	$(INSTALL) -r requirements-airflow.lock
	touch $@

$(STAMP)dev: $(STAMP)run requirements-dev.lock
	$(INSTALL) -r requirements-dev.lock
	touch $@

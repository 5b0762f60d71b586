# Everything runs in .venv, which the first target that needs it makes. Only Python 3.11 or later, make and git are needed.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test check fuzz mutants pythons typers audit docs messages bench clean

demo: $(VENV)/demo.done  ## install, and list the models that may be used commercially
	$(BIN)/llmsurvey list --commercial

test: $(VENV)/dev.done  ## run every test
	$(BIN)/python -m pytest --numprocesses auto

check: $(VENV)/dev.done  ## lint, format, types, the import rule, documentation
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/llmsurvey validate --no-warnings
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

FUZZ := $(if $(MINUTES),--minutes $(MINUTES)) $(if $(INPUTS),--inputs $(INPUTS)) $(if $(SEED),--seed $(SEED)) \
	$(if $(JOBS),--jobs $(JOBS)) $(if $(SURFACE),--surface $(SURFACE)) $(if $(REPEAT),--repeat $(REPEAT))

fuzz: $(VENV)/dev.done  ## try broken inputs, for an hour or as asked: MINUTES=10 INPUTS=60000 SEED=1 SURFACE=table
	$(BIN)/python -m tests.fuzz $(FUZZ)

mutants: $(VENV)/mutants.done  ## break the code on purpose and count what the tests notice: MODULE=boards.methods MINUTES=30
	MINUTES="$(MINUTES)" .ci/mutants $(MODULE)

pythons:  ## run every test on each Python that pyproject.toml names and the machine has, or PYTHONS has
	PYTHONS="$(PYTHONS)" .ci/pythons

typers: $(VENV)/dev.done  ## run the tests of the command line with every minor version of typer that pyproject.toml allows
	.ci/typers $(TESTS)

audit: $(VENV)/audit.done  ## look for known vulnerabilities in what constraints.txt names; 2: nobody could be asked
	$(BIN)/python .ci/audit.py

docs: $(VENV)/dev.done  ## write the generated reference anew
	$(BIN)/python docs/generate.py

messages: $(VENV)/dev.done  ## collect what the program says into the catalogues of translations
	$(BIN)/python translations/update.py

bench: $(VENV)/bench.done  ## measure against other programs, side by side
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/boards.py
	$(BIN)/python benchmarks/logs.py
	$(BIN)/python benchmarks/import_logs.py
	$(BIN)/python benchmarks/leaderboards.py
	$(BIN)/python benchmarks/pairs.py
	$(BIN)/python benchmarks/coverage.py
	$(BIN)/python benchmarks/registry.py
	$(BIN)/python benchmarks/report.py
	$(BIN)/python benchmarks/ecosystem.py
	$(BIN)/python benchmarks/dumps.py

clean:
	rm -rf .venv .venv-* site dist build mutants

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo.done: $(VENV)/bin/python pyproject.toml constraints.txt
	$(INSTALL) --editable .
	touch $@

$(VENV)/dev.done: $(VENV)/bin/python pyproject.toml constraints.txt
	$(INSTALL) --editable '.[dev]'
	! command -v npm > /dev/null || npm install --silent --ignore-scripts --no-save --prefix $(VENV) axe-core@4.14.1 > /dev/null || true
	touch $@ $(VENV)/demo.done

$(VENV)/audit.done: $(VENV)/dev.done
	$(INSTALL) --editable '.[dev,audit]'
	touch $@

$(VENV)/mutants.done: $(VENV)/dev.done
	$(INSTALL) --editable '.[dev,mutants]'
	touch $@

$(VENV)/bench.done: $(VENV)/dev.done
	$(INSTALL) --editable '.[dev,bench]'
	touch $@

# Everything runs in .venv, which the first target that needs it makes. Only Python 3.11 or later, make and git are needed.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test check docs messages bench clean

demo: .venv/demo.done  ## install, and list the models that may be used commercially
	$(BIN)/llmsurvey list --commercial

test: .venv/dev.done  ## run every test
	$(BIN)/python -m pytest --numprocesses auto

check: .venv/dev.done  ## lint, format, types, the import rule, documentation
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/llmsurvey validate --no-warnings
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

docs: .venv/dev.done  ## write the generated reference anew
	$(BIN)/python docs/generate.py

messages: .venv/dev.done  ## collect what the program says into the catalogues of translations
	$(BIN)/python translations/update.py

bench: .venv/bench.done  ## measure against other programs, side by side
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/boards.py
	$(BIN)/python benchmarks/logs.py

clean:
	rm -rf .venv site dist build

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/demo.done: .venv/bin/python pyproject.toml constraints.txt
	$(INSTALL) --editable .
	touch $@

.venv/dev.done: .venv/bin/python pyproject.toml constraints.txt
	$(INSTALL) --editable '.[dev]'
	touch $@ .venv/demo.done

.venv/bench.done: .venv/dev.done
	$(INSTALL) --editable '.[dev,bench]'
	touch $@

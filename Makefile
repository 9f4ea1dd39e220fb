# Two commands are enough: `make run` and `make test`.
# Everything is installed with pip into .venv, with your own pip settings; nothing else is touched.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
DEMO := SLUSS_DEMO=1 SLUSS_ADDRESS=http://localhost:$(PORT)
INSTALL := $(PYTHON) -m pip --python $(BIN)/python install -qq --disable-pip-version-check --root-user-action=ignore

.PHONY: run test check lint format pictures lock clean messages

run: .venv/ready messages  ## set up, walk the main job on the demo, and serve it
	@$(DEMO) $(BIN)/sluss demo --port $(PORT)
	@$(DEMO) exec $(BIN)/sluss serve --port $(PORT)

test: .venv/ready-to-develop messages  ## every test, on SQLite
	$(BIN)/pytest -q -n 2 --dist loadfile

check: lint  ## the fast loop before each commit
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not browser and not slow"

lint: .venv/ready-to-develop messages  ## format, lint, types, import rules, templates
	$(BIN)/ruff format --check src tests bench docs
	$(BIN)/ruff check src tests bench docs
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --lint --quiet src

format: .venv/ready-to-develop
	$(BIN)/ruff format src tests bench docs
	$(BIN)/ruff check --fix src tests bench docs

messages:
	@$(BIN)/python -m sluss.config.messages

# an environment made in another folder (the checkout was copied or moved) is made anew
ifneq ($(wildcard .venv),)
ifneq ($(shell cat .venv/made-in 2>/dev/null),$(CURDIR))
$(shell rm -rf .venv)
endif
endif

.venv/made-in:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Sluss needs Python 3.11 or newer: make PYTHON=python3.11 run"; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { echo "Sluss needs pip: apt install python3-pip"; exit 1; }
	@echo "Making the environment in .venv ..."
	@$(PYTHON) -m venv --without-pip .venv || { echo "Python's venv module is missing: apt install python3-venv"; exit 1; }
	@printf '%s\n' '$(CURDIR)' > $@

.venv/ready: .venv/made-in requirements/run.txt pyproject.toml
	@echo "Installing what Sluss needs (a minute or two the first time) ..."
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-to-develop: .venv/ready requirements/dev.txt
	@echo "Installing what the tests need ..."
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

pictures: .venv/ready-to-develop messages  ## the README's pictures, taken anew from the demo (needs Chromium)
	$(BIN)/python docs/pictures/take.py

lock:  ## solve the dependencies anew (needs uv); the files name no registry
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements/run.txt -q
	uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements/run.txt -o requirements/dev.txt -q

clean:  ## take away environment and demo
	rm -rf .venv data

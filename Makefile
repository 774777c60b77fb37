# make demo   measure a left and a right lunge and print the programme
# make test   run every test
# make test-fast   the tests of the pure middle, in under a minute
# make help   this list
# make check  lint, types, layers, docs
# make train-smoke   the making of the foot network, small: render, train, export, load
# make bench  dorsi against the plain MediaPipe loop, in about five minutes; writes docs/performance.md
# make release  version and changelog compared, wheel and sdist built once and tried as installed; says how to tag
# make pins   whether constraints.txt resolves on Linux, macOS and Windows with Python 3.11 to 3.13
# make hooks  the checks before each commit, by pre-commit
# make site   the docs as a site in site/, which opens without a server
# All set-up happens by itself in .venv; nothing else on the machine is touched.

SUPPORTED := (3, 11) <= sys.version_info[:2] <= (3, 13)
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not $(SUPPORTED))' 2>/dev/null && echo $$p && break; done)
PIP_PIN := pip==26.3
INSTALL = $(BIN)/python -m pip install --quiet --constraint constraints.txt --build-constraint constraints.txt
BIN := .venv/bin
OUT := dorsi-out
PURE := $(addprefix tests/,analysis detectable measures protocols stats)

.PHONY: demo help test test-fast check docs bench site notebooks train-smoke release pins hooks clean
.DELETE_ON_ERROR:

demo: .venv/installed
	@$(BIN)/dorsi analyse sample_videos/lunge_left.mp4 sample_videos/lunge_right.mp4 \
		--person bea --intake sample_videos/intake_bea.yaml --out $(OUT) || { $(BIN)/dorsi doctor; exit 1; }

test: .venv/installed-dev
	$(BIN)/pytest -n 2 --dist worksteal

test-fast: .venv/installed-dev
	$(BIN)/pytest -n 2 --dist worksteal -m "not models and not browser and not slow" $(PURE)

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

check: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -m "not models" tests/test_docs.py

docs: .venv/installed-dev
	$(BIN)/python scripts/write_cli_docs.py
	$(BIN)/python scripts/write_data_dictionary.py
	$(BIN)/python scripts/write_measures_docs.py
	$(BIN)/python scripts/run_notebooks.py
	$(BIN)/python scripts/write_gallery.py
	$(BIN)/python scripts/write_programme_docs.py
	$(BIN)/python scripts/write_accuracy_docs.py
	$(BIN)/python scripts/write_paper.py
	$(BIN)/python scripts/write_dependency_docs.py
	$(BIN)/python scripts/write_architecture_docs.py

bench: .venv/installed-dev
	$(BIN)/python benchmarks/speed.py

site: .venv/installed-dev
	$(BIN)/zensical build --strict --clean
	@echo "Open site/index.html"

train-smoke: .venv/installed-dev
	$(BIN)/pytest tests/training/test_chain.py

release: .venv/installed-dev
	$(BIN)/python scripts/release.py check build try

pins: .venv/installed-dev
	$(BIN)/python scripts/check_pins.py

hooks: .venv/installed-dev
	@$(BIN)/python -m pip install --quiet pre-commit
	$(BIN)/pre-commit install

notebooks: .venv/installed
	@$(INSTALL) --editable '.[notebooks]'
	$(BIN)/jupyter lab notebooks

clean:
	rm -rf .venv $(OUT) site

.venv/created:
	@test -n "$(PYTHON)" || { echo "dorsi needs Python 3.11, 3.12 or 3.13; python3 here is" \
		"$$(python3 --version 2>&1). Install one and run: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not $(SUPPORTED))' || { echo "dorsi needs Python 3.11, 3.12 or 3.13;" \
		"$(PYTHON) is $$($(PYTHON) --version 2>&1)" >&2; exit 1; }
	@echo "Setting up .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check '$(PIP_PIN)'
	@touch $@

.venv/installed: .venv/created pyproject.toml constraints.txt
	@echo "Installing the pinned packages (a few minutes the first time)"
	@$(INSTALL) --editable .
	@touch $@

.venv/installed-dev: .venv/installed
	@echo "Installing the tools for tests and checks"
	@$(INSTALL) --editable '.[dask,postgres,research,rtmlib,train]' --group dev
	@touch $@

# Two commands for everyone: `make reports` and `make test`. The environment is made on first use.
PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin
READY := $(VENV)/.ready

# Tests start many processes: what they load is compiled once.
unexport PYTHONDONTWRITEBYTECODE

NIGHTLY := .venv-nightly
# A file of tests in one process: what its tests share is made once.
SPREAD := -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
PYTHONS ?= python3.11 python3.12 python3.13

.PHONY: help reports test test-programs lab explore notebooks check lint bench nightly mutants release lock clean

help:
	@echo "make reports    build all memos into reports/"
	@echo "make test       all checks and tests"
	@echo "make test-programs  pages in Chromium; workbook and Word files in LibreOffice"
	@echo "make lab        open the notebooks in JupyterLab"
	@echo "make explore    a page with sliders in the browser"
	@echo "make check      verdicts of all printed figures"
	@echo "make notebooks  execute the notebooks and keep their outputs"
	@echo "make bench      measure, and write docs/benchmarks.md"
	@echo "make nightly    heavy checks: examples by the thousands, mutants, other Pythons, known faults of packages"
	@echo "make release    the wheel and its bill of materials, in dist/"
	@echo "make lock       pin the requirements again (needs uv)"

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(RUN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $(READY)

reports: $(READY)
	$(RUN)/vtcost build --out reports

test: $(READY)
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/python -m pytest -q $(SPREAD) -m "not programs"
	$(RUN)/python -m pytest -q $(SPREAD) --nbval -p no:cacheprovider notebooks

test-programs: $(READY)
	$(RUN)/python -m pytest -q $(SPREAD) -m programs

lab: $(READY)
	$(RUN)/jupyter lab notebooks

explore: $(READY)
	$(RUN)/vtcost explore

check: $(READY)
	$(RUN)/vtcost check

notebooks: $(READY)
	$(RUN)/python -m vtcost.notebooks notebooks/*.ipynb

lint: $(READY)
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

bench: $(READY)
	$(RUN)/python -m pytest -q -p no:cacheprovider tests/benchmarks/bench_build.py tests/benchmarks/bench_formulas.py \
		--benchmark-json .benchmarks.json
	$(RUN)/python tests/benchmarks/table.py .benchmarks.json docs/benchmarks.md

$(NIGHTLY)/.ready: requirements.lock requirements.nightly.lock
	$(PYTHON) -m venv $(NIGHTLY)
	$(NIGHTLY)/bin/python -m pip install --quiet --require-hashes -r requirements.lock
	$(NIGHTLY)/bin/python -m pip install --quiet --require-hashes -r requirements.nightly.lock
	$(NIGHTLY)/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $(NIGHTLY)/.ready

nightly: $(READY) mutants
	HYPOTHESIS_PROFILE=nightly $(RUN)/python -m pytest -q -n 2 tests/properties tests/interface/test_reports.py \
		tests/interface/test_browser.py tests/interface/test_command_line.py tests/interface/test_security.py
	$(RUN)/python tests/nightly/pythons.py $(PYTHONS)
	-$(NIGHTLY)/bin/pip-audit --disable-pip --requirement requirements.lock

mutants: $(NIGHTLY)/.ready
	$(NIGHTLY)/bin/python tests/nightly/mutants.py docs/mutants.md

release: $(READY) $(NIGHTLY)/.ready
	$(RUN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	$(NIGHTLY)/bin/cyclonedx-py requirements --output-reproducible --pyproject pyproject.toml \
		--output-file dist/sbom.cdx.json requirements.lock

lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--extra formats --extra lab --extra explore --extra cbs --extra test --output-file requirements.lock pyproject.toml requirements.build
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--constraint requirements.lock --output-file requirements.nightly.lock requirements.nightly

clean:
	rm -rf $(VENV) $(NIGHTLY) dist mutants .pytest_cache .ruff_cache .hypothesis .benchmarks.json

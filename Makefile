# Two commands for everyone: `make reports` and `make test`. The environment is made on first use.
PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help reports test lab notebooks check lint nightly clean

help:
	@echo "make reports    build all memos into reports/"
	@echo "make test       all checks and tests"
	@echo "make lab        open the notebooks in JupyterLab"
	@echo "make check      verdicts of all printed figures"
	@echo "make notebooks  execute the notebooks and keep their outputs"
	@echo "make nightly    heavy checks: more examples per property"
	@echo "make lock       pin requirements.lock again (needs uv)"

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
	$(RUN)/vtcost check
	$(RUN)/python -m pytest -q -n 2 --dist loadgroup
	$(RUN)/python -m pytest -q -n 2 --dist loadscope --nbval -p no:cacheprovider notebooks

lab: $(READY)
	$(RUN)/jupyter lab notebooks

check: $(READY)
	$(RUN)/vtcost check

notebooks: $(READY)
	$(RUN)/python -m vtcost.notebooks notebooks/*.ipynb

lint: $(READY)
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

nightly: $(READY)
	HYPOTHESIS_PROFILE=nightly $(RUN)/python -m pytest -q tests/properties

lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--extra formats --extra lab --extra explore --extra cbs --extra test --output-file requirements.lock pyproject.toml requirements.build

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis

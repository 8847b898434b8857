# Each target does its own set-up: Python 3.11 or later and make are all that is needed.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
BUILD := $(BIN)/jupyter-book build . --all --warningiserror --keep-going
# For node, which renders the formulas.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# The course's matrices are small. More threads do not make them faster, and on a busy machine they
# wait, busily, for each other.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: help book pdf serve lab coursework test bench notebooks clean ready ready-to-test ready-to-print

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*##/:/' | column -t -s : 2>/dev/null || true

ready:
	@$(PYTHON) tools/set_up.py

ready-to-test:
	@$(PYTHON) tools/set_up.py --test

ready-to-print:
	@$(PYTHON) tools/set_up.py --pdf

book: ready  ## run all chapters and build the site into _build/html
	rm -rf _build/html
	$(BUILD)

pdf: ready-to-print book  ## build the site and print it to one PDF, linked from its pages
	$(BIN)/python tools/make_pdf.py

serve: book  ## build the site, serve it and print its address
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

lab: ready  ## open JupyterLab on the chapters
	$(BIN)/jupyter lab chapters

coursework:  ## install the tool that releases and grades assignments, and say how to use it
	@$(PYTHON) tools/set_up.py --coursework
	$(BIN)/coursework --help

test: ready-to-test  ## every quality gate
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	rm -rf _build/html
	$(BUILD)
	$(BIN)/pytest -n 2 --dist loadfile

bench: ready-to-test book  ## speed beside other solvers, a stock book, ipywidgets and nbgrader
	$(BIN)/python benchmarks/paths.py
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python benchmarks/growth.py
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python benchmarks/choosing.py
	PYTHONPATH=tools $(BIN)/python benchmarks/pages.py
	PYTHONPATH=tools $(BIN)/python benchmarks/dragging.py
	$(BIN)/python benchmarks/grading.py

notebooks: ready  ## rerun the chapters and normalize what is committed
	$(BIN)/python tools/run_notebooks.py chapters

clean:  ## remove what was built (and keep .venv)
	rm -rf _build node_modules src/shrinkage/explorables/static .pytest_cache .mypy_cache .ruff_cache .hypothesis

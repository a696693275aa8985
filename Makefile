PYTHON ?= python3
RUN = .venv/bin/python
SHARED = -n auto --maxprocesses 4
NEEDS = slow or sandbox or browser or kernel or postgres

.PHONY: help lab test quick build student demo bench lock audit lint
help: ## say what can be made (this list)
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18
lab: ## set everything up and open the course in JupyterLab
	@$(PYTHON) tools/bootstrap.py && $(RUN) -m tools.lab
test: ## set everything up and run the tests
	@$(PYTHON) tools/bootstrap.py --dev && $(RUN) -m pytest $(SHARED)
quick: ## run the tests that need no sandbox, browser, kernel or server
	@$(PYTHON) tools/bootstrap.py --dev && $(RUN) -m pytest $(SHARED) -m "not ($(NEEDS))"
build: ## build the notebooks from their text sources
	@$(PYTHON) tools/bootstrap.py --dev && $(RUN) -m tools.build
student: ## write student/, the folder that a class gets
	@$(PYTHON) tools/bootstrap.py && $(RUN) -m tools.student
demo: ## grade an example class from end to end and show the report
	@$(PYTHON) tools/bootstrap.py && $(RUN) -m tools.demo
bench: ## measure the speed of grading and of the pictures
	@$(PYTHON) tools/bootstrap.py --dev && $(RUN) -m bench
lock: ## resolve the dependencies again
	@$(PYTHON) tools/bootstrap.py --dev && $(RUN) -m tools.lock
audit: ## prove the hidden cases with all known variants and all mutants
	@$(PYTHON) tools/bootstrap.py --dev && $(RUN) -m autograder audit && $(RUN) -m tools.mutate
lint: ## look for mistakes, wrong types and untidy lines
	@$(PYTHON) tools/bootstrap.py --dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	.venv/bin/oxlint --deny-warnings

PYTHON ?= python3
RUN = .venv/bin/python

.PHONY: lab test build student demo bench lock audit
lab: ; $(PYTHON) tools/bootstrap.py && $(RUN) -m tools.lab
test: ; $(PYTHON) tools/bootstrap.py --dev && $(RUN) -m pytest -n auto --maxprocesses 4 --dist loadfile
build: ; $(PYTHON) tools/bootstrap.py --dev && $(RUN) -m tools.build
student: ; $(PYTHON) tools/bootstrap.py && $(RUN) -m tools.student
demo: ; $(PYTHON) tools/bootstrap.py && $(RUN) -m tools.demo
bench: ; $(PYTHON) tools/bootstrap.py --dev && $(RUN) -m bench
lock: ; $(PYTHON) tools/bootstrap.py --dev && $(RUN) -m tools.lock
audit: ; $(PYTHON) tools/bootstrap.py && $(RUN) -m autograder audit

# Everything that a person or a machine does with a checkout. `make help` lists it.

PYTHON ?= python3
PORT ?=
LEARNERS ?= 1500
SEED ?= 1
BANK ?= real
VENV := .venv
EDX := .venv-edx
AUDIT := .venv-audit
LOCKER := .venv-lock
BIN := $(VENV)/bin
PIP := -m pip --disable-pip-version-check --quiet
RUNS := $(VENV)/.runs
TESTS := $(VENV)/.tests
EDX_READY := $(EDX)/.ready
AUDIT_READY := $(AUDIT)/.ready
LOCKER_READY := $(LOCKER)/.ready
LOCK := config/deploy/requirements.lock
BUILD_LOCK := config/deploy/build.lock
WORDS := $(wildcard lti_tool/locale/*/LC_MESSAGES/messages.po)
FAST := -m "not browser and not platform and not slow" -k "not postgresql" \
	tests/architecture tests/content tests/domain tests/lti tests/store

# What a machine sets here would make every process of a test read the sources anew.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test whole check quality fuzz bench audit evidence lock fmt messages simulation pictures clean packages
MAKEFLAGS += --no-print-directory

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUNS) $(WORDS:.po=.mo) ## Serve the tool and a small LMS with a course, on this machine (PORT=N chooses the port)
	@$(BIN)/passerelle demo $(if $(PORT),--port $(PORT))

test: packages $(TESTS) $(EDX_READY) $(WORDS:.po=.mo) ## Install what the tests need, then run every check and every test
	@$(MAKE) quality
	@$(BIN)/pytest -n 2 --durations=25

whole: packages $(TESTS) $(EDX_READY) $(WORDS:.po=.mo) ## The same without choosing: every test on both databases, every page in every mode (hours)
	@$(MAKE) quality
	@TESTS_WHOLE=1 $(BIN)/pytest -n 2 --durations=25
	@$(MAKE) fuzz

check: $(TESTS) $(WORDS:.po=.mo) ## Run the checks and the fast tests, in less than a minute
	@$(MAKE) quality
	@$(BIN)/pytest -q -n 2 $(FAST)

quality: $(TESTS)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted: run \`make fmt\`."; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/passerelle content check

fuzz: $(TESTS) $(WORDS:.po=.mo) ## Hold 200 000 mutated messages against an independent judge (MESSAGES=N for each of 20 seeds)
	@TESTS_WHOLE=1 PASSERELLE_FUZZ_MESSAGES=$(or $(MESSAGES),10000) $(BIN)/pytest -q -n 2 tests/fuzz/test_fuzz.py tests/fuzz/test_mutants.py

bench: packages $(TESTS) $(WORDS:.po=.mo) ## Measure what is promised (BENCH=name for one, SIZE=--full for its full size)
	@$(BIN)/python -m tests.bench $(BENCH) $(SIZE) --json var/bench

audit: $(AUDIT_READY) ## Look for known weak points in what runs; list its parts and licences in var/audit
	@$(AUDIT)/tools/bin/python -m tests.audit $(AUDIT)

pictures: packages $(TESTS) $(WORDS:.po=.mo) ## Take the pictures of the README anew, on a walk through the main job in a browser
	@PASSERELLE_PICTURES=.github/pictures $(BIN)/pytest -q tests/browser/test_main_job.py -k when_learner_answers

lock: $(LOCKER_READY) ## Choose anew, with their hashes, the versions of the packages that an installation runs
	@$(LOCKER)/bin/uv $(LOCKING) pyproject.toml --extra pdf -o $(LOCK)
	@$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
		| $(LOCKER)/bin/uv $(LOCKING) - -o $(BUILD_LOCK)

evidence: packages $(TESTS) $(WORDS:.po=.mo) ## Look at every page for accessibility and write var/evidence (SIZE=--quick: a sample, PAGES=name: some)
	@$(BIN)/python -m tests.evidence $(SIZE) $(PAGES)

fmt: $(TESTS) ## Format the code and mend what can be mended by itself
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format .

messages: $(RUNS) ## Bring the catalogues of translations up to date with the sentences of the code
	@$(BIN)/python -m lti_tool.messages
	@$(BIN)/python -m lti_tool.catalogues

simulation: $(TESTS) ## Try the diagnostic on simulated people and print how well it measures (LEARNERS=1500 SEED=1 BANK=real)
	@$(BIN)/python -m tests.simulation.running --learners $(LEARNERS) --seed $(SEED) --bank $(BANK)

%.mo: %.po | $(RUNS)
	@$(BIN)/python -m lti_tool.catalogues

clean: ## Remove environments, caches and builds; data stays
	@rm -rf $(VENV) $(EDX) $(AUDIT) $(LOCKER) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find lti_tool/locale -name '*.mo' -delete
	@find lti_tool tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Debian ships python3 without what `venv` needs; its package is fetched where that is so.
define new_venv
	@echo "Making $(1) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Passerelle needs Python 3.11 or newer: make PYTHON=/path/to/python3 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(MAKE) packages NEEDED=python3-venv
	@$(PYTHON) -m venv --clear $(1)
endef

$(RUNS): pyproject.toml
	$(call new_venv,$(VENV))
	@$(BIN)/python $(PIP) install --editable .
	@touch $@

$(TESTS): $(RUNS)
	@echo "Installing the tools of the tests ..."
	@$(BIN)/python $(PIP) install --editable '.[dev]'
	@touch $@

$(EDX_READY): tests/platforms/requirements-edx.txt
	$(call new_venv,$(EDX))
	@$(EDX)/bin/python $(PIP) install --requirement $<
	@touch $@

# What runs stands apart, without pip, so that exactly what runs is audited.
$(AUDIT_READY): pyproject.toml $(LOCK)
	$(call new_venv,$(AUDIT)/tools)
	@$(AUDIT)/tools/bin/python $(PIP) install pip-audit cyclonedx-bom
	@$(PYTHON) -m venv --clear --without-pip $(AUDIT)/runtime
	@$(AUDIT)/tools/bin/python $(PIP) --python $(AUDIT)/runtime/bin/python install --require-hashes --requirement $(LOCK)
	@$(AUDIT)/tools/bin/python $(PIP) --python $(AUDIT)/runtime/bin/python install --no-deps .
	@$(AUDIT)/tools/bin/python $(PIP) --python $(AUDIT)/runtime/bin/python check
	@touch $@

LOCKING = pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --custom-compile-command 'make lock'

$(LOCKER_READY):
	$(call new_venv,$(LOCKER))
	@$(LOCKER)/bin/python $(PIP) install 'uv>=0.8'
	@touch $@

NEEDED ?= $(shell command -v chromium >/dev/null || echo chromium) \
	$(shell ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo postgresql) \
	$(shell PATH=$$PATH:/usr/sbin command -v nginx >/dev/null || echo nginx) \
	$(shell /sbin/ldconfig -p | grep -q 'libatomic\.so\.1' || echo libatomic1) \
	$(shell /sbin/ldconfig -p | grep -q 'libpango-1\.0\.so\.0' || echo libpango-1.0-0) \
	$(shell /sbin/ldconfig -p | grep -q 'libpangoft2-1\.0\.so\.0' || echo libpangoft2-1.0-0) \
	$(shell /sbin/ldconfig -p | grep -q 'libharfbuzz-subset\.so\.0' || echo libharfbuzz-subset0)
APT = $(if $(filter 0,$(shell id -u)),,sudo) env DEBIAN_FRONTEND=noninteractive apt-get -qq -y

packages:
	@if [ -n "$(strip $(NEEDED))" ]; then \
		echo "Installing $(strip $(NEEDED)) ..."; \
		command -v apt-get >/dev/null || { echo "There is no apt-get here: install these by hand."; exit 1; }; \
		$(APT) update && $(APT) install --no-install-recommends $(NEEDED) >/dev/null; \
	fi

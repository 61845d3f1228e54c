# Everything this project does. `make help` lists it; `make book` is where to start.
# Needs Python 3.11, 3.12 or 3.13, git and make; everything else goes into .venv.

VENV   ?= .venv
# another Python:  make book PYTHON=/path/to/python3.12
PYTHON ?=
PORT   ?= 8000

HERE      := $(if $(filter /%,$(VENV)),,$(CURDIR)/)
PY        := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
BUILD     := $(VENV)/bin/jupyter-book build -W -n --keep-going
# on all cores; what belongs to one article or page stays on one
PYTEST    := $(PY) -m pytest -n logical

# The user's own settings of IPython, Jupyter and Matplotlib would change the figures.
export IPYTHONDIR         := $(HERE)$(VENV)/etc/ipython
export JUPYTER_CONFIG_DIR := $(HERE)$(VENV)/etc/jupyter-user
export JUPYTER_DATA_DIR   := $(HERE)$(VENV)/etc/jupyter-data
export JUPYTER_RUNTIME_DIR := $(HERE)$(VENV)/etc/jupyter-runtime
export MPLCONFIGDIR       := $(HERE)$(VENV)/etc/matplotlib
export PYTHONUTF8         := 1
# Byte code is kept, whatever the user's habit: each process would compile the packages and rewrite the tests anew.
export PYTHONDONTWRITEBYTECODE :=
# Articles are executed side by side, each on a core of its own.
book publish test check machines browsers reference serve: export OMP_NUM_THREADS := 1
book publish test check machines browsers reference serve: export OPENBLAS_NUM_THREADS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: book publish launch article env test check machines browsers lint serve lab reference bench growth audit lock clean help
.NOTPARALLEL:
.DEFAULT_GOAL := help

help: ## List the targets
	@echo "make <target>, where <target> is"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "  %-10s %s\n", $$1, $$2 }'

book: $(INSTALLED) ## Build the website into _build/html
	@echo "==> Building the website (an article is executed again only when it or lib/ changed)"
	@$(BUILD) . || { echo "==> The website has the errors or warnings listed above." >&2; exit 1; }
	@echo "==> The website is in _build/html. Open $$($(PY) -c 'from pathlib import Path; print(Path("_build/html/index.html").absolute().as_uri())'), or run: make serve"

publish: $(INSTALLED) ## Build the website with only the articles whose Saturday has come
	@$(PY) -m website.publish
	@$(BUILD) --toc _build/toc-published.yml . || { echo "==> The website has the errors or warnings listed above." >&2; exit 1; }
	@echo "==> The website to publish is in _build/html"

launch: $(INSTALLED) ## After book or publish: what Binder and Colab open, into _build/launch (CHECK=1: install and run it)
	@$(PY) -m website.launch
ifdef CHECK
	@echo "==> Installing it as Binder does, and executing its notebooks"
	@$(PY) tests/launched.py _build/launch
endif

article: $(INSTALLED) ## Begin the next article (TITLE="Order from disorder")
	@$(PY) -m website.new '$(subst ','\'',$(value TITLE))' # as it was typed: nothing in it is a command

env: $(INSTALLED) ## Create .venv with the pinned packages
	@echo "==> The environment is ready: $(PY), $$($(PY) --version)"

# Takes the first Python that fits and can create environments. A Python that only seems to be there
# (a version manager's shim, say) fails the first question and is passed over.
$(PY):
	@for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python); do \
		"$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || continue; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null || { incomplete=$${incomplete:-$$python}; continue; }; \
		echo "==> Creating $(VENV) with $$("$$python" --version) ($$python)"; \
		exec "$$python" -m venv --clear "$(VENV)"; \
	done; \
	if [ -n "$$incomplete" ]; then \
		echo "==> $$incomplete cannot create virtual environments: its venv package is missing."; \
		echo "    Debian, Ubuntu:  sudo apt-get install $$(basename "$$incomplete")-venv"; \
	else \
		echo "==> Python 3.11, 3.12 or 3.13 is needed; tried $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python)."; \
		echo "    Debian, Ubuntu:  sudo apt-get install python3 python3-venv"; \
		echo "    macOS:           brew install python@3.13"; \
		echo "    others:          https://www.python.org/downloads, or conda env create -f environment.yml"; \
	fi >&2; \
	echo "    Then run make again, or name one: make book PYTHON=/path/to/python3.12" >&2; exit 1

# pip runs again only when the pins or the packaging change.
$(INSTALLED): requirements.txt pyproject.toml website/pyproject.toml | $(PY)
	@echo "==> Installing the pinned packages into $(VENV) (the first time takes some minutes)"
	@{ $(PY) -m pip install -qq -r requirements.txt && $(PY) -m pip install -qq --no-deps -e . -e website; } || \
		{ echo "==> pip failed, see above. It needs a network connection. To start afresh: make clean env" >&2; exit 1; }
	@$(PY) -c 'import matplotlib.font_manager' # writes the font cache now, so that no article has to wait for it
	@touch $@

test: $(INSTALLED) ## Everything CI runs: style, unit tests, every figure and number, the website, its pages
	@$(MAKE) --no-print-directory lint
	@echo "==> Looking for a browser to test the pages with"
	@$(PY) tests/browser.py
	@echo "==> Tests, part 1 of 2: units, and every figure and number against tests/reference"
	@$(PYTEST) -m "not late"
	@$(MAKE) --no-print-directory book
	@echo "==> Tests, part 2 of 2: every page in a browser"
	@$(PYTEST) -m late
	@echo "==> All tests passed."

check: $(INSTALLED) ## Everything that is proved about one article (ARTICLE=03)
	@name=$$(ls chapters 2>/dev/null | sed -n 's/^\($(ARTICLE)-.*\)\.md$$/\1/p'); \
	test -n "$(ARTICLE)" -a -n "$$name" || { echo "==> Name an article by its number: make check ARTICLE=03" >&2; exit 1; }; \
	$(PY) tests/browser.py && \
	echo "==> $$name: its page, in _build/check" && \
	{ WNN_ARTICLE="$$name" $(BUILD) --path-output _build/check . || \
		{ echo "==> The page has the errors or warnings listed above." >&2; exit 1; }; } && \
	echo "==> $$name: its prose, its figures and numbers, and its page in a browser" && \
	WNN_BUILT=_build/check/_build/html $(PYTEST) -k "$$name" && \
	echo "==> $$name: all is proved."

machines: $(INSTALLED) ## Prove every figure and number on other processors, which are simulated
	@$(PY) tests/machines.py

browsers: $(INSTALLED) ## Prove the live figures and the pages in Firefox and WebKit (ARTICLE=03: one page)
	@$(MAKE) --no-print-directory book
	@echo "==> Proving the live figures in Firefox and WebKit, where they are (some minutes)"
	@$(PY) tests/browsers.py $(ARTICLE)

lint: $(INSTALLED) ## Check style and format of the Python code, and the workflows
	@echo "==> Checking the workflows with zizmor"
	@$(VENV)/bin/zizmor --offline --quiet --no-progress .github
	@echo "==> Checking style and format with ruff"
	@{ $(PY) -m ruff check . && $(PY) -m ruff format --check .; } || \
		{ echo "==> To repair what can be repaired by itself: $(VENV)/bin/ruff check --fix . && $(VENV)/bin/ruff format ." >&2; exit 1; }

serve: $(INSTALLED) ## Serve the website on this machine and rebuild it on every change (PORT=8000)
	@mkdir -p _build/html; \
	$(PY) -m http.server --bind 127.0.0.1 --directory _build/html $(PORT) >/dev/null 2>&1 & server=$$!; \
	trap 'kill $$server 2>/dev/null' EXIT; trap 'exit 0' INT TERM; sleep 1; \
	kill -0 $$server 2>/dev/null || { echo "==> Port $(PORT) is taken. Another one: make serve PORT=8001" >&2; exit 1; }; \
	echo "==> Building, then serving http://localhost:$(PORT); reload the page after a change; stop with Ctrl-C"; \
	$(PY) -m watchfiles --target-type command "$(BUILD) ." $(wildcard chapters lib website _config.yml _toc.yml references.bib)

lab: $(INSTALLED) ## Open the articles as notebooks in JupyterLab (SOURCE=1: as their authors write them)
ifdef SOURCE
	@echo "==> Opening the sources of the articles in JupyterLab; stop with Ctrl-C"
	@$(VENV)/bin/jupytext-config set-default-viewer
	@$(VENV)/bin/jupyter lab --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/chapters --ServerApp.contents_manager_class=website.sources.Sources $(LAB_OPTIONS)
else
	@echo "==> Writing the articles as notebooks into _build/lab (an article is executed when it was not)"
	@$(PY) -m website.lab
	@echo "==> Opening them in JupyterLab; stop with Ctrl-C"
	@$(VENV)/bin/jupyter lab --ServerApp.root_dir="$(CURDIR)/_build/lab" --LabApp.default_url=/lab $(LAB_OPTIONS)
endif

reference: $(INSTALLED) ## Write what changed into tests/reference (ARTICLE=03: of one article)
	@echo "==> Writing tests/reference; what was executed already is not executed again"
	@$(PY) tests/make_reference.py $(ARTICLE)

growth: $(INSTALLED) ## Measure what articles cost: a book of 14 and one of 52 (some hours; SIZES="14": one of them)
	@$(PY) benchmarks/growth.py $(SIZES)

bench: $(INSTALLED) ## Measure the speed of the simulator and of the live figures
	@echo "==> Measuring for a few minutes; close what else uses the processor"
	@$(PY) benchmarks/run.py
	@$(PY) tests/browser.py && $(PY) benchmarks/live.py

audit: $(INSTALLED) ## Weigh every built page and let Lighthouse judge it
	@echo "==> Auditing the pages in _build/html (some minutes)"
	@$(PY) tests/browser.py && $(PY) benchmarks/audit.py

lock: $(INSTALLED) ## Resolve pyproject.toml into requirements.txt (UPGRADE=1: to the newest versions)
	@echo "==> Resolving pyproject.toml into requirements.txt"
	@$(PY) -m pip install -qq uv
	@$(PY) -m uv pip compile pyproject.toml --all-extras --universal --no-emit-index-url --no-header --no-annotate \
		--quiet $(if $(UPGRADE),--upgrade) -o requirements.txt
	@echo "==> Look at what changed (git diff requirements.txt), then run: make test"

clean: ## Remove .venv and everything that was built
	@echo "==> Removing $(VENV), _build and caches"
	@rm -rf "$(VENV)" _build .pytest_cache .ruff_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

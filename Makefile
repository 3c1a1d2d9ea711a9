# The two commands: `make run` starts Sciweek, `make test` checks it. Each does its own set-up.
.PHONY: help run test setup lint bench messages lock clean

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: setup ## Start the web server and the workers, with the demo week at the first start
	@exec .venv/bin/sciweek serve --stop-with-parent

test: ## Lint, then every test on SQLite and on a private PostgreSQL
	@scripts/setup dev
	@exec .venv/bin/python scripts/test.py

setup: ## Make .venv, fetch what is needed, compile and collect
	@scripts/setup

lint: ## The tools alone: ruff, mypy, import-linter, templates, migrations
	@scripts/setup dev
	@exec .venv/bin/python scripts/test.py --lint

bench: ## Measure; ONLY=portal.list runs one figure
	@scripts/setup dev
	@exec .venv/bin/python -m sciweek.config.bench $(ONLY)

messages: ## Bring the message catalogues up to date with code and templates
	@scripts/setup
	@exec scripts/messages

lock: ## Resolve pyproject.toml anew into the two lock files (maintainers)
	@scripts/lock

clean: ## Remove what set-up and the tools made; the data folder stays
	rm -rf .venv node_modules static sciweek/look/static/vendor .mypy_cache .pytest_cache .ruff_cache

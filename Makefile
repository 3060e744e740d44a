# The commands of the README. Everything they need beyond git, make and python3 they set up.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
# Another database in the environment must not become the one that the suite runs on.
EMBEDDED := env -u DATABASE_URL -u REDIS_URL

.PHONY: run setup dev test proofs test-services bench lint lock

run: setup
	$(BIN)/python manage.py serve

setup:
	@$(PYTHON) -I pekppp/bootstrap.py

dev:
	@$(PYTHON) -I pekppp/bootstrap.py --dev

test: dev
	$(EMBEDDED) $(BIN)/python -m pytest -n 2 --dist worksteal -m 'not size' $(ARGS)

# At full size what `make test` proves in a short form.
proofs: dev
	$(EMBEDDED) $(BIN)/python -m pytest -n 2 --dist worksteal -m size $(ARGS)

test-services: dev
	@test -n "$$DATABASE_URL" -a -n "$$REDIS_URL" || { \
	  echo 'Set both, for example DATABASE_URL=postgres://postgres@127.0.0.1:5432/pekppp' \
	       'REDIS_URL=redis://127.0.0.1:6379/9'; exit 2; }
	$(BIN)/python -m pytest -n 2 --dist worksteal -m 'not slow and not size and (not browser or walk)' $(ARGS)

# A million survey answers and a burst through the real server; BENCH_SECONDS, BENCH_RESPONSES.
bench: dev
	$(EMBEDDED) $(BIN)/python -m tests.bench.survey

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	git ls-files -z 'templates/*.html' | xargs -0r $(BIN)/djade --target-version 5.2 --check
	$(EMBEDDED) $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/mypy

lock: dev
	$(UV) $(UPGRADE) pyproject.toml --output-file requirements.lock
	$(UV) $(UPGRADE) pyproject.toml --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	@! grep -n '://' requirements.lock requirements-dev.lock

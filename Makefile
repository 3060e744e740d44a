# The commands of the README. Everything they need beyond git, make and python3 they set up.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
# Another database in the environment must not become the one that the suite runs on.
EMBEDDED := env -u DATABASE_URL -u REDIS_URL

.PHONY: run setup dev test pure coverage proofs test-services bench schema lint js lock

run: setup
	$(BIN)/python manage.py serve

setup:
	@$(PYTHON) -I pekppp/bootstrap.py

dev:
	@$(PYTHON) -I pekppp/bootstrap.py --dev

WHICH ?= not size
# Three at a time on two cores: towards the end browsers, workers and servers wait for each other.
test: dev
	$(EMBEDDED) $(BIN)/python -m pytest -n 3 --dist worksteal -m '$(WHICH)' --durations=20 $(ARGS)

# At full size what `make test` proves in a short form.
proofs: dev
	$(EMBEDDED) $(BIN)/python -m pytest -n 2 --dist worksteal -m size $(ARGS)

# What is pure (pyproject.toml says what that is) is proved whole by its own tests: all lines, all
# branches, no database.
PURE := tests/evaluations/rules tests/reports/rules tests/instruments tests/accounts/test_roles.py \
  tests/base/test_nip.py tests/base/test_words.py
pure: dev
	$(EMBEDDED) $(BIN)/python -m pytest -n 2 -m pure --hypothesis-profile=coverage \
	  --cov --cov-report=json:coverage-pure.json --cov-report= $(PURE) $(ARGS)
	$(BIN)/python -m tests.coverage_floors --pure coverage-pure.json

# As `make test`, with the lines and branches of ours that it takes, held to
# tests/coverage_floors.toml.
coverage: dev
	$(EMBEDDED) $(BIN)/python -m pytest -n 2 --dist worksteal -m 'not size' --durations=20 \
	  --cov --cov-report=json --cov-report= $(ARGS)
	$(BIN)/python -m tests.coverage_floors coverage.json

test-services: dev
	@test -n "$$DATABASE_URL" -a -n "$$REDIS_URL" || { \
	  echo 'Set both, for example DATABASE_URL=postgres://postgres@127.0.0.1:5432/pekppp' \
	       'REDIS_URL=redis://127.0.0.1:6379/9'; exit 2; }
	$(BIN)/python -m pytest -n 3 --dist worksteal \
	  -m 'walk or (services and not slow and not size and not browser)' $(ARGS)

# A million survey answers and a burst through the real server; BENCH_SECONDS, BENCH_RESPONSES.
bench: dev
	$(EMBEDDED) $(BIN)/python -m tests.bench.survey

# Before a release: the tables of this version, from which the next ones lead on.
schema: dev
	$(EMBEDDED) $(BIN)/python -m tests.schema --release

lint: dev js
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	git ls-files -z 'templates/*.html' | xargs -0r $(BIN)/djade --target-version 5.2 --check
	$(EMBEDDED) $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/mypy

# The scripts of */static: eslint, tsc over their JSDoc types, unit tests. Node is a wheel of the
# development lock; what it needs is installed anew when its own lock is newer.
JS := tests/js
NODE := $(BIN)/node
TSC := $(NODE) $(JS)/node_modules/typescript/bin/tsc --project $(JS)

js: $(JS)/node_modules/.ready
	$(NODE) $(JS)/node_modules/eslint/bin/eslint.js --config $(JS)/eslint.config.js \
	  --max-warnings 0 '*/static/*/**/*.js' '$(JS)/*.js'
	$(TSC)/tsconfig.json
	$(TSC)/tsconfig.strict.json
	$(TSC)/tsconfig.worker.json
	$(NODE) --test --test-reporter dot '$(JS)/*.test.js'

$(JS)/node_modules/.ready: $(JS)/package-lock.json | dev
	$(BIN)/npm --prefix $(JS) ci --ignore-scripts --no-progress --loglevel error
	@touch $@

lock: dev
	$(UV) $(UPGRADE) pyproject.toml --output-file requirements.lock
	$(UV) $(UPGRADE) pyproject.toml --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	@! grep -n '://' requirements.lock requirements-dev.lock
	$(BIN)/npm --prefix $(JS) $(if $(UPGRADE),update,install) --package-lock-only --ignore-scripts --loglevel error
	@! grep -n '"resolved"' $(JS)/package-lock.json

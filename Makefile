# Each line does all of its own set-up; `exec` so that Ctrl-C and SIGTERM reach the program itself.
.PHONY: run test check format bench prove pictures lock messages openapi errors
PYTHON ?= python3
run:      ; @exec $(PYTHON) bootstrap.py run
test:     ; @exec $(PYTHON) bootstrap.py test $(ARGS)
check:    ; @exec $(PYTHON) bootstrap.py python -m heritage.check
format:   ; @exec $(PYTHON) bootstrap.py python -m heritage.check format
bench:    ; @exec $(PYTHON) bootstrap.py python -m heritage.bench
pictures: ; @exec $(PYTHON) bootstrap.py python -m tests.pictures $(ARGS)
prove:    ; @PROVE=1 exec $(PYTHON) bootstrap.py test $(ARGS)
lock:     ; @exec .venv/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o requirements.txt
messages: ; @exec $(PYTHON) bootstrap.py python manage.py makemessages -l ar -l fr --no-location --no-obsolete --no-wrap -i node_modules -i .venv -i build
openapi:  ; @ZENOBIA_BUILDING=1 exec $(PYTHON) bootstrap.py python manage.py spectacular --file docs/openapi.yaml
errors:   ; @ZENOBIA_BUILDING=1 exec $(PYTHON) bootstrap.py python manage.py describe_errors --file docs/errors.md

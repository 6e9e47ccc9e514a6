#!/bin/sh
# deploy/setup.sh runtime|dev: makes .venv and installs the packages of deploy/lock/<kind>.txt and the project.
set -eu
cd "$(dirname "$0")/.."
kind=$1

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

if ! new_enough .venv/bin/python; then
	python=
	for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3; do
		if new_enough "$candidate"; then
			python=$candidate
			break
		fi
	done
	if [ -z "$python" ]; then
		echo "Communiqué needs Python 3.11 or later, and no such python3 is on the PATH." >&2
		echo "Install one, or name it: make PYTHON=/path/to/python3.11 …" >&2
		exit 1
	fi
	echo "Making .venv with $("$python" --version)"
	if ! "$python" -m venv --clear .venv; then
		echo "$python could not make an environment. On Debian and Ubuntu: apt-get install python3-venv" >&2
		exit 1
	fi
fi

echo "Installing the packages of deploy/lock/$kind.txt"
pip() { .venv/bin/python -m pip --quiet --disable-pip-version-check "$@"; }
pip install --require-hashes -r deploy/lock/setup.txt
uv() { .venv/bin/uv pip --quiet "$@" --python .venv/bin/python; }
# uv takes two seconds where pip takes forty, but pip knows proxies and mirrors set up for it alone.
uv install --require-hashes -r "deploy/lock/$kind.txt" || pip install --require-hashes -r "deploy/lock/$kind.txt"
uv install --no-deps --no-build-isolation --editable . || pip install --no-deps --no-build-isolation --editable .

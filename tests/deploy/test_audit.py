"""What `make check` says of the dependencies."""

from __future__ import annotations

import json

from deploy.audit import NOT_AUDITED, verdict

SOUND = {"name": "typer", "version": "0.29.2", "vulns": []}
UNKNOWN = {"name": "faust-streaming", "skip_reason": "Dependency not found on PyPI"}
FLAWED = {"name": "aiohttp", "version": "3.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.1"], "aliases": []}]}


def report(*packages: object) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_a_vulnerable_package_fails_the_check_and_is_named_with_its_remedy() -> None:
    code, told = verdict(report(SOUND, FLAWED, UNKNOWN), "")
    assert code == 1
    assert "aiohttp 3.0: PYSEC-1, mended in 3.1" in told
    assert "typer" not in told


def test_packages_of_which_nothing_is_told_are_not_called_sound() -> None:
    assert verdict(report(SOUND, UNKNOWN), "") == (0, "No known vulnerability in 1 packages; nothing is told of 1")
    code, told = verdict(report(UNKNOWN, UNKNOWN), "")
    assert code == 0
    assert told.startswith(NOT_AUDITED)


def test_without_a_service_the_check_goes_on_and_says_so() -> None:
    code, told = verdict("", "Traceback …\nConnectionError: no route to the host\n")
    assert code == 0
    assert told.startswith(NOT_AUDITED)
    assert "no route to the host" in told

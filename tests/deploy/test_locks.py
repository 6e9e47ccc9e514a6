"""What set-up installs is what pyproject.toml asks for, pinned and checked by hash."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "deploy" / "lock").glob("*.txt"))


def pins(name: str) -> dict[str, set[str]]:
    """The versions that a lock pins, by package: more than one where it depends on the Python."""
    text = (ROOT / "deploy" / "lock" / f"{name}.txt").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE):
        found.setdefault(canonicalize_name(package), set()).add(version)
    return found


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {"runtime": project["project"]["dependencies"], "dev": project["dependency-groups"]["dev"]}
    asked["runtime"] = asked["runtime"] + project["build-system"]["requires"]
    for lock, requirements in asked.items():
        pinned = pins(lock)
        for requirement in map(Requirement, requirements):
            versions = pinned.get(canonicalize_name(requirement.name), set())
            assert versions, f"{lock}.txt lacks {requirement.name}: make lock"
            assert all(version in requirement.specifier for version in versions), f"{requirement}: make lock"


def test_development_adds_to_the_runtime_and_changes_nothing() -> None:
    dev = pins("dev")
    assert {name: dev.get(name) for name in pins("runtime")} == pins("runtime")
    assert pins("setup").items() <= dev.items()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_of_a_lock_has_hashes_and_none_names_where_it_comes_from(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=[\w.-]+==)", text)[1:]:
        assert "--hash=sha256:" in entry, entry.partition(" ")[0]
    assert "://" not in text
    assert not re.search(r"^--", text, re.MULTILINE)

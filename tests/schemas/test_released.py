"""A release is complete: its schemas are kept, the changelog tells of it, and the documents name it."""

import re
from pathlib import Path

from schemas import generate
from schemas.asyncapi import RELEASE

FOLDER = Path(generate.__file__).parent
TOLD = re.findall(r"^## (\d+\.\d+)$", (FOLDER / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.M)


def test_the_changelog_tells_of_every_release_the_last_first():
    kept = sorted(
        (path.name for path in (FOLDER / "released").iterdir()), key=lambda name: tuple(map(int, name.split(".")))
    )
    assert kept[::-1] == TOLD


def test_the_documents_name_the_last_release():
    assert RELEASE.rpartition(".")[0] == TOLD[0]

"""The compiled rules say what the Python files say, byte for byte."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import compiled

ROOT = Path(__file__).resolve().parents[2]
DEVELOPMENT = ROOT.parent / "shared" / "eval" / "dev.jsonl"
READ = """
import hashlib, sys
from schemas.message import Message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW
from streams.extract import units
from streams.extract.stage import Extract
from streams.inputs import find, read
from streams.intake.stage import Intake

intake, extract, said, count = Intake(), Extract(), hashlib.sha256(), 0
for record in read(find(sys.argv[1:]).files, 2_000_000):
    for clean in intake.handle(Message(ARTICLES_RAW, "", record.value)).messages:
        for message in extract.handle(clean).messages if clean.topic is ARTICLES_CLEAN else ():
            said.update(message.value or b"")
            count += 1
print(units.__file__.endswith(".py"), count, said.hexdigest())
"""


def python(*arguments: str, tree: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs Python where `streams` is that of the tree."""
    command = [sys.executable, "-B", *arguments]
    there = {**os.environ, "PYTHONPATH": str(tree), **environment}
    return subprocess.run(command, cwd=tree, env=there, capture_output=True, text=True, check=False, timeout=1_700)


def sentences() -> list[dict[str, str]]:
    """The sentences of the tables of tests as articles."""
    found = []
    for name in ("meetings", "agreements"):
        lines = (ROOT / "tests" / "extract" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        found += [{"id": f"{name}-{n}", "lang": row[0], "text": row[-1]} for n, row in enumerate(rows[1:])]
    return [{**article, "published": "2015-10-15"} for article in found]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what is read with, as Python."""
    for folder in ("schemas", "streams"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    return tmp_path


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.skipif(compiled.lacking() is not None, reason=f"nothing can be compiled here: {compiled.lacking()}")
def test_compiled_rules_say_the_same_bytes(tree: Path) -> None:
    texts = tree / "sentences.jsonl"
    texts.write_text("".join(json.dumps(article) + "\n" for article in sentences()), encoding="utf-8")
    files = [
        str(texts),
        str(ROOT / "tests" / "corpus" / "input"),
        *([str(DEVELOPMENT)] if DEVELOPMENT.exists() else []),
    ]
    before = python("-c", READ, *files, tree=tree)
    made = python("-m", "deploy.compiled", "build", "--level", "0", "--into", str(tree), tree=ROOT)
    assert made.returncode == 0, made.stdout + made.stderr
    after = python("-c", READ, *files, tree=tree)
    pure, count, said = before.stdout.split()
    assert pure == "True", before.stderr
    assert int(count) > 2_000
    assert after.stdout.split() == ["False", count, said], after.stderr
    assert python("-m", "deploy.compiled", "status", "--into", str(tree), tree=ROOT).returncode == 0
    assert python("-m", "deploy.compiled", "remove", "--into", str(tree), tree=ROOT).returncode == 0
    assert not list(tree.rglob("*.so"))


def test_without_a_compiler_it_says_what_to_install(tmp_path: Path) -> None:
    told = python("-m", "deploy.compiled", "build", "--into", str(tmp_path), tree=ROOT, CC="no-such-compiler")
    assert told.returncode == 1
    assert "no C compiler (no-such-compiler)" in told.stderr
    assert "apt-get install" in told.stderr


def test_compiled_rules_older_than_their_files_are_told(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compiled.status(tree, tree) == 0
    for path in compiled.sources(tree):
        path.with_suffix(compiled.SUFFIX).write_bytes(b"")
    (tree / f"{compiled.LIBRARY}__mypyc{compiled.SUFFIX}").write_bytes(b"")
    assert compiled.status(tree, tree) == 0
    later = compiled.sources(tree)[0]
    os.utime(later, (later.stat().st_atime, later.stat().st_mtime + 1_000_000))
    assert compiled.status(tree, tree) == 1
    assert "make compiled" in capsys.readouterr().err
    compiled.remove(tree, tree)
    assert compiled.compiled(tree, tree) == []


def test_the_compiled_rules_here_are_those_of_the_files() -> None:
    assert compiled.main(["status"]) == 0

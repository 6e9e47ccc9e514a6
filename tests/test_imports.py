"""Imports run one way: shells, then stages, then the contract."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STAGES = ("intake", "settle", "dedup", "extract", "resolve", "keep")
SHARED = {"streams.stage", "streams.postings", "streams"}


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Every module that the file imports, wherever in the file; `from streams import x` counts as streams.x."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            yield from ([f"streams.{alias.name}" for alias in node.names] if module == "streams" else [module])


@pytest.mark.parametrize("path", modules(ROOT / "schemas"), ids=str)
def test_the_contract_imports_nothing_of_the_processor(path: Path) -> None:
    assert not [name for name in imported(path) if name.partition(".")[0] == "streams"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_knows_no_other_stage_no_shell_and_no_broker(stage: str) -> None:
    files = modules(ROOT / "streams" / stage)
    assert files
    for path in files:
        for name in imported(path):
            package = name.partition(".")[0]
            assert package not in {"faust", "mode", "kafka", "aiokafka", "sqlite3", "prometheus_client"}, (path, name)
            if package == "streams":
                assert name in SHARED or name.startswith(f"streams.{stage}"), (path, name)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_reads_no_clock_no_chance_and_no_environment(stage: str) -> None:
    banned = {"time", "random", "secrets", "uuid", "socket", "subprocess", "urllib.request"}
    for path in modules(ROOT / "streams" / stage):
        assert not banned.intersection(imported(path)), path
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not used & {"os.environ", "os.getenv", "date.today", "datetime.now", "datetime.utcnow"}, path


@pytest.mark.parametrize("folder", ["present", "console", "bridge"])
def test_what_people_and_programs_are_shown_does_not_hang_on_the_command_line(folder: str) -> None:
    files = modules(ROOT / "streams" / folder)
    assert files
    assert not [(path, name) for path in files for name in imported(path) if name.startswith("streams.cli")]


def test_words_for_people_know_neither_a_shell_nor_a_page() -> None:
    for path in modules(ROOT / "streams" / "present"):
        assert all(name.startswith("streams.present") or not name.startswith("streams") for name in imported(path))

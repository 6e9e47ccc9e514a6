"""Real news pages for `tests.bench.clean`: `python -m tests.bench.pages FOLDER` fetches them.

Pages belong to their publishers, so none is kept here. `pages.jsonl` says where each stands among the tests of a
published package, and which of its lines are the article: digests of the lines that `flat_lines` gives, chosen by
hand. The article is its paragraphs with their headings and what stands between title and text; captions, bylines and
links to other articles are not. The rules of intake were tuned on the pages of FOLDER/tuned; those of FOLDER/kept
were measured first and never looked at while rules changed. Needs the command `go`, for modules that hold pages.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
from resiliparse.extract.html2text import extract_plain_text

from streams.intake.characters import scrub

MODULES = {
    "go-readability": "github.com/go-shiori/go-readability@v0.0.0-20251205110129-5db1dc9836f0",
    "go-trafilatura": "github.com/markusmobius/go-trafilatura@v1.12.2",
}
SOURCES = {"newspaper4k": "newspaper4k==0.9.6"}
_LIST = Path(__file__).with_name("pages.jsonl")
_DIGITS = 8  # of a line's digest


@dataclass(frozen=True, slots=True)
class Listed:
    """A page: its set, its package and path there, and the digests of the article's lines, or the path of its text."""

    page: str
    set: str
    package: str
    path: str
    lines: str = ""
    text: str = ""


def listed() -> list[Listed]:
    """The pages of the list."""
    return [Listed(**orjson.loads(line)) for line in _LIST.read_bytes().splitlines()]


def flat_lines(html: str) -> list[str]:
    """The page as scrapers flatten it: a line for each block, none empty."""
    flat = scrub(str(extract_plain_text(html, preserve_formatting=True, list_bullets=False, alt_texts=False)))
    return [line for line in map(str.strip, flat.split("\n")) if line]


def article_of(html: str, known: str) -> str:
    """The lines of the page that have one of the known digests, each once."""
    wanted = frozenset(known.split())
    found = ((line, digests(line)) for line in flat_lines(html))
    return "\n".join(dict.fromkeys(line for line, digest in found if digest in wanted))


def digests(*lines: str) -> str:
    """What `pages.jsonl` knows lines by."""
    return " ".join(hashlib.sha256(line.encode("utf-8", "replace")).hexdigest()[:_DIGITS] for line in lines)


def write(folder: Path, packages: dict[str, Path]) -> None:
    """Writes every page, and its article as text, from the folders that the packages were unpacked to."""
    for page in listed():
        source = packages[page.package]
        html = (source / page.path).read_text("utf-8", "replace")
        text = (source / page.text).read_text("utf-8") if page.text else article_of(html, page.lines)
        target = folder / page.set / page.page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.with_name(f"{page.page}.html").write_text(html, "utf-8")
        target.with_name(f"{page.page}.txt").write_text(text, "utf-8")


def _fetched(scratch: Path) -> Iterator[tuple[str, Path]]:
    for name, module in MODULES.items():
        said = subprocess.run(["go", "mod", "download", "-json", module], cwd=scratch, check=True, capture_output=True)
        yield name, Path(orjson.loads(said.stdout)["Dir"])
    for name, wanted in SOURCES.items():
        pip = [
            sys.executable,
            "-m",
            "uv",
            "tool",
            "run",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--no-binary",
            name,
        ]
        subprocess.run([*pip, "--dest", str(scratch), wanted], check=True)
        (archive,) = scratch.glob(f"{name}-*.tar.gz")
        with tarfile.open(archive) as packed:
            packed.extractall(scratch, filter="data")
        yield name, scratch / archive.name.removesuffix(".tar.gz")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetches the packages and writes the pages; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="where the pages go, in `tuned` and `kept`")
    folder = parser.parse_args(arguments).folder
    with tempfile.TemporaryDirectory() as scratch:
        try:
            write(folder, dict(_fetched(Path(scratch))))
        except (OSError, subprocess.CalledProcessError) as error:
            sys.stderr.write(
                f"the pages cannot be fetched: {error}; is `go` installed, and are there package indexes?\n"
            )
            return 1
    sys.stdout.write(f"{len(listed())} pages in {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The command `python -m deploy.compiled build|remove|status`: the rules of intake and extract compiled by mypyc.

Compiled or not, they say the same bytes; the Python files stay the reference and what runs without this command.
Each compiled module lies beside its Python file, which it hides; what they share is one library beside `streams`.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RULES = (Path("streams", "intake"), Path("streams", "extract"))
LIBRARY = "communique_rules"
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX") or ".so"


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what was asked; returns the exit status, which is 1 where it cannot be done or what is there is stale."""
    parser = argparse.ArgumentParser(prog="python -m deploy.compiled", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("action", choices=("build", "remove", "status"))
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="where else than here `streams` is installed")
    parser.add_argument("--level", choices="0123", default="1", help="of the C compiler's optimisation (default 1)")
    options = parser.parse_args(arguments)
    tree = (options.into or ROOT).resolve()
    library = tree  # the modules tell from where it lies where they are, and with them the tables
    if options.action == "status":
        return status(tree, library)
    if options.action == "remove":
        remove(tree, library)
        print("The rules run as Python.")
        return 0
    missing = lacking()
    if missing:
        print(f"The rules cannot be compiled: {missing}. They run as Python.", file=sys.stderr)
        return 1
    print(f"Compiling {len(sources(ROOT))} modules of {' and '.join(map(str, RULES))}: some three minutes", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        try:
            build(Path(folder), options.level)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - mypyc and setuptools raise anything, and exit
            print(f"The rules could not be compiled: {error}. What ran before runs.", file=sys.stderr)
            return 1
        remove(tree, library)
        install(Path(folder, "lib"), tree, library)
    print("The rules run compiled; `make pure` ends that.")
    return 0


def sources(tree: Path) -> list[Path]:
    """The modules that are compiled: not the stages, whose class attributes others read, and which cost nothing."""
    found = (path for folder in RULES for path in (tree / folder).rglob("*.py"))
    return sorted(path for path in found if path.name not in ("__init__.py", "stage.py"))


def compiled(tree: Path, library: Path) -> list[Path]:
    """What compiling has left there, the library first."""
    return [*library.glob(f"{LIBRARY}__mypyc*{SUFFIX}"), *_extensions(tree)]


def _extensions(tree: Path) -> list[Path]:
    return sorted(path for folder in RULES for path in (tree / folder).rglob(f"*{SUFFIX}"))


def lacking() -> str | None:
    """What this machine lacks to compile anything, in words."""
    command = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    if shutil.which(shlex.split(command)[0]) is None:
        return f"no C compiler ({command}); on Debian and Ubuntu: apt-get install gcc libc6-dev"
    if not Path(sysconfig.get_path("include"), "Python.h").is_file():
        return "no Python.h; on Debian and Ubuntu: apt-get install python3-dev"
    return None


def status(tree: Path, library: Path) -> int:
    """Says which form runs; 1 where the compiled one is older than the files it was made of, and hides them."""
    there = compiled(tree, library)
    if not there:
        print("The rules run as Python.")
        return 0
    made = min(path.stat().st_mtime for path in there)
    if len(there) != len(sources(tree)) + 1 or any(path.stat().st_mtime > made for path in sources(tree)):
        print("The compiled rules are not those of the Python files: make compiled, or make pure", file=sys.stderr)
        return 1
    print("The rules run compiled.")
    return 0


def remove(tree: Path, library: Path) -> None:
    """Takes away what compiling has left."""
    for path in compiled(tree, library):
        path.unlink()


def build(folder: Path, level: str) -> None:
    """Compiles into `folder`/lib."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    os.chdir(ROOT)  # module names are told from paths
    modules = [str(path.relative_to(ROOT)) for path in sources(ROOT)]
    options = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(folder / "types")]
    remarks = StringIO()  # dozens, of what it does another way, which tests hold to be the same
    try:
        with redirect_stdout(remarks), redirect_stderr(remarks):
            extensions = mypycify(
                [*options, *modules],
                opt_level=level,
                debug_level="0",
                multi_file=False,
                group_name=LIBRARY,
                target_dir=str(folder),
            )
    except SystemExit as error:
        raise RuntimeError(remarks.getvalue()) from error
    command = build_ext(Distribution({"name": LIBRARY, "ext_modules": extensions}))
    command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "objects")
    command.ensure_finalized()
    command.run()


def install(built: Path, tree: Path, library: Path) -> None:
    """Copies the library first: a module is of no use without it."""
    for path in [*built.glob(f"{LIBRARY}*"), *_extensions(built)]:
        to = (library if path.parent == built else tree / path.parent.relative_to(built)) / path.name
        shutil.copyfile(path, to)


if __name__ == "__main__":
    sys.exit(main())

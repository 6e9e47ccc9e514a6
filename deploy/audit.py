"""The command `python -m deploy.audit`: are the locked packages known to be vulnerable?

Asks the package index's advisories through pip-audit. Where they cannot be had it says so and ends with 0: that is no
fault of the packages, and no proof of anything either.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).with_name("lock") / "runtime.txt"
PIP_AUDIT = Path(sys.executable).with_name("pip-audit")
SECONDS = 120.0
NOT_AUDITED = "The dependencies were NOT audited"


def main() -> int:
    """Prints what is known of the packages of the runtime's lock file; returns 1 where one is vulnerable."""
    options = ["--disable-pip", "--require-hashes", "--requirement", str(LOCK), "--format", "json"]
    command = [str(PIP_AUDIT), *options, "--progress-spinner", "off", "--timeout", "10"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{NOT_AUDITED}: {error}")
        return 0
    code, told = verdict(done.stdout, done.stderr)
    print(told)
    return code


def verdict(report: str, complaints: str) -> tuple[int, str]:
    """Exit status and message from what pip-audit printed: its JSON report (empty where it failed) and complaints."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        last = complaints.strip().rpartition("\n")[2]
        return 0, f"{NOT_AUDITED}: no advisories could be had ({last})"
    known = [package for package in packages if "vulns" in package]
    found = [
        f"  {package['name']} {package['version']}: {flaw['id']}, mended in {mended}"
        for package in known
        for flaw in package["vulns"]
        for mended in [", ".join(flaw["fix_versions"]) or "no version yet"]
    ]
    if found:
        return 1, "\n".join(
            ["Packages of deploy/lock/runtime.txt are vulnerable (make lock UPGRADE=--upgrade):", *found]
        )
    if not known:
        return 0, f"{NOT_AUDITED}: the index tells no advisories of any of the {len(packages)} packages"
    missing = len(packages) - len(known)
    return 0, f"No known vulnerability in {len(known)} packages" + (
        f"; nothing is told of {missing}" if missing else ""
    )


if __name__ == "__main__":
    sys.exit(main())

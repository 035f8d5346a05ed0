"""``make audit``: audit what is installed in ``<folder>/runtime`` with the tools of ``<folder>/tools``."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from tests.audit.reports import (
    OURS,
    Packages,
    installed_in,
    licence_of,
    listed_in,
    locked_in,
    normalised,
    outcome,
    unlike,
)

REPORTS = Path("var/audit")
LOCK = Path("config/deploy/requirements.lock")


def main(folder: Path) -> int:
    """Write the reports, and tell what they say. 0: all is well; 1: something is to be mended; 2: nothing was
    audited.
    """
    REPORTS.mkdir(parents=True, exist_ok=True)
    tools, runtime = folder / "tools" / "bin", folder / "runtime" / "bin" / "python"
    listed = _run(tools / "python", "-m", "pip", "--python", runtime, "list", "--format", "json")
    if listed.returncode:
        return _told(2, f"The installed packages cannot be listed: {_last_line(listed)}")
    installed = installed_in(listed.stdout)
    pinned = REPORTS / "installed.txt"
    pinned.write_text(
        "".join(f"{name}=={version}\n" for name, version in installed.items()), encoding="utf-8"
    )
    statuses = (
        _hold_against_lock(installed),
        _list_parts(tools, runtime, installed),
        _list_licences(folder),
        _audit(tools, pinned, installed),
    )
    return max(statuses)


def _hold_against_lock(installed: Packages) -> int:
    """What is audited must be what an installation gets: every package in the version of the lock."""
    locked = locked_in(LOCK.read_text(encoding="utf-8"))
    if strange := unlike(installed, locked):
        return _told(1, f"{LOCK} has another version, or none, of {', '.join(strange)}.")
    return _told(0, f"{LOCK}: {len(installed)} of {len(locked)} locked packages are installed")


def _list_parts(tools: Path, runtime: Path, installed: Packages) -> int:
    bill = REPORTS / "sbom.cdx.json"
    bill.unlink(missing_ok=True)
    made = _run(tools / "cyclonedx-py", "environment", "--pyproject", "pyproject.toml", "-o", bill, runtime)
    if made.returncode or not bill.is_file():
        return _told(1, f"The list of parts cannot be made: {_last_line(made)}")
    if missing := unlike(installed, listed_in(bill.read_text(encoding="utf-8"))):
        return _told(1, f"The list of parts lacks {', '.join(missing)}.")
    return _told(0, f"{bill}: {len(installed)} parts")


def _list_licences(folder: Path) -> int:
    places = [str(path) for path in folder.glob("runtime/lib/python*/site-packages")]
    rows = sorted(
        (normalised(each.name), each.version, licence_of(each.metadata))  # type: ignore[arg-type]  # a Message
        for each in distributions(path=places)
        if normalised(each.name) != OURS
    )
    with (REPORTS / "licences.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("package", "version", "licence"), *rows])
    return _told(0, f"{REPORTS / 'licences.csv'}: {len(rows)} licences")


def _audit(tools: Path, pinned: Path, installed: Packages) -> int:
    report = REPORTS / "advisories.json"
    report.unlink(missing_ok=True)
    how = ("--strict", "--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json")
    asked = _run(tools / "pip-audit", *how, "--output", report, "--requirement", pinned)
    if not report.is_file():
        why = (
            "The service of known weak points did not answer for every package, so nothing counts as audited"
        )
        return _told(2, f"{why} ({len(installed)} are installed): {_last_line(asked)}")
    found = outcome(installed, report.read_text(encoding="utf-8"))
    for line in (*(f"not audited: {each}" for each in found.unseen), *found.weak):
        print(line)
    counted = f"audited {found.audited} of {found.installed} installed packages"
    print(f"{counted}, {len(found.weak)} known weak points")
    return 0 if found.is_good and not asked.returncode else 1


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stderr or done.stdout).strip().splitlines()
    return re.sub(r"^ERROR:[\w.]+:", "", lines[-1]) if lines else f"code {done.returncode}"


def _told(status: int, sentence: str) -> int:
    print(sentence, file=sys.stderr if status else sys.stdout)
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

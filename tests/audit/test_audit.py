"""``make audit`` ends well only when everything was audited; the tools are stand-ins here."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.audit.__main__ import main

LISTED = [{"name": "alpha", "version": "1.0"}]
GOOD = {"dependencies": [{"name": "alpha", "version": "1.0", "vulns": []}]}
WEAK = {"dependencies": [{"name": "alpha", "version": "1.0", "vulns": [{"id": "X-1", "fix_versions": []}]}]}
SILENT = "import sys; sys.exit('requests.exceptions.ConnectionError: no answer')"
PARTS = {"components": LISTED}


def tool(folder: Path, name: str, body: str) -> None:
    path = folder / "tools" / "bin" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{sys.executable}\n{body}\n", encoding="utf-8")
    path.chmod(0o700)


def writing(option: str, report: object, status: int = 0) -> str:
    """A program that writes this report where the option says."""
    return (
        "import pathlib, sys\n"
        f"pathlib.Path(sys.argv[sys.argv.index({option!r}) + 1]).write_text({json.dumps(report)!r})\n"
        f"sys.exit({status})"
    )


@pytest.mark.parametrize(
    ("locked", "parts", "auditing", "status", "words"),
    [
        (
            "1.0",
            PARTS,
            writing("--output", GOOD),
            0,
            "audited 1 of 1 installed packages, 0 known weak points",
        ),
        ("1.0", PARTS, writing("--output", WEAK, 1), 1, "alpha 1.0: X-1, mended in none"),
        ("1.0", PARTS, writing("--output", {"dependencies": []}), 1, "not audited: alpha 1.0"),
        ("1.0", PARTS, writing("--output", GOOD, 1), 1, "audited 1 of 1"),
        (
            "1.0",
            PARTS,
            SILENT,
            2,
            "did not answer for every package, so nothing counts as audited (1 are installed)",
        ),
        ("1.0", {}, writing("--output", GOOD), 1, "The list of parts lacks alpha 1.0."),
        (
            "1.1",
            PARTS,
            writing("--output", GOOD),
            1,
            "requirements.lock has another version, or none, of alpha 1.0.",
        ),
    ],
)
def test_audit_tells_what_it_found_when_its_tools_have_run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    locked: str,
    parts: object,
    auditing: str,
    status: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = tmp_path / "var" / "audit" / "advisories.json"
    before.parent.mkdir(parents=True)
    before.write_text(json.dumps(GOOD), encoding="utf-8")
    lock = tmp_path / "config" / "deploy" / "requirements.lock"
    lock.parent.mkdir(parents=True)
    lock.write_text(f"alpha=={locked} \\\n    --hash=sha256:00\n", encoding="utf-8")
    tool(tmp_path, "python", f"print({json.dumps(LISTED)!r})")
    tool(tmp_path, "cyclonedx-py", writing("-o", parts))
    tool(tmp_path, "pip-audit", auditing)
    found = main(tmp_path)
    told = capsys.readouterr()

    assert status == found
    assert words in told.out + told.err

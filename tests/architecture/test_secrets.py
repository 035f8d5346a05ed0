"""No secret is kept with the code."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.architecture.secret_scan import files_of, found_in
from tests.architecture.sources import ROOT

# Put together here, so that this file holds none of them.
RANDOM = "x7Kq9" * 8
PLANTED = {
    "private key": "-----BEGIN RSA " + f"PRIVATE KEY-----\n{RANDOM}\n",
    "private part of a JWK": '{"kty": "RSA", "d": ' + f'"{RANDOM}"}}',
    "signed token": f"Authorization: Bearer eyJ{RANDOM}." + f"eyJ{RANDOM}.{RANDOM}",
    "token of a service": f"ghp_{RANDOM[:36]}",
    "quoted secret": "CLIENT_SECRET = " + f'"{RANDOM}"',
    "secret of a setting": "PASSERELLE_SECRET_KEY=" + RANDOM,
    "password in an address": "url: postgresql+psycopg://tool:" + "hunter22@db.example.org/tool",
}
HARMLESS = (
    "token = form_token(asker)",
    "PASSERELLE_SECRET_KEY=",
    "postgresql+psycopg://user:password@host/name",
    "-----BEGIN PUBLIC KEY-----",
    'SECRET = b"a secret of the tests, long enough to be taken"',
)


def test_no_secret_is_kept_when_the_files_are_read() -> None:
    files = files_of(ROOT)

    assert ROOT / "pyproject.toml" in files
    assert Path(__file__) in files
    assert [] == found_in(ROOT, files)


@pytest.mark.parametrize("kind", PLANTED)
def test_secret_is_found_when_one_is_planted(tmp_path: Path, kind: str) -> None:
    """What the test above is worth; the report names the place, and not the secret."""
    folder = tmp_path / "lti_tool"
    folder.mkdir()
    (folder / "planted.txt").write_text(f"first line\n{PLANTED[kind]}\n", encoding="utf-8")
    found = found_in(tmp_path, files_of(tmp_path))

    assert f"lti_tool/planted.txt:2: {kind}" in found
    assert RANDOM not in "".join(found)


@pytest.mark.parametrize(
    "name", [".env", ".env.local", "live.env", "tool.pem", "secret-key", "a.sqlite3-wal"]
)
def test_file_is_found_when_its_name_tells_of_secrets(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\0")

    assert [f"{name}: file of secrets or data"] == found_in(tmp_path, files_of(tmp_path))


@pytest.mark.parametrize("line", HARMLESS)
def test_nothing_is_found_when_a_line_holds_no_secret(tmp_path: Path, line: str) -> None:
    (tmp_path / "code.py").write_text(line, encoding="utf-8")

    assert [] == found_in(tmp_path, files_of(tmp_path))


def test_only_what_git_keeps_is_read_when_there_is_git(tmp_path: Path) -> None:
    """A file that is ignored may hold a secret; one that nobody added yet may not."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("var/\n", encoding="utf-8")
    (tmp_path / "var").mkdir()
    for name in ("var/secret-key", "secret-key"):
        (tmp_path / name).write_text("one", encoding="utf-8")

    assert ["secret-key: file of secrets or data"] == found_in(tmp_path, files_of(tmp_path))

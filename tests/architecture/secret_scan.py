"""What must never be kept with the code: private keys, tokens, passwords, files of settings and of data."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

NAMES = (
    ".env",
    ".env.*",
    "*.env",
    "*.key",
    "*.p12",
    "*.pem",
    "*.pfx",
    "*.sqlite3*",
    ".netrc",
    ".pypirc",
    "id_ed25519",
    "id_rsa",
    "secret-key",
)
HARMLESS = frozenset({"config/example.env"})
# Written out in three cases: an expression that ignores case takes five times as long to search for.
_WORDS = "|".join(
    cased
    for word in ("secret", "token", "passwd", "password", "passphrase", "key")
    for cased in (word, word.title(), word.upper())
)
_RANDOM = r"(?=[^\s\"']*\d)(?=[^\s\"']*[A-Za-z])[\w+/=.~-]{20,}"
KINDS = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "private part of a JWK": re.compile(r'"d"\s*:\s*"[\w-]{40,}"'),
    "signed token": re.compile(r"eyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}"),
    "token of a service": re.compile(
        r"(?:ghp_[A-Za-z0-9]{36}|gho_[A-Za-z0-9]{36}|ghs_[A-Za-z0-9]{36}|github_pat_\w{22}|glpat-[\w-]{20}|AKIA[0-9A-Z]{16}"
        r"|xoxb-[\w-]{10}|xoxp-[\w-]{10}|pypi-[\w-]{60})"
    ),
    "quoted secret": re.compile(rf"(?:{_WORDS})\w{{0,40}}[\"']?\s*[:=]\s*b?[\"']{_RANDOM}[\"']"),
    "secret of a setting": re.compile(
        rf"(?m)^[ \t]*(?:export |- )?[A-Z_]*(?:KEY|SECRET|TOKEN|PASSWORD)=[\"']?{_RANDOM}"
    ),
    "password in an address": re.compile(
        r"://\w+:(?!(?i:password|secret|mot-de-passe)@)[\w.~!$%^&*-]{6,}@[\w.-]+"
    ),
}
_LEFT_BY_TOOLS = ("var", "build", "dist", "__pycache__")


def files_of(root: Path) -> list[Path]:
    """The files that are kept, or would be with the next commit; without git every file but caches."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(asked, cwd=root, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return sorted(_walked(root))
    return sorted(root / name for name in set(listed.split("\0")) if name and (root / name).is_file())


def found_in(root: Path, files: Iterable[Path]) -> list[str]:
    """Place and kind of every secret. The secret itself is not told: reports are kept, too."""
    return [
        f"{path.relative_to(root).as_posix()}{what}"
        for path in files
        if path.relative_to(root).as_posix() not in HARMLESS
        for what in (*_in_name(path), *_in_text(path))
    ]


def _walked(root: Path) -> Iterator[Path]:
    for path in root.iterdir():
        is_tools = path.name in _LEFT_BY_TOOLS or path.name.startswith((".venv", ".git", ".mypy", ".ruff"))
        if path.is_dir() and not is_tools and not path.name.endswith("_cache"):
            yield from _walked(path)
        elif path.is_file():
            yield path


def _in_name(path: Path) -> Iterator[str]:
    if any(fnmatch(path.name, name) for name in NAMES):
        yield ": file of secrets or data"


def _in_text(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    if b"\0" in content[:8192]:
        return
    text = content.decode("utf-8", errors="replace")
    for kind, pattern in KINDS.items():
        for match in pattern.finditer(text):
            yield f":{text.count(chr(10), 0, match.start()) + 1}: {kind}"

"""What the tools of an audit report, read and held against what is installed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message

OURS = "passerelle"
UNKNOWN = "unknown"
Packages = Mapping[str, str]
"""The versions of packages by their normalised names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was found. ``unseen`` are installed packages that nobody audited in their version."""

    installed: int
    audited: int
    unseen: tuple[str, ...]
    weak: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether every installed package was audited, and none has a known weak point."""
        return bool(self.installed) and self.audited == self.installed and not self.unseen and not self.weak


def normalised(name: str) -> str:
    """The name of a package as indexes compare it: PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed_in(listed: str) -> Packages:
    """The packages of ``pip list --format json``, without the project's own."""
    found = {normalised(each["name"]): each["version"] for each in json.loads(listed)}
    return {name: version for name, version in sorted(found.items()) if name != OURS}


def locked_in(lock: str) -> Packages:
    """The packages of a file of locked versions, also those that only other machines need."""
    found = re.findall(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", lock, re.MULTILINE)
    return {normalised(name): version for name, version in found}


def listed_in(bill: str) -> Packages:
    """The parts of a CycloneDX list."""
    return {normalised(part["name"]): part["version"] for part in json.loads(bill).get("components", [])}


def outcome(installed: Packages, advisories: str) -> Outcome:
    """The report of ``pip-audit --format json`` held against what is installed.

    A package that was skipped stands in that report, too, with a reason: it counts as not audited.
    """
    reported = json.loads(advisories)["dependencies"]
    seen = {normalised(each["name"]): each for each in reported if "skip_reason" not in each}
    versions = {name: each.get("version") for name, each in seen.items()}
    return Outcome(
        installed=len(installed),
        audited=len(seen),
        unseen=unlike(installed, versions),
        weak=tuple(
            f"{name} {each['version']}: {weak['id']}, mended in {', '.join(weak['fix_versions']) or 'none'}"
            for name, each in sorted(seen.items())
            for weak in each.get("vulns", ())
        ),
    )


def unlike(installed: Packages, found: Mapping[str, str | None]) -> tuple[str, ...]:
    """The installed packages that are not found in their version."""
    return tuple(f"{name} {version}" for name, version in installed.items() if found.get(name) != version)


def licence_of(metadata: Message) -> str:
    """What a package says of its licence: the expression, the classifiers, or the first line of free text."""
    if expression := metadata.get("License-Expression"):
        return str(expression).strip()
    classifiers: Sequence[str] = metadata.get_all("Classifier") or ()
    named = [text.split(" :: ")[-1] for text in classifiers if text.startswith("License :: ")]
    free = str(metadata.get("License") or "").strip().splitlines()
    return "; ".join(named) or (free[0].strip() if free else UNKNOWN)

"""The locked packages are those that the project asks for, each with its hashes; no index is named."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from tests.architecture.sources import ROOT
from tests.audit.reports import locked_in, normalised
from tests.packaging.deploying import text_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ASKED = {
    "requirements.lock": [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["pdf"],
    ],
    "build.lock": PROJECT["build-system"]["requires"],
}
MACHINES: tuple[Mapping[str, str], ...] = tuple(
    {
        "python_version": version,
        "platform_machine": machine,
        "sys_platform": "linux",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for version in ("3.11", "3.12", "3.13")
    for machine in ("x86_64", "aarch64")
)


def entries(name: str) -> Iterator[str]:
    """Each package with what stands below it."""
    lines = "\n".join(line for line in text_of(name).splitlines() if not line.lstrip().startswith("#"))
    return (entry for entry in re.split(r"\n(?=\S)", lines) if entry.strip())


@pytest.mark.parametrize("name", ASKED)
def test_every_package_is_locked_within_its_range_when_the_project_asks_for_it(name: str) -> None:
    locked = locked_in(text_of(name))
    wanted = [Requirement(text) for text in ASKED[name]]

    assert wanted
    assert [] == [
        str(one)
        for one in wanted
        if not one.specifier.contains(locked.get(normalised(one.name), "0"), prereleases=False)
    ]


@pytest.mark.parametrize("name", ASKED)
def test_every_entry_is_one_version_with_its_hashes(name: str) -> None:
    found = list(entries(name))

    assert len(found) == len(locked_in(text_of(name)))
    assert [] == [one for one in found if not re.search(r"--hash=sha256:[0-9a-f]{64}(\s|$)", one)]
    assert [] == re.findall(r"^--?\w.*|\S*://\S*", text_of(name), re.MULTILINE)


def test_what_the_project_asks_for_is_there_on_every_machine_that_is_promised() -> None:
    """A marker leaves a package out elsewhere, never on Linux with the versions and processors promised."""
    marked = {
        normalised(found[1]): Marker(found[2])
        for found in re.finditer(r"^([\w.-]+)==\S+ ; (.+?) \\$", text_of("requirements.lock"), re.MULTILINE)
    }
    absent = {
        name for name, marker in marked.items() if not all(marker.evaluate(dict(one)) for one in MACHINES)
    }

    assert {"greenlet", "psycopg-binary"} <= set(marked)
    assert {"brotlicffi", "tzdata"} >= absent

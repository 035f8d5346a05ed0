"""An audit counts only when it saw every package that is installed."""

from __future__ import annotations

import json
from email.message import Message

import pytest

from tests.audit.reports import installed_in, licence_of, listed_in, outcome, unlike

LISTED = [
    {"name": "Flask_Babel", "version": "4.0.0"},
    {"name": "Jinja2", "version": "3.1.6"},
    {"name": "passerelle", "version": "0.1.0"},
]
BABEL = {"name": "flask-babel", "version": "4.0.0", "vulns": []}
JINJA = {"name": "jinja2", "version": "3.1.6", "vulns": []}
WEAK = {"id": "PYSEC-2099-1", "fix_versions": ["3.1.7"]}
INSTALLED = installed_in(json.dumps(LISTED))


def report(*dependencies: dict[str, object]) -> str:
    return json.dumps({"dependencies": dependencies, "fixes": []})


def test_our_own_package_is_left_out_when_packages_are_listed() -> None:
    assert {"flask-babel": "4.0.0", "jinja2": "3.1.6"} == INSTALLED


def test_all_is_well_when_every_package_was_audited() -> None:
    found = outcome(INSTALLED, report(BABEL, JINJA))

    assert (2, 2, (), (), True) == (found.installed, found.audited, found.unseen, found.weak, found.is_good)


@pytest.mark.parametrize(
    ("audited", "other"),
    [
        (1, BABEL),
        (1, {"name": "jinja2", "skip_reason": "Dependency not found on PyPI"}),
        (2, JINJA | {"version": "3.1.5"}),
    ],
)
def test_package_is_named_when_nobody_audited_it(audited: int, other: dict[str, object]) -> None:
    found = outcome(INSTALLED, report(BABEL, other))

    assert (audited, ("jinja2 3.1.6",), False) == (found.audited, found.unseen, found.is_good)


def test_audit_does_not_count_when_it_saw_other_packages_or_none() -> None:
    more = {"name": "another", "version": "1", "vulns": []}

    assert not outcome(INSTALLED, report(BABEL, JINJA, more)).is_good
    assert not outcome({}, report()).is_good


def test_weak_point_is_told_when_one_is_known() -> None:
    found = outcome(INSTALLED, report(BABEL, JINJA | {"vulns": [WEAK, WEAK | {"fix_versions": []}]}))

    assert not found.is_good
    assert (
        "jinja2 3.1.6: PYSEC-2099-1, mended in 3.1.7",
        "jinja2 3.1.6: PYSEC-2099-1, mended in none",
    ) == found.weak


def test_part_is_named_when_the_list_of_parts_lacks_it() -> None:
    bill = json.dumps({"components": [{"name": "Jinja2", "version": "3.1.6"}]})

    assert ("flask-babel 4.0.0",) == unlike(INSTALLED, listed_in(bill))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([("License-Expression", "MIT"), ("License", "other")], "MIT"),
        ([("Classifier", "License :: OSI Approved :: BSD License"), ("License", "long text")], "BSD License"),
        ([("Classifier", "Framework :: Flask"), ("License", "ZPL 2.1\nmore")], "ZPL 2.1"),
        ([], "unknown"),
    ],
)
def test_licence_is_read_when_a_package_names_it(fields: list[tuple[str, str]], expected: str) -> None:
    metadata = Message()
    for name, value in fields:
        metadata[name] = value

    assert expected == licence_of(metadata)

"""Names that may be other people's: the row Z25 of the security notes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lti_tool.domain.renaming import is_somebody_else, names_changed
from lti_tool.domain.roles import Rights
from lti_tool.domain.roster import KnownMember, NamesChanged, RosterMember

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def known(*names: str) -> dict[str, KnownMember]:
    """People of a course, by ``sub``: "0", "1" and so on."""
    return {
        str(number): KnownMember(
            person_id=f"p-{number}",
            name=name,
            rights=Rights.LEARNER,
            is_learner=True,
            is_active=True,
            is_listed=True,
            groups=(),
            launched_at=None,
        )
        for number, name in enumerate(names)
    }


def read(*names: str) -> list[RosterMember]:
    """The same people as a platform lists them."""
    return [RosterMember(sub=str(number), name=name) for number, name in enumerate(names)]


def warned(before: list[str], after: list[str]) -> tuple[int, int] | None:
    found = names_changed(known(*before), read(*after), NOW)
    return (found.changed, found.known) if found else None


def old(count: int) -> list[str]:
    return [f"Ancien{number} Nom{number}" for number in range(count)]


def other(count: int) -> list[str]:
    return [f"Nouveau{number} Autre{number}" for number in range(count)]


@pytest.mark.parametrize(
    ("before", "after", "is_other"),
    [
        pytest.param("Amina Diallo", "DIALLO Amina", False, id="order-and-case"),
        pytest.param("Amina Diallo", "Amina Martin", False, id="married"),
        pytest.param("Inès Mukendi", "Ines MUKENDI", False, id="accents"),
        pytest.param("Jean-Pierre Wauters", "Pierre Adam", False, id="half-of-a-double-name"),
        pytest.param("Zoé  d'Hondt", "HONDT, Zoe", False, id="apostrophe-and-comma"),
        pytest.param("Straße Groß", "STRASSE", False, id="sharp-s"),
        pytest.param("Amina Diallo", "Omar Martin", True, id="other-person"),
        pytest.param("Ana", "Anaïs", True, id="only-a-beginning-is-the-same"),
        pytest.param("Amina", "Omar", True, id="one-word"),
        pytest.param("Amina Diallo", "...", False, id="no-word-at-all"),
    ],
)
def test_a_name_is_another_persons_when_no_word_is_the_same(before: str, after: str, is_other: bool) -> None:
    """Z25"""
    assert is_other is is_somebody_else(before, after)


@pytest.mark.parametrize(
    ("of", "changed", "expected"),
    [
        (9, 5, (5, 9)),
        (10, 5, None),
        (4, 4, None),
        (5, 5, (5, 5)),
        (15, 12, (12, 15)),
        (5_000, 2_501, (2_501, 5_000)),
        (5_000, 2_500, None),
    ],
)
def test_a_warning_comes_when_five_and_more_than_half_are_others(
    of: int, changed: int, expected: tuple[int, int] | None
) -> None:
    """Z25"""
    before = old(of)

    assert expected == warned(before, [*other(changed), *before[changed:]])


def test_people_count_when_they_have_a_name_on_both_sides() -> None:
    """Z25: neither newcomers, nor those whose name was or is hidden, nor those who left."""
    before = [*old(5), "", "Anna Adam", "Boris Blanc", "Carl Cools"]
    after = [*other(5), "Dina Denis", "", "", "Carl Cools"]
    newcomers = [RosterMember(sub=f"new-{number}", name=f"Neuf{number}") for number in range(20)]
    found = names_changed(known(*before, *old(30)), [*read(*after), *newcomers], NOW)

    assert NamesChanged(changed=5, known=6, at=NOW) == found


def test_nothing_is_warned_of_when_a_course_is_read_for_the_first_time() -> None:
    assert names_changed({}, read(*old(30)), NOW) is None

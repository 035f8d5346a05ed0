"""Every kind of page in front of axe, narrow and wide, light and dark."""

from __future__ import annotations

import pytest

from tests.accessibility.catalogue import Catalogue
from tests.accessibility.groups import GROUPS, group_of, one_of_each_kind
from tests.accessibility.looking import DESK_WIDTH, PHONE_WIDTH, Gallery, told, violations_in_all_modes
from tests.sampling import every, turn

FEW = 10


def test_every_page_is_in_a_group_that_is_tested(pages: Catalogue) -> None:
    """A new kind of screen, or of page, must not go by unseen."""
    assert set(GROUPS) == {group_of(name) for name in pages}


@pytest.mark.parametrize("group", GROUPS)
def test_axe_finds_nothing(gallery: Gallery, group: str) -> None:
    """No violation, of any rule, at 320 or 1280 px by turns, light and dark; at both in a whole run. Of the
    groups with many pages every other one, which is looked at whole there.
    """
    found: dict[str, list[str]] = {}
    kinds = one_of_each_kind(gallery.names(group), gallery.pages)
    for place, name in enumerate(every(2 if len(kinds) > FEW else 1, kinds)):
        gallery.open(name)
        found[name] = violations_in_all_modes(gallery.page, turn(place, (PHONE_WIDTH, DESK_WIDTH)))

    assert not told(found), told(found)

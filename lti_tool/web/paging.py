"""Which page of the group is looked at: in the address, so that a button leads back to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import url_for

from lti_tool.domain.cohort import Paging
from lti_tool.domain.roster import is_group
from lti_tool.services.cohorts import Cohort
from lti_tool.services.launches import Visit
from lti_tool.web.i18n import _
from lti_tool.web.present_cohort import Pages
from lti_tool.web.showing_filters import narrowing_asked, narrowing_in_address

DIGITS_AT_MOST = 6


def page_asked(given: str) -> int:
    """The page that an address asks for; the first one when it asks for none, or for nonsense."""
    is_number = given.isascii() and given.isdecimal() and len(given) <= DIGITS_AT_MOST
    return max(1, int(given)) if is_number else 1


def place_asked(arguments: Mapping[str, str]) -> dict[str, str]:
    """Group, filters and pages of an address, as the next address has to say them; the first page is not
    said.
    """
    place = {name: str(page_asked(arguments.get(name, ""))) for name in ("page", "left")}
    found = {name: page for name, page in place.items() if page != "1"}
    found |= narrowing_in_address(narrowing_asked(arguments))
    group = arguments.get("group", "")
    return {"group": group, **found} if is_group(group) else found


def place_of(cohort: Cohort) -> dict[str, str]:
    """The same for the page that is being shown."""
    return _place(cohort, cohort.page.number, cohort.left_page.number)


def pages_of_members(visit: Visit, cohort: Cohort) -> Pages | None:
    """The way through those who are enrolled; ``None`` when one page holds them all."""
    left = cohort.left_page.number
    return _pages(visit, cohort.page, lambda number: _place(cohort, number, left))


def pages_of_leavers(visit: Visit, cohort: Cohort) -> Pages | None:
    """The way through those who left, on the same page of the others."""
    page = cohort.page.number
    return _pages(visit, cohort.left_page, lambda number: _place(cohort, page, number))


def _pages(visit: Visit, page: Paging, place: Callable[[int], dict[str, str]]) -> Pages | None:
    if page.pages == 1:
        return None
    handle = visit.launch.handle
    hrefs = {
        number: url_for("cohort.review", **{"handle": handle, **place(number)})  # type: ignore[arg-type]
        for number in (page.number - 1, page.number + 1)
        if 1 <= number <= page.pages
    }
    return Pages(
        text=_("Page %(page)s sur %(pages)s", page=page.number, pages=page.pages),
        previous_href=hrefs.get(page.number - 1, ""),
        next_href=hrefs.get(page.number + 1, ""),
    )


def _place(cohort: Cohort, page: int, left: int) -> dict[str, str]:
    asked = narrowing_in_address(cohort.asked)
    return place_asked({**asked, "group": cohort.group, "page": str(page), "left": str(left)})

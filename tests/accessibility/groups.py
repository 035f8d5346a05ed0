"""The groups of the catalogue, one test each, so that two workers can share them."""

from __future__ import annotations

from collections.abc import Iterable

from lti_tool.web.present import AccessPage, ErrorPage, QuestionPage
from tests.accessibility.catalogue import Catalogue

SCREENS = (
    "chat",
    "document",
    "files",
    "mailbox",
    "message",
    "none",
    "phone_home",
    "picture",
    "search_page",
    "settings",
    "sheet",
    "table",
    "video_room",
    "web_page",
    "web_pages",
    "window",
)
WITH_ANSWERS_TO_MISS = (
    "chat",
    "document",
    "files",
    "message",
    "none",
    "picture",
    "search_page",
    "settings",
    "sheet",
    "table",
    "web_page",
    "window",
)
OTHERS = (
    "accessibility",
    "actions",
    "admin",
    "access",
    "check",
    "desk",
    "documents",
    "welcome",
    "around",
    "error",
    "result",
    "second",
    "cohort",
    "choose",
    "comfort",
    "course",
    "picker",
    "ledger",
    "exports",
    "helping",
    "manual",
    "guides",
    "module",
    "person",
    "record",
    "trial",
    "connecting",
    "opening",
    "own-data",
    "paper",
    "path",
    "sitting",
    "step",
    "stuck",
    "task-voices",
    "resources",
    "preview",
    "views",
    "welcome-words",
)
GROUPS = (
    *(f"scene-{screen}" for screen in SCREENS),
    *(f"helped-{screen}" for screen in SCREENS),
    *(f"missing-{screen}" for screen in WITH_ANSWERS_TO_MISS),
    *OTHERS,
)


def group_of(name: str) -> str:
    """The group of a page."""
    return name.partition("/")[0]


def one_of_each_kind(names: Iterable[str], pages: Catalogue) -> list[str]:
    """Of pages that differ in nothing but their words, the first."""
    kinds: dict[object, str] = {}
    for name in names:
        kinds.setdefault(_kind(name, pages[name].page), name)
    return list(kinds.values())


def _kind(name: str, page: object) -> object:
    if isinstance(page, QuestionPage):
        return page.screen_kind, "helped" if page.help else page.task_kind
    if isinstance(page, AccessPage):
        return page.is_incomplete, bool(page.given), page.is_again
    if isinstance(page, ErrorPage):
        return bool(page.href)
    return name

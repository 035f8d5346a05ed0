"""What surrounds every page: menus, ways out, and how the reader wants the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lti_tool.domain.comfort import USUAL, Comfort

if TYPE_CHECKING:
    from lti_tool.web.present_sitting import Together


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language that the reader may switch to. ``name`` is in that language ("Nederlands")."""

    code: str
    name: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageMenu:
    """The menu of languages: buttons of a form with an ``action``, links when it is empty.

    ``back`` is the address of the present page, which the form leads back to.
    """

    languages: tuple[Language, ...]
    action: str = ""
    back: str = ""

    @property
    def current(self) -> str:
        """The name of the language of the page."""
        return next((one.name for one in self.languages if one.is_current), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One part of the trainer's workspace; ``is_current`` where the page belongs to it."""

    name: str
    href: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoShown:
    """A centre's logo, in pixels of the page; ``name`` is the centre's, empty where it has none."""

    href: str
    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds every page.

    ``sign_out_action`` is empty when nobody is signed in, ``course_href`` when the platform gave no
    address to return to. ``whose`` is a name when the page should ask whether the reader is this person.
    A learner's page has the address at which they say that they are stuck, with the ``place`` where they
    are, that of who helps, of their own data, of the statement on accessibility and of their ``comfort``.
    A trainer's page has the parts of the workspace in ``tabs``, ``together`` where a learner's activity is
    on the trainer's screen. ``is_kiosk`` on a shared computer. ``guide_href`` leads to the staff's guide.
    ``accent`` is the centre's colour, empty for the usual one, ``logo`` its logo where the page has
    room for it.
    """

    sign_out_action: str = ""
    course_href: str = ""
    whose: str = ""
    stuck_action: str = ""
    stuck_place: str = ""
    helpers_href: str = ""
    own_data_href: str = ""
    accessibility_href: str = ""
    comfort_href: str = ""
    comfort: Comfort = USUAL
    tabs: tuple[Tab, ...] = ()
    together: Together | None = None
    is_kiosk: bool = False
    guide_href: str = ""
    accent: str = ""
    logo: LogoShown | None = None
    direction: Literal["ltr", "rtl"] = "ltr"


NO_FRAME = Frame()

"""What the page of comfort receives: ready values, nothing to compute. Rules: see ``present``."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.domain.comfort import NO, USUAL, Comfort
from lti_tool.web.present import NO_FRAME, Frame, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ComfortPage:
    """``comfort/choose.html``: how the reader wants the pages. ``chosen`` is what stands now, ``back`` the
    address of the page that they came from, to which the form leads back. ``languages`` are those that may
    stand below the page's own, ``second`` the code of the one that does or "no".
    """

    action: str
    back: str
    chosen: Comfort = USUAL
    languages: tuple[Language, ...] = ()
    frame: Frame = NO_FRAME

    @property
    def second(self) -> str:
        """Which choice of a second language is ticked; the page's own language is never offered."""
        return next((one.code for one in self.languages if one.is_current), NO)

    @property
    def is_usual(self) -> bool:
        """Whether there is nothing to put back."""
        return self.chosen == USUAL

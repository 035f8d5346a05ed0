"""What the page of comfort receives: ready values, nothing to compute. Rules: see ``present``."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.domain.comfort import USUAL, Comfort
from lti_tool.web.present import NO_FRAME, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class ComfortPage:
    """``comfort/choose.html``: how the reader wants the pages. ``chosen`` is what stands now, ``back`` the
    address of the page that they came from, to which the form leads back.
    """

    action: str
    back: str
    chosen: Comfort = USUAL
    frame: Frame = NO_FRAME

    @property
    def is_usual(self) -> bool:
        """Whether there is nothing to put back."""
        return self.chosen == USUAL

"""What the administration's pages of the texts to agree to receive: ready values, nothing to compute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from lti_tool.web.present import NO_FRAME, Frame

CharterFault = Literal["", "empty", "long"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterLine:
    """One text: in which module it stands, and whose words it has; ``version`` is 0 for the given ones."""

    module: str
    step: str
    href: str
    content_language: str = "fr"
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartersPage:
    """``admin/charters.html``: every text that learners agree to."""

    centre: str
    lines: tuple[CharterLine, ...]
    back_href: str
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterPage:
    """``admin/charter.html``: one text to change.

    ``words`` is the Markdown in the form and ``edition`` what it was changed from. ``seen`` is how the words
    look to learners, empty until that was asked for; ``odd_lines`` are those in which something is no plain
    Markdown and stays as it is. ``standing`` is the text as it is now where another window was faster.
    """

    module: str
    step: str
    words: str
    edition: int
    at_most: int
    action: str
    back_href: str
    content_language: str = "fr"
    give_back_action: str = ""
    fault: CharterFault = ""
    length: int = 0
    seen: Markup | None = None
    odd_lines: tuple[int, ...] = ()
    standing: Markup | None = None
    is_saved: bool = False
    frame: Frame = NO_FRAME

"""What the pages of the preview receive: ready values, nothing to compute. See ``present`` for the rules."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.web.present import NO_FRAME, Frame
from lti_tool.web.present_module import ModulePage


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultLine:
    """One fault of ``content check``: ``place`` is the file, below the folder, and the line."""

    place: str
    what: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """One module that can be looked at."""

    id: str
    title: str
    minutes: int
    language: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftsPage:
    """``preview/drafts.html``: the modules of a folder, and what is wrong in it. ``module`` is the one that
    was asked for and cannot be shown; then ``back_href`` leads to all of them.
    """

    folder: str
    faults: tuple[FaultLine, ...]
    modules: tuple[DraftLine, ...] = ()
    module: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME

    @property
    def command(self) -> str:
        """What begins a module in this folder."""
        return f"passerelle content new module {self.folder} C01"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage(ModulePage):
    """``preview/first.html``: the first page of a module, and the way to the others."""

    drafts_href: str

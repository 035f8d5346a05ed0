"""What the pages about results from elsewhere receive. See ``present`` for the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lti_tool.web.present import NO_FRAME, AccessChoice, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideLine:
    """One result: where from, when, what it says, and the level that we read in it, or ``None``.

    ``is_agreed`` tells that it starts the engine. ``action`` takes ``agrees=1``, ``agrees=0`` or
    ``remove=1``; it is empty for what the reader can neither decide nor remove, and ``can_decide`` is the
    learner's alone. ``has_evidence`` tells whether there is a level to start with at all.
    """

    source: str
    day: str
    says: str = ""
    level: str = ""
    area: str = ""
    is_by_trainer: bool = False
    is_agreed: bool = False
    has_evidence: bool = False
    can_decide: bool = False
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideSourceLink:
    """One source to choose from."""

    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsidePage:
    """``checks/outside.html``: the results that are known, and the sources. ``name`` is the learner's for a
    trainer, empty for the learner.
    """

    lines: tuple[OutsideLine, ...]
    sources: tuple[OutsideSourceLink, ...]
    name: str = ""
    trainer_name: str = ""
    is_kept: bool = False
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideFormPage:
    """``checks/outside_form.html``: one result of one source. Posts ``day``, ``says``, ``level``, ``score``,
    ``area`` and ``agrees=1``.

    ``faults`` says by field why it cannot be kept (``domain.outside.Faults``), ``given`` what was typed.
    ``score_low`` and ``score_high`` are both 0 for a source without scores. ``name`` as above.
    """

    source: str
    submission: str
    levels: tuple[AccessChoice, ...] = ()
    areas: tuple[AccessChoice, ...] = ()
    score_low: int = 0
    score_high: int = 0
    says_length: int = 0
    name: str = ""
    trainer_name: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    action: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME

    @property
    def has_score(self) -> bool:
        """Whether the source's results are numbers."""
        return self.score_high > 0

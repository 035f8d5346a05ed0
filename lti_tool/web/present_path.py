"""What the pages of the path receive: ready values, nothing to compute. See ``present`` for the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame
from lti_tool.web.present_result import Condition
from lti_tool.web.present_todo import LoanLine

StageName = Literal["diagnostic", "warm-up", "activities", "end"]
StageState = Literal["to-do", "under-way", "done", "not-now", "skipped"]
SkipReason = Literal["", "not-willing", "done-elsewhere", "other-way", "no-time", "left"]
RunState = Literal["new", "open", "done"]
TemplateName = Literal["first-computer", "paperwork-by-phone", "job", "one-need", "little-time"]
PathNotice = Literal["", "path-kept", "path-changed", "wait-reason", "skip-reason", "seen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """One of the four stages. ``at`` is the day since when it stands so, ``due`` the day before which it is
    to be done, each empty when there is none. ``by`` names the trainer who confirmed or skipped it.
    """

    name: StageName
    state: StageState
    at: str = ""
    due: str = ""
    is_late: bool = False
    skip: SkipReason = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleLine:
    """One module. ``reason`` is one sentence, empty for what is not on the list. ``step`` of ``steps`` is
    where the person is while it is under way. ``is_ticked`` is for a trainer's list alone; ``since`` is the
    day of the person's « not now ».
    """

    id: str
    title: str
    minutes: int
    href: str = ""
    reason: str = ""
    state: RunState = "new"
    step: int = 0
    steps: int = 0
    content_language: str = "fr"
    is_ticked: bool = False
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A trainer asks to wait with activities at a distance: who, and why in their own words."""

    reason: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPage:
    """``path/overview.html``: where I am, one next small step, and all the rest.

    ``next`` is ``None`` when nothing is to be done. ``first`` fits into the first half-day, ``start``
    completes it, ``further`` comes then; none of them repeats ``next``. ``others`` are open to everybody,
    ``put_off`` those to which the person said « not now »: ``later_action`` takes both presses.
    ``video_href`` leads to the module of the video room, empty when there is none, ``views_href`` to who
    looked at the record. ``loans`` are the devices that are lent to the learner.
    """

    stages: tuple[StageLine, ...]
    next: ModuleLine | None
    first: tuple[ModuleLine, ...] = ()
    start: tuple[ModuleLine, ...] = ()
    further: tuple[ModuleLine, ...] = ()
    done: tuple[ModuleLine, ...] = ()
    others: tuple[ModuleLine, ...] = ()
    put_off: tuple[ModuleLine, ...] = ()
    later_action: str = ""
    conditions: tuple[Condition, ...] = ()
    video_href: str = ""
    wait: Wait | None = None
    has_result: bool = False
    is_confirmed: bool = False
    trainer_name: str = ""
    views_href: str = ""
    loans: tuple[LoanLine, ...] = ()
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class NextModules:
    """What a result says of what comes next: three modules at most, and the way to the whole path."""

    modules: tuple[ModuleLine, ...]
    path_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureLine:
    """One step that was done for real, as the learner says: ``ticked`` of its gestures, and which trainer saw
    it when. ``step`` goes back with the press, empty when there is nothing to confirm or nobody may.
    """

    title: str
    gestures: tuple[str, ...]
    step: str = ""
    seen_at: str = ""
    seen_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """One answer that the learner gave knowing that the trainer reads it."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One module that was begun, with what a trainer looks at."""

    module: ModuleLine
    is_accompanied: bool = False
    gestures: tuple[GestureLine, ...] = ()
    said: tuple[SaidLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedLine:
    """Which text the learner agreed to, in which version, and when."""

    title: str
    version: int
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLine:
    """One route that a trainer may start from: it ticks the list otherwise, and keeps nothing by itself."""

    name: TemplateName
    href: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRecord:
    """``cohort/path.html``: the path of one person on the trainer's page about them.

    ``ticked`` modules take ``duration`` altogether, ``is_long`` when that is more than two half-days.
    ``put_off`` are those to which the person said « not now ».
    ``has_result`` is whether the list rests on a result that was sent. ``version`` goes back with every
    decision. The actions are empty for an assistant, who reads and decides nothing. ``skippable`` are the
    stages that may be skipped, ``skipped`` those that are.
    """

    stages: tuple[StageLine, ...]
    to_do: tuple[ModuleLine, ...]
    others: tuple[ModuleLine, ...]
    runs: tuple[RunLine, ...]
    agreed: tuple[AgreedLine, ...] = ()
    templates: tuple[TemplateLine, ...] = ()
    put_off: tuple[ModuleLine, ...] = ()
    ticked: int = 0
    duration: str = ""
    is_long: bool = False
    version: int = 0
    has_result: bool = False
    confirmed_at: str = ""
    confirmed_by: str = ""
    wait: Wait | None = None
    wait_since: str = ""
    line_length: int = 120
    skippable: tuple[StageLine, ...] = ()
    skipped: tuple[StageLine, ...] = ()
    notice: PathNotice = ""
    confirm_action: str = ""
    wait_action: str = ""
    stage_action: str = ""
    seen_action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRow:
    """One person in the group of a link that opens a module or the path. ``own`` is the module of the link,
    ``None`` where the link opens the path. ``waiting`` counts the steps done for real that nobody saw yet.
    """

    own: ModuleLine | None = None
    done: int = 0
    under_way: tuple[ModuleLine, ...] = ()
    waiting: int = 0

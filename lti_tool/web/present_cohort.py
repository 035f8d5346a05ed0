"""What the trainer's pages receive: ready values, nothing to compute. See ``present`` for the rules.

No page here carries a rank, an average or a percentage. Levels arrive with the end of the diagnostic, as in
the course's gradebook; what was done with help and what to prepare arrive once the learner has sent them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, AccessAnswer, Frame
from lti_tool.web.present_checks import RecordChecks
from lti_tool.web.present_filters import FilterBar, WhereLine
from lti_tool.web.present_papers import PersonDocuments
from lti_tool.web.present_path import PathRecord, PathRow
from lti_tool.web.present_record import NOTHING_ADDED, RecordAdditions
from lti_tool.web.present_result import Certainty, Condition, Official, Reading, Why
from lti_tool.web.present_stuck import CallLine, MoreCalls
from lti_tool.web.present_todo import PersonActions

Progress = Literal["not-opened", "not-started", "started", "paused", "declined", "finished", "sent"]
GradeState = Literal["to-send", "reading", "sent", "waiting", "refused", "kept", "none"]
Notice = Literal[
    "",
    "retried",
    "activity-chosen",
    "no-record",
    "roster-asked",
    "roster-soon",
    "roster-agreed",
    "roster-changed",
    "names-accepted",
]


OFFICIAL_NAMES_CREDIT = (
    "DigComp 3.0, Cosgrove and Cachia, European Union 2025, CC BY 4.0, names translated/adapted; "
    "not endorsed by the European Commission."
)
"""As the licence of the framework wants it, in English in every language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaName:
    """The head of one area's column: its number, its full name and a short one."""

    number: int
    name: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeLine:
    """What became of some grades of one person, in words.

    ``state`` "none" means that no grade leaves, by choice. ``count`` grades share this line; ``at`` is the
    moment of sending or refusal, ``next_at`` of the next try, both ready to print. ``reason`` completes
    "en attente : …" or "refusée : …"; ``remedy`` is what to change, one sentence; ``code`` is technical.
    ``label`` names the column on the person's page and is empty in the table.
    """

    state: GradeState
    count: int = 1
    at: str = ""
    next_at: str = ""
    reason: str = ""
    remedy: str = ""
    code: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person of the cohort. ``levels`` holds five values 0 to 4, ``None`` for an empty cell.

    ``needs`` is what to prepare for this person ("prêt d'un ordinateur"), empty until sent.
    ``helped`` counts answers given with help, ``None`` until sent. ``retry_action`` is empty when there is
    nothing to send again. ``groups`` are named ("Groupe 7"). ``step`` is the area that the person has
    reached, 0 when not under way. ``path`` is set where the link opens a module or the path. ``where`` is
    ``None`` where nothing is known of the person in the course.
    """

    name: str
    href: str
    progress: Progress
    levels: tuple[int | None, ...]
    at: str = ""
    step: int = 0
    steps: int = 5
    helped: int | None = None
    needs: tuple[str, ...] = ()
    grades: tuple[GradeLine, ...] = ()
    retry_action: str = ""
    groups: tuple[str, ...] = ()
    path: PathRow | None = None
    where: WhereLine | None = None

    @property
    def has_distance(self) -> bool:
        """Whether anything may be said of readiness for a distance."""
        return self.where is not None and bool(self.where.distance)

    @property
    def has_levels(self) -> bool:
        """Whether any area has a level: if none has, the card on a phone leaves the five out."""
        return any(level is not None for level in self.levels)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChoice:
    """One group that the list can be narrowed to, or everybody."""

    name: str
    href: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterNote:
    """How fresh the list of the course is: whole sentences. ``code`` is technical, empty when all is well.

    ``missing`` learners would leave with a list that is suspiciously short, 0 when there is no such question;
    ``agree_action`` is where a trainer says yes, empty for an assistant.
    """

    lines: tuple[str, ...]
    is_trouble: bool = False
    code: str = ""
    refresh_action: str = ""
    missing: int = 0
    agree_action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesNote:
    """Most names became others at once. ``seen_at`` goes back with the answer; ``accept_action`` is where a
    trainer says that this is right, empty for an assistant.
    """

    text: str
    seen_at: str
    accept_action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The page of a longer list, as "Page 2 sur 100"; an address is empty where there is no such page."""

    text: str
    previous_href: str = ""
    next_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPage:
    """``cohort/cohort.html``: one row per person, by name.

    ``accepts_grades`` is false when the platform takes no grades for this link; a line then says so.
    ``notice`` "retried" follows a press on "send again", "no-record" a link of the gradebook to somebody who
    has nothing here. ``groups`` begins with everybody and is empty when there is nothing to narrow.
    ``leavers`` are no longer in the course. ``is_copy`` tells that the course was copied from an older one.
    ``trial_href`` shows what a learner meets, ``look_href`` where there are no tasks. Without a course
    (``has_course``) there is no group. ``pages`` and ``left_pages`` are ``None`` when all fit on one page;
    ``left`` counts all who left, and ``is_left_open`` unfolds them. Without ``shows_results`` the rows hold
    no result, and a check (``is_check``) has none; where the link opens a module (``has_own_module``) or the
    path (both ``is_path``), the rows tell how far everybody is in the modules. ``names`` warns of names that
    may be other people's. ``calls`` are those who wait for help, ``more_calls`` the rest of them.
    ``filters`` is ``None`` while nobody is in the group. ``sittings_href`` leads to the code that a trainer
    shows, empty where there is none, ``distance_href`` to who is not ready for a distance. ``paused`` are
    people whose data are only stored.
    """

    title: str
    course: str
    areas: tuple[AreaName, ...]
    people: tuple[PersonRow, ...] = ()
    accepts_grades: bool = True
    notice: Notice = ""
    updated_at: str = ""
    has_course: bool = True
    is_copy: bool = False
    trial_href: str = ""
    look_href: str = ""
    desk_href: str = ""
    ledger_href: str = ""
    stops_href: str = ""
    settings_href: str = ""
    module_href: str = ""
    resources_href: str = ""
    welcome_href: str = ""
    voices_href: str = ""
    choose_href: str = ""
    roster: RosterNote | None = None
    groups: tuple[GroupChoice, ...] = ()
    leavers: tuple[PersonRow, ...] = ()
    filters: FilterBar | None = None
    pages: Pages | None = None
    left: int = 0
    left_pages: Pages | None = None
    is_left_open: bool = False
    shows_results: bool = True
    is_check: bool = False
    names: NamesNote | None = None
    has_namesakes: bool = False
    calls: tuple[CallLine, ...] = ()
    more_calls: MoreCalls | None = None
    is_path: bool = False
    has_own_module: bool = False
    sittings_href: str = ""
    distance_href: str = ""
    paused: tuple[str, ...] = ()
    frame: Frame = NO_FRAME

    @property
    def untried(self) -> int:
        """How many people on the page have not tried the video room: told once, not in each row."""
        told = (row.where.missing for row in self.people if row.where is not None)
        return sum(any(one.id == "video" for one in missing) for missing in told)

    @property
    def table(self) -> str:
        """The template of the table of people."""
        if self.is_path:
            return "cohort/paths.html"
        return "cohort/table.html" if self.shows_results and not self.is_check else "cohort/progress.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRange:
    """A level with its range, for an area or a competence: all three ``None`` when not looked at."""

    id: str
    name: str
    level: int | None = None
    low: int | None = None
    high: int | None = None
    certainty: Certainty = ""
    official: Official | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """``cohort/person.html``: the record of one learner.

    When ``is_shared`` is false only the name, the progress and the grade lines are drawn. A check
    (``is_check``) has neither levels nor grades. ``helped`` lists
    what was done with help, completing "avec de l'aide : …".

    ``added`` is what trainers and the learner added, and what changed since the entry. ``arrival_days`` is
    how long after the arrival an entry was made, ``None`` when this is no entry; ``is_late`` when that is
    longer than it should be. Where the link opens a module or the path (``is_path``) there is no attempt of
    which to tell; only graded activities have grades (``shows_grades``). ``calls`` has the person's open
    call for help, if any. ``others`` counts who else opened this record the last 30 days. ``paper_day``
    is the day of what was done on paper, empty for what was done on a screen.
    """

    name: str
    title: str
    progress: Progress
    at: str = ""
    is_shared: bool = False
    is_check: bool = False
    areas: tuple[LevelRange, ...] = ()
    competences: tuple[LevelRange, ...] = ()
    can_do: tuple[str, ...] = ()
    helped: tuple[str, ...] = ()
    why: tuple[Why, ...] = ()
    conditions: tuple[Condition, ...] = ()
    readings: tuple[Reading, ...] = ()
    credit: str = OFFICIAL_NAMES_CREDIT
    arrival_days: int | None = None
    is_late: bool = False
    paper_day: str = ""
    checks: RecordChecks | None = None
    access: tuple[AccessAnswer, ...] = ()
    added: RecordAdditions = NOTHING_ADDED
    grades: tuple[GradeLine, ...] = ()
    accepts_grades: bool = True
    notice: Literal["", "retried"] = ""
    retry_action: str = ""
    ledger_href: str = ""
    back_href: str = ""
    calls: tuple[CallLine, ...] = ()
    actions: PersonActions | None = None
    papers: PersonDocuments | None = None
    others: int = 0
    is_path: bool = False
    shows_grades: bool = True
    path: PathRecord | None = None
    frame: Frame = NO_FRAME

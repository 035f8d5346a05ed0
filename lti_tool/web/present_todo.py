"""Things to do and loans as other pages show them too: on the record, on the learner's path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present_resources import CardView
from lti_tool.web.present_stuck import CallLine

State = Literal["to-do", "under-way", "done", "not-needed"]
Helps = Literal["", "yes", "a-little", "no", "to-repair"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanLine:
    """One loan. ``thing`` says what it is, ``accessories`` are those that came with it; days are in words.

    ``helps`` is what the learner said of it on the day ``helps_at``. The addresses are empty where nobody may
    follow them.
    """

    thing: str
    lent_on: str
    accessories: tuple[str, ...] = ()
    inventory: str = ""
    due_on: str = ""
    condition: str = ""
    lent_by: str = ""
    returned_on: str = ""
    returned_by: str = ""
    missing: str = ""
    helps: Helps = ""
    helps_at: str = ""
    is_overdue: bool = False
    is_to_be_asked: bool = False
    version: int = 0
    href: str = ""
    slip_href: str = ""
    ask_action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreedLine:
    """Somebody does not agree with their result: ``words`` may be empty. ``href`` leads to the note that one
    talked about it; to the record for whoever may not write.
    """

    words: str
    day: str
    href: str
    may_write: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """One thing to do for somebody. ``named`` and ``version`` go back with a press on ``action``, which is
    empty where nothing can be pressed. ``text`` is what a trainer wrote; ``title`` says the kind.
    ``is_absence`` is about somebody who did not come since the day ``since``.
    """

    name: str
    title: str
    href: str = ""
    text: str = ""
    since: str = ""
    state: State = "to-do"
    reason: str = ""
    at: str = ""
    by: str = ""
    added_by: str = ""
    named: str = ""
    version: int = 0
    action: str = ""
    lend_href: str = ""
    loan: LoanLine | None = None
    call: CallLine | None = None
    disagreed: DisagreedLine | None = None
    cards: tuple[CardView, ...] = ()
    is_enrolled: bool = True
    is_absence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonActions:
    """``actions/of_person.html`` on the record: what is to be done for this person, and what was lent."""

    lines: tuple[ActionLine, ...]
    settled: tuple[ActionLine, ...]
    loans: tuple[LoanLine, ...]
    href: str

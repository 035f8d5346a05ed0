"""What the pages of voices that read tasks receive: ready values, nothing to compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from lti_tool.domain.item import Task
from lti_tool.web.present import NO_FRAME, Frame

if TYPE_CHECKING:
    from lti_tool.web.present_cohort import Pages

TaskVoiceFault = Literal[
    "", "no-consent", "no-file", "words-changed", "voice-unknown", "voice-too-heavy", "voice-too-long"
]
TaskVoiceNotice = Literal["", "recorded", "erased"]
ReadingState = Literal["", "read", "outdated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One entry of a list to choose from."""

    value: str
    name: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceLine:
    """One recording: whose (empty where the platform hides it), since when, and where its sound is.
    ``is_outdated`` when the words changed since.
    """

    name: str
    since: str
    href: str
    seconds: int = 0
    is_self: bool = False
    is_outdated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """One task of the list: how many of its ``total`` readings have a voice, how many have to be read anew,
    and in a few words who read them.
    """

    question: str
    content_language: str
    about: str
    read: int
    total: int
    outdated: int
    readers: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskVoicesPage:
    """``task_voices/overview.html``: the tasks in one language, by area and level, with who reads them.

    ``own_count`` are one's own recordings in all languages; ``is_unsure`` when their erasing was not ticked.
    """

    tasks: tuple[TaskLine, ...]
    found: int
    words: str
    words_at_most: int
    languages: tuple[Option, ...]
    areas: tuple[Option, ...]
    levels: tuple[Option, ...]
    states: tuple[Option, ...]
    may_record: bool
    action: str
    own_count: int = 0
    erase_action: str = ""
    is_unsure: bool = False
    is_erased: bool = False
    back_href: str = ""
    pages: Pages | None = None
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class StillScreen:
    """A drawn screen to look at: nothing on it is pressed."""

    screen: Mapping[str, object]
    task: Task
    content_language: str
    alternative: str = ""
    lit: str = ""
    video_rooms: str = "neutral"
    is_pressable: bool = False
    given: Mapping[str, Sequence[str]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Which partial draws the screen."""
        return str(self.screen.get("kind") or "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """One reading of the task in the list of all of them."""

    variant: int
    scene: int
    scenes: int
    state: ReadingState
    href: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskVoicePage:
    """``task_voices/reading.html``: the words to read, and one's own voice. The actions are empty for an
    assistant. ``next_href`` leads to what nobody read yet, empty when there is nothing left.
    """

    question: str
    content_language: str
    context: str
    answers: tuple[str, ...]
    still: StillScreen
    about: str
    fingerprint: str
    readings: tuple[ReadingLine, ...]
    own: VoiceLine | None = None
    others: tuple[VoiceLine, ...] = ()
    language_name: str = ""
    fault: TaskVoiceFault = ""
    notice: TaskVoiceNotice = ""
    seconds_at_most: int = 60
    voice_bytes: int = 0
    action: str = ""
    remove_action: str = ""
    next_href: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME

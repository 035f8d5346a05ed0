"""What a tool of the tests is made of: its settings, a small shelf, its clock, a platform on that clock."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine

from lti_tool.content.shelf import Shelf
from lti_tool.domain.activity import Activity
from lti_tool.domain.framework import AREAS
from lti_tool.domain.grade import columns_of
from lti_tool.domain.needs import AccessChoice, AccessQuestion, Need
from lti_tool.domain.ports import StoredKey
from lti_tool.domain.start import Stage
from lti_tool.settings import Settings
from lti_tool.store.opening import open_store
from tests.factories import a_bank
from tests.fake_lms import FakeLms

TOOL_URL = "https://tool.example"
SECRET = b"a secret of the tests, long enough"
SLUG = "diagnostic"
OTHER_SLUG = "diagnostic-express"
MIDWAY_SLUG, END_SLUG, AREA_SLUG = "diagnostic-midway", "diagnostic-end", "diagnostic-area-4"
COLUMNS = columns_of(SLUG)
TAGS = tuple(column.tag for column in COLUMNS)
OWN = TAGS[0]

SHELF = Shelf(
    bank=a_bank(),
    activities={
        SLUG: Activity(
            slug=SLUG, kind="diagnostic", mode="standard", title="Mon point de départ", minutes="12 à 18"
        ),
        OTHER_SLUG: Activity(
            slug=OTHER_SLUG, kind="diagnostic", mode="express", title="En bref", minutes="5 à 8"
        ),
        MIDWAY_SLUG: Activity(
            slug=MIDWAY_SLUG,
            kind="diagnostic",
            mode="midway",
            title="Mon point d'étape",
            minutes="6 à 8",
            stage=Stage.MIDWAY,
        ),
        END_SLUG: Activity(
            slug=END_SLUG,
            kind="diagnostic",
            mode="standard",
            title="Ce que j'ai appris",
            minutes="12 à 18",
            stage=Stage.END,
        ),
        AREA_SLUG: Activity(
            slug=AREA_SLUG,
            kind="diagnostic",
            mode="area",
            title="Se protéger",
            minutes="6 à 8",
            areas=("4",),
        ),
    },
    area_names={area: f"Domaine {area}" for area in AREAS},
    competence_names={},
    access=(
        AccessQuestion(
            id="device",
            question="Quel appareil ?",
            choices=(
                AccessChoice(id="computer", text="Un ordinateur"),
                AccessChoice(id="none", text="Aucun", need=Need.DEVICE_LOAN),
            ),
        ),
    ),
)


class SettableClock:
    """The tool's clock: it stands still until a test moves it."""

    def __init__(self) -> None:
        # In the middle of a second: a platform that cuts moments to seconds is on neither edge.
        self.now = datetime.now(UTC).replace(microsecond=500_000)

    def __call__(self) -> datetime:
        return self.now


class StillLms(FakeLms):
    """A platform on the tool's clock. ``clock_offset_seconds`` is how far it is ahead of the tool."""

    def __init__(self, dialect: str, clock: SettableClock, **more: object) -> None:
        self._tool_clock = clock
        super().__init__(dialect, **more)  # type: ignore[arg-type]  # passed through

    @property
    def clock_offset_seconds(self) -> float:
        """What the fake adds to the machine's clock."""
        return self._ahead_seconds + (self._tool_clock.now - datetime.now(UTC)).total_seconds()

    @clock_offset_seconds.setter
    def clock_offset_seconds(self, seconds: float) -> None:
        self._ahead_seconds = seconds


def settings_for(engine: Engine) -> Settings:
    """The settings of a tool on this database, which may call platforms on this machine."""
    return Settings(
        base_url=TOOL_URL,
        database_url=engine.url.render_as_string(hide_password=False),
        secret_key=SECRET,
        allows_insecure_platforms=True,
    )


def give_key(settings: Settings, key: StoredKey) -> None:
    """Put a signing key into the database: making one for each test would take most of its time."""
    store = open_store(settings.database_url)
    with store.writing() as unit:
        unit.keys.add(key)
    store.close()

"""The only wiring: settings become an engine, the content shelf, the LMS gateway and the services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import SystemRandom

from lti_tool import __version__, paths
from lti_tool.content.shelf import Shelf, load_shelf
from lti_tool.domain.ports import Lms
from lti_tool.lti.gateway import HttpLms
from lti_tool.lti.keys import PlatformKeys, ToolKeys
from lti_tool.lti.launch import LaunchVerifier
from lti_tool.lti.registration import HttpRegistrar
from lti_tool.lti.transport import Transport
from lti_tool.services.attempts import Attempts
from lti_tool.services.cohorts import Cohorts
from lti_tool.services.container import Services
from lti_tool.services.deliveries import Checkpoint, Deliveries, no_checkpoint
from lti_tool.services.grades import Grades
from lti_tool.services.invitations import Invitations
from lti_tool.services.launches import Launches
from lti_tool.services.logins import Logins, ToolKeyBook
from lti_tool.services.registrations import Registrations
from lti_tool.services.wording import Comments
from lti_tool.settings import Settings
from lti_tool.store.opening import open_store
from lti_tool.store.unit_of_work import Store

USER_AGENT = f"Passerelle/{__version__}"
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The moment, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One wired installation."""

    settings: Settings
    services: Services
    tool_keys: ToolKeys
    verifier: LaunchVerifier
    is_embedded: bool


def install(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    lms: Lms | None = None,
    checkpoint: Checkpoint = no_checkpoint,
    shelf: Shelf | None = None,
) -> Installation:
    """Wire one installation. ``lms`` replaces the real gateway, in tests alone.

    Raises:
        SettingsFault: see ``open_store``.
        FaultyContent: a content file is wrong.
    """
    store = open_store(settings.database_url)
    shelf = shelf or load_shelf(paths.CONFIG)
    transport = _transport(settings)
    key_book = ToolKeyBook(store)
    tool_keys = ToolKeys(key_book, settings.secret_key)
    tool_keys.ensure(clock())
    tool_keys.signer(clock())  # Another secret than the one the keys were sealed under is told now.
    gateway = lms or HttpLms(transport=transport, tool_keys=tool_keys, clock=clock)
    invitations = invitations_of(settings, store, transport)
    services = _services(store, shelf, gateway, clock, checkpoint, key_book, invitations)
    verifier = LaunchVerifier(
        keys=PlatformKeys(transport),
        states=services.logins,
        launch_url=settings.launch_url,
        tool_origin=settings.origin,
    )
    return Installation(
        settings=settings,
        services=services,
        tool_keys=tool_keys,
        verifier=verifier,
        is_embedded=store.is_embedded,
    )


def invitations_of(settings: Settings, store: Store, transport: Transport | None = None) -> Invitations:
    """The invitations alone: all that a command needs."""
    registrar = HttpRegistrar(transport=transport or _transport(settings), base_url=settings.base_url)
    return Invitations(store, registrar)


def _transport(settings: Settings) -> Transport:
    return Transport(allow_insecure=settings.allows_insecure_platforms, user_agent=USER_AGENT)


def _services(
    store: Store,
    shelf: Shelf,
    lms: Lms,
    clock: Clock,
    checkpoint: Checkpoint,
    key_book: ToolKeyBook,
    invitations: Invitations,
) -> Services:
    titles = {slug: activity.title for slug, activity in shelf.activities.items()}
    grades = Grades(store, Comments(paths.LOCALE), titles=titles, area_names=shelf.area_names, clock=clock)
    return Services(
        store=store,
        clock=clock,
        bank=shelf.bank,
        activities=shelf.activities,
        area_names=shelf.area_names,
        competence_names=shelf.competence_names,
        logins=Logins(store),
        key_book=key_book,
        registrations=Registrations(store),
        invitations=invitations,
        launches=Launches(store),
        attempts=Attempts(store, grades, bank=shelf.bank, activities=shelf.activities, access=shelf.access),
        grades=grades,
        deliveries=Deliveries(store, lms, clock=clock, random=SystemRandom(), checkpoint=checkpoint),
        cohorts=Cohorts(store, bank=shelf.bank, access=shelf.access),
    )

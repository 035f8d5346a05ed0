"""The only wiring: settings become an engine, the content shelf, the LMS gateway and the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import SystemRandom

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lti_tool import __version__, paths
from lti_tool.content.shelf import Shelf, load_shelf
from lti_tool.domain.ports import DeepLinkSigner, GradeProbe, Lms
from lti_tool.lti.deep_linking import DeepLinkAnswers
from lti_tool.lti.gateway import HttpLms
from lti_tool.lti.grade_probe import HttpGradeProbe
from lti_tool.lti.hand_over import HandOverSeal
from lti_tool.lti.keys import PlatformKeys
from lti_tool.lti.launch import LaunchVerifier
from lti_tool.lti.published_keys import PublishedKeys
from lti_tool.lti.registration import HttpRegistrar
from lti_tool.lti.sealing import new_private_key
from lti_tool.lti.tool_keys import SealedKeyMaker, ToolKeys
from lti_tool.lti.transport import Transport
from lti_tool.services.administrators import Administrators
from lti_tool.services.attempts import Attempts
from lti_tool.services.audit import Audit
from lti_tool.services.card_keeping import CardKeeping
from lti_tool.services.centres import Centres
from lti_tool.services.charters import Charters
from lti_tool.services.checks import Checks
from lti_tool.services.cohorts import Cohorts
from lti_tool.services.container import Services
from lti_tool.services.copies import Copies
from lti_tool.services.deep_links import DeepLinks
from lti_tool.services.deliveries import Checkpoint, Deliveries, no_checkpoint
from lti_tool.services.desk import Desk
from lti_tool.services.grades import Grades
from lti_tool.services.invitations import Invitations
from lti_tool.services.keys import Keys
from lti_tool.services.launches import Launches
from lti_tool.services.logins import Logins, ToolKeyBook
from lti_tool.services.modules import Modules
from lti_tool.services.outside_results import OutsideResults
from lti_tool.services.paths import Paths
from lti_tool.services.platforms import Platforms
from lti_tool.services.registrations import Registrations
from lti_tool.services.resources import Resources
from lti_tool.services.rosters import Rosters
from lti_tool.services.stuck import Stuck
from lti_tool.services.trials import Trials
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
    hand_over_seal: HandOverSeal
    is_embedded: bool
    drawings: Mapping[str, bytes] = field(default_factory=dict)


def install(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    lms: Lms | None = None,
    checkpoint: Checkpoint = no_checkpoint,
    shelf: Shelf | None = None,
    make_private: Callable[[], RSAPrivateKey] = new_private_key,
) -> Installation:
    """Wire one installation. ``lms`` replaces the real gateway and ``make_private`` the slow making of a
    key, in tests alone.

    Raises:
        SettingsFault: see ``open_store``.
        FaultyContent: a content file is wrong.
    """
    store = open_store(settings.database_url)
    shelf = shelf or load_shelf(paths.CONFIG, settings.content)
    transport = _transport(settings)
    key_book = ToolKeyBook(store)
    maker = _key_maker(settings, make_private)
    keys = Keys(store, maker)
    tool_keys = ToolKeys(key_book, maker, PublishedKeys(settings.data))
    tool_keys.check_secret()
    gateway = lms or HttpLms(transport=transport, tool_keys=tool_keys, clock=clock)
    invitations = _invitations(settings, store, transport, keys)
    probe = HttpGradeProbe(transport=transport, tool_keys=tool_keys, clock=clock)
    signer = DeepLinkAnswers(tool_keys=tool_keys, base_url=settings.base_url)
    services = _services(store, shelf, gateway, probe, signer, clock, checkpoint, key_book, invitations, keys)
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
        hand_over_seal=HandOverSeal(settings.secret_key, settings.former_secrets),
        is_embedded=store.is_embedded,
        drawings=shelf.drawings,
    )


def invitations_of(settings: Settings, store: Store) -> Invitations:
    """The invitations alone: all that a command needs."""
    return _invitations(settings, store, _transport(settings), keys_of(settings, store))


def registrations_of(settings: Settings, store: Store) -> Registrations:
    """The registrations alone, as above."""
    return Registrations(store, keys_of(settings, store))


def keys_of(settings: Settings, store: Store) -> Keys:
    """The signing keys alone, as above."""
    return Keys(store, _key_maker(settings, new_private_key))


def _invitations(settings: Settings, store: Store, transport: Transport, keys: Keys) -> Invitations:
    return Invitations(store, HttpRegistrar(transport=transport, base_url=settings.base_url), keys)


def _key_maker(settings: Settings, make_private: Callable[[], RSAPrivateKey]) -> SealedKeyMaker:
    return SealedKeyMaker(settings.secret_key, former=settings.former_secrets, make_private=make_private)


def _transport(settings: Settings) -> Transport:
    return Transport(allow_insecure=settings.allows_insecure_platforms, user_agent=USER_AGENT)


def _services(
    store: Store,
    shelf: Shelf,
    lms: Lms,
    probe: GradeProbe,
    signer: DeepLinkSigner,
    clock: Clock,
    checkpoint: Checkpoint,
    key_book: ToolKeyBook,
    invitations: Invitations,
    keys: Keys,
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
        official_names=shelf.official_names,
        logins=Logins(store),
        key_book=key_book,
        keys=keys,
        registrations=Registrations(store, keys),
        invitations=invitations,
        launches=Launches(store, activities=shelf.activities),
        attempts=_attempts(store, grades, shelf),
        grades=grades,
        deliveries=Deliveries(store, lms, clock=clock, random=SystemRandom(), checkpoint=checkpoint),
        deep_links=DeepLinks(store, signer, activities=shelf.activities),
        rosters=Rosters(store, lms, clock=clock, checkpoint=checkpoint),
        cohorts=Cohorts(store, bank=shelf.bank, access=shelf.access, activities=shelf.activities),
        checks=Checks(store, checks=shelf.checks, activities=shelf.activities),
        outside_results=OutsideResults(store, sources=shelf.outside),
        copies=Copies(store),
        trials=Trials(bank=shelf.bank, activities=shelf.activities),
        administrators=Administrators(store),
        centres=Centres(store, clock=clock),
        platforms=Platforms(store, probe, clock=clock),
        audit=Audit(store),
        desk=Desk(shelf.desk),
        stuck=Stuck(store, clock=clock),
        resources=Resources(store, given=shelf.resources, access=shelf.access, clock=clock),
        card_keeping=CardKeeping(store, given=shelf.resources, clock=clock),
        modules=Modules(store, grades, modules=shelf.modules),
        paths=_paths(store, shelf),
        charters=Charters(store, modules=shelf.modules, clock=clock),
    )


def _paths(store: Store, shelf: Shelf) -> Paths:
    return Paths(store, bank=shelf.bank, access=shelf.access, checks=shelf.checks, modules=shelf.modules)


def _attempts(store: Store, grades: Grades, shelf: Shelf) -> Attempts:
    return Attempts(
        store,
        grades,
        bank=shelf.bank,
        activities=shelf.activities,
        access=shelf.access,
        checks=shelf.checks,
        outside=shelf.outside,
    )

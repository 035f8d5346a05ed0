"""The only wiring: settings become an engine, the content shelf, the LMS gateway and the services."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import SystemRandom

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lti_tool import paths
from lti_tool.bootstrap_reach import front_door_of, transport_of
from lti_tool.bootstrap_workspace import key_maker_of, workspace_of
from lti_tool.content.shelf import Shelf, load_shelf
from lti_tool.domain.checkup import Finding, Standing
from lti_tool.domain.ports import DeepLinkSigner, GradeProbe, Lms
from lti_tool.lti.deep_linking import DeepLinkAnswers
from lti_tool.lti.gateway import HttpLms
from lti_tool.lti.grade_probe import HttpGradeProbe
from lti_tool.lti.hand_over import HandOverSeal
from lti_tool.lti.keys import PlatformKeys
from lti_tool.lti.launch import LaunchVerifier
from lti_tool.lti.platform_trials import HttpPlatformTrials
from lti_tool.lti.published_keys import PublishedKeys
from lti_tool.lti.registration import HttpRegistrar
from lti_tool.lti.sealing import new_private_key
from lti_tool.lti.state_seal import StateSeal
from lti_tool.lti.tool_keys import SealedKeyMaker, ToolKeys
from lti_tool.lti.transport import Transport
from lti_tool.services.administrators import Administrators
from lti_tool.services.attempts import Attempts
from lti_tool.services.audit import Audit
from lti_tool.services.backgrounds import Backgrounds
from lti_tool.services.card_keeping import CardKeeping
from lti_tool.services.centres import Centres
from lti_tool.services.charters import Charters
from lti_tool.services.checks import Checks
from lti_tool.services.cohorts import Cohorts
from lti_tool.services.container import Services
from lti_tool.services.copies import Copies
from lti_tool.services.data_rights import DataRights
from lti_tool.services.deep_links import DeepLinks
from lti_tool.services.deliveries import Checkpoint, Deliveries, no_checkpoint
from lti_tool.services.desk import Desk
from lti_tool.services.doctor import Doctor, Stored
from lti_tool.services.doctor_machine import Subject
from lti_tool.services.grades import Grades
from lti_tool.services.health import HealthReports
from lti_tool.services.invitations import Invitations
from lti_tool.services.keys import Keys
from lti_tool.services.launches import Launches
from lti_tool.services.logins import Logins, ToolKeyBook
from lti_tool.services.logos import Logos
from lti_tool.services.module_standing import Telling
from lti_tool.services.modules import Modules
from lti_tool.services.outside_results import OutsideResults
from lti_tool.services.paths import Paths
from lti_tool.services.platforms import Platforms
from lti_tool.services.privacy import Privacy
from lti_tool.services.registrations import Registrations
from lti_tool.services.resources import Resources
from lti_tool.services.rosters import Rosters
from lti_tool.services.stuck import Stuck
from lti_tool.services.trials import Trials
from lti_tool.services.wording import Comments
from lti_tool.settings import Settings, SettingsAsFound
from lti_tool.store.examination import examine, open_as_it_is
from lti_tool.store.opening import open_store
from lti_tool.store.unit_of_work import Store

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outside:
    """What reaches platforms, and the keys for it."""

    lms: Lms
    probe: GradeProbe
    signer: DeepLinkSigner
    checkpoint: Checkpoint
    key_book: ToolKeyBook
    maker: SealedKeyMaker


def install(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    lms: Lms | None = None,
    checkpoint: Checkpoint = no_checkpoint,
    shelf: Shelf | None = None,
    make_private: Callable[[], RSAPrivateKey] = new_private_key,
    store: Store | None = None,
) -> Installation:
    """Wire one installation. ``lms`` replaces the real gateway, ``make_private`` the slow making of a key,
    and ``store`` the opening of the database, whose schema is then looked at by nobody; in tests alone.

    Raises:
        SettingsFault: see ``open_store``.
        FaultyContent: a content file is wrong.
    """
    store = store or open_store(settings.database_url)
    shelf = shelf or load_shelf(paths.CONFIG, settings.content)
    transport = transport_of(settings)
    key_book = ToolKeyBook(store)
    maker = key_maker_of(settings, make_private)
    tool_keys = ToolKeys(key_book, maker, PublishedKeys(settings.data))
    tool_keys.check_secret()
    outside = _Outside(
        lms=lms or HttpLms(transport=transport, tool_keys=tool_keys, clock=clock),
        probe=HttpGradeProbe(transport=transport, tool_keys=tool_keys, clock=clock),
        signer=DeepLinkAnswers(tool_keys=tool_keys, base_url=settings.base_url),
        checkpoint=checkpoint,
        key_book=key_book,
        maker=maker,
    )
    services = _services(settings, store, shelf, outside, transport, clock)
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
    return _invitations(settings, store, transport_of(settings), keys_of(settings, store))


def registrations_of(settings: Settings, store: Store) -> Registrations:
    """The registrations alone, as above."""
    return Registrations(store, keys_of(settings, store))


def privacy_of(settings: Settings, store: Store, clock: Clock) -> Privacy:
    """The rights of people alone, as above."""
    return Privacy(store, clock=clock, secrets=(settings.secret_key, *settings.former_secrets))


def keys_of(settings: Settings, store: Store) -> Keys:
    """The signing keys alone, as above."""
    return Keys(store, key_maker_of(settings, new_private_key))


@contextmanager
def doctor_of(
    found: SettingsAsFound, clock: Clock, *, centre_id: str, disk_free_at_least: float
) -> Iterator[Callable[[], tuple[Finding, ...]]]:
    """The checkup of an installation as it is: nothing is made, and no schema is changed."""
    settings, seen = found.settings, examine(found.settings.database_url)
    subject = Subject(
        base_url=settings.base_url,
        database=seen,
        data=settings.data,
        secret=settings.secret_key,
        secret_fault=found.secret_fault,
        secret_remedy=found.secret_remedy,
        secret_file=found.secret_file,
        allows_insecure_platforms=settings.allows_insecure_platforms,
        centre_id=centre_id,
        disk_free_at_least=disk_free_at_least,
    )
    stored = _stored(settings, clock) if seen.standing is Standing.CURRENT else None
    look = Doctor(stored, front_door_of(settings), clock=clock)
    try:
        yield lambda: look.findings(subject)
    finally:
        if stored is not None:
            stored.store.close()


def _stored(settings: Settings, clock: Clock) -> Stored:
    store = open_as_it_is(settings.database_url)
    keys = ToolKeys(ToolKeyBook(store), key_maker_of(settings, new_private_key))
    trials = HttpPlatformTrials(transport=transport_of(settings), tool_keys=keys, clock=clock)
    return Stored(store=store, trials=trials, check_secret=keys.check_secret)


def _invitations(settings: Settings, store: Store, transport: Transport, keys: Keys) -> Invitations:
    return Invitations(store, HttpRegistrar(transport=transport, base_url=settings.base_url), keys)


def _services(
    settings: Settings, store: Store, shelf: Shelf, outside: _Outside, transport: Transport, clock: Clock
) -> Services:
    lms, keys = outside.lms, Keys(store, outside.maker)
    privacy = privacy_of(settings, store, clock)
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
        logins=Logins(store, StateSeal(settings.secret_key, settings.former_secrets)),
        key_book=outside.key_book,
        keys=keys,
        registrations=Registrations(store, keys),
        invitations=_invitations(settings, store, transport, keys),
        launches=Launches(store, activities=shelf.activities),
        attempts=_attempts(store, grades, shelf),
        grades=grades,
        deliveries=Deliveries(store, lms, clock=clock, random=SystemRandom(), checkpoint=outside.checkpoint),
        deep_links=DeepLinks(store, outside.signer, activities=shelf.activities),
        rosters=Rosters(store, lms, clock=clock, checkpoint=outside.checkpoint),
        cohorts=_cohorts(store, shelf, clock),
        checks=Checks(store, checks=shelf.checks, activities=shelf.activities),
        backgrounds=Backgrounds(store, check=shelf.background),
        outside_results=OutsideResults(store, sources=shelf.outside),
        copies=Copies(store),
        trials=Trials(bank=shelf.bank, activities=shelf.activities),
        administrators=Administrators(store),
        centres=Centres(store, clock=clock),
        logos=Logos(store, clock=clock),
        platforms=Platforms(store, outside.probe, clock=clock),
        audit=Audit(store),
        health=HealthReports(store, clock=clock),
        desk=Desk(shelf.desk),
        stuck=Stuck(store, clock=clock),
        resources=_resources(store, shelf, clock),
        card_keeping=CardKeeping(store, given=shelf.resources, clock=clock),
        modules=Modules(store, grades, modules=shelf.modules, telling=Telling(shelf.module_words)),
        paths=_paths(store, shelf),
        charters=Charters(store, modules=shelf.modules, clock=clock),
        privacy=privacy,
        data_rights=DataRights(store, privacy, clock=clock),
        workspace=workspace_of(settings, store, shelf, grades, outside.maker, clock),
    )


def _cohorts(store: Store, shelf: Shelf, clock: Clock) -> Cohorts:
    return Cohorts(
        store,
        bank=shelf.bank,
        access=shelf.access,
        activities=shelf.activities,
        modules=shelf.modules,
        clock=clock,
    )


def _resources(store: Store, shelf: Shelf, clock: Clock) -> Resources:
    return Resources(store, given=shelf.resources, words=shelf.card_words, access=shelf.access, clock=clock)


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

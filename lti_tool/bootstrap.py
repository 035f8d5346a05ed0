"""The only wiring: settings become an engine, the content shelf, the LMS gateway and the services."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lti_tool import paths
from lti_tool.bootstrap_reach import front_door_of, transport_of
from lti_tool.bootstrap_services import Outside, services_of
from lti_tool.bootstrap_workspace import key_maker_of
from lti_tool.content.shelf import Shelf, Shelves, load_shelves
from lti_tool.domain.checkup import Finding, Standing
from lti_tool.domain.ports import Lms
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
from lti_tool.lti.tool_keys import ToolKeys
from lti_tool.lti.transport import Transport
from lti_tool.services.administrators import Administrators
from lti_tool.services.checkpoints import Checkpoint, no_checkpoint
from lti_tool.services.container import Services
from lti_tool.services.doctor import Doctor, Stored
from lti_tool.services.doctor_machine import Subject
from lti_tool.services.invitations import Invitations
from lti_tool.services.keys import Keys
from lti_tool.services.logins import ToolKeyBook
from lti_tool.services.pace import Pace
from lti_tool.services.privacy import Privacy
from lti_tool.services.registrations import Registrations
from lti_tool.services.turns import Turns
from lti_tool.settings import Settings, SettingsAsFound
from lti_tool.settings_content import NOBODYS, folders_of_centres, folders_of_nobody
from lti_tool.store.examination import examine, open_as_it_is
from lti_tool.store.opening import open_store
from lti_tool.store.unit_of_work import Store

Clock = Callable[[], datetime]
_LOG = logging.getLogger("passerelle.content")


def utc_now() -> datetime:
    """The moment, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class OfCentre:
    """What one centre with content of its own is served with."""

    services: Services
    drawings: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One wired installation. ``of_centres`` are those with content of their own, by id; ``services`` and
    ``drawings`` are for all others, and for whoever belongs to none.
    """

    settings: Settings
    services: Services
    tool_keys: ToolKeys
    verifier: LaunchVerifier
    hand_over_seal: HandOverSeal
    is_embedded: bool
    of_centres: Mapping[str, OfCentre] = field(default_factory=dict)
    drawings: Mapping[str, bytes] = field(default_factory=dict)


def install(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    lms: Lms | None = None,
    checkpoint: Checkpoint = no_checkpoint,
    shelf: Shelf | None = None,
    shelves_of_centres: Mapping[str, Shelf] | None = None,
    make_private: Callable[[], RSAPrivateKey] = new_private_key,
    store: Store | None = None,
) -> Installation:
    """Wire one installation. ``lms`` replaces the real gateway, ``shelf`` and ``shelves_of_centres`` the
    reading of all content, ``make_private`` the slow making of a key, and ``store`` the opening of the
    database, whose schema is then looked at by nobody; in tests alone.

    Raises:
        SettingsFault: see ``open_store``.
        FaultyContent: a content file is wrong.
    """
    store = store or open_store(settings.database_url)
    shelves = _shelves(settings, store, shelf, shelves_of_centres)
    transport, key_book = transport_of(settings), ToolKeyBook(store)
    maker = key_maker_of(settings, make_private)
    tool_keys = ToolKeys(key_book, maker, PublishedKeys(settings.data))
    tool_keys.check_secret()
    outside = Outside(
        lms=lms or HttpLms(transport=transport, tool_keys=tool_keys, clock=clock),
        probe=HttpGradeProbe(transport=transport, tool_keys=tool_keys, clock=clock),
        signer=DeepLinkAnswers(tool_keys=tool_keys, base_url=settings.base_url),
        checkpoint=checkpoint,
        key_book=key_book,
        maker=maker,
        invitations=_invitations(settings, store, transport, Keys(store, maker)),
        privacy=privacy_of(settings, store, clock),
        pace=_pace(settings, store, clock),
    )
    services = services_of(settings, store, shelves.shared, outside, clock)
    return Installation(
        settings=settings,
        services=services,
        tool_keys=tool_keys,
        verifier=_verifier(settings, transport, services),
        hand_over_seal=HandOverSeal(settings.secret_key, settings.former_secrets),
        is_embedded=store.is_embedded,
        of_centres={
            name: OfCentre(services_of(settings, store, one, outside, clock), one.drawings)
            for name, one in shelves.of_centres.items()
        },
        drawings=shelves.shared.drawings,
    )


def _pace(settings: Settings, store: Store, clock: Clock) -> Pace:
    """Hosts have a clock each, the database has one: it counts, unless time is made, as in a test."""
    return Pace(turns=Turns(store, settings.secret_key, None if clock is utc_now else clock))


def _verifier(settings: Settings, transport: Transport, services: Services) -> LaunchVerifier:
    return LaunchVerifier(
        keys=PlatformKeys(transport),
        states=services.logins,
        launch_url=settings.launch_url,
        tool_origin=settings.origin,
    )


def _shelves(
    settings: Settings, store: Store, shared: Shelf | None, of_centres: Mapping[str, Shelf] | None
) -> Shelves:
    if shared is not None:
        return Shelves(shared=shared, of_centres=of_centres or {})
    folders = folders_of_centres(settings.centre_content)
    centres = [one.id for one in Administrators(store).centres()] if folders else []
    for name in folders_of_nobody(settings.centre_content, centres):
        _LOG.warning(NOBODYS.format(name))
    return load_shelves(paths.CONFIG, settings.content, folders)


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

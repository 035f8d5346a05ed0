"""The wiring of all services on one content, for ``bootstrap``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom

from lti_tool import paths
from lti_tool.bootstrap_workspace import workspace_of
from lti_tool.content.shelf import Shelf
from lti_tool.domain.ports import DeepLinkSigner, GradeProbe, Lms
from lti_tool.lti.state_seal import StateSeal
from lti_tool.lti.tool_keys import SealedKeyMaker
from lti_tool.services.administrators import Administrators
from lti_tool.services.attempts import Attempts
from lti_tool.services.audit import Audit
from lti_tool.services.backgrounds import Backgrounds
from lti_tool.services.card_keeping import CardKeeping
from lti_tool.services.centres import Centres
from lti_tool.services.charters import Charters
from lti_tool.services.checkpoints import Checkpoint
from lti_tool.services.checks import Checks
from lti_tool.services.cohorts import Cohorts
from lti_tool.services.container import Services
from lti_tool.services.copies import Copies
from lti_tool.services.data_rights import DataRights
from lti_tool.services.deep_links import DeepLinks
from lti_tool.services.deliveries import Deliveries
from lti_tool.services.desk import Desk
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
from lti_tool.services.pace import Pace
from lti_tool.services.paths import Paths
from lti_tool.services.platforms import Platforms
from lti_tool.services.privacy import Privacy
from lti_tool.services.registrations import Registrations
from lti_tool.services.resources import Resources
from lti_tool.services.rosters import Rosters
from lti_tool.services.stuck import Stuck
from lti_tool.services.trials import Trials
from lti_tool.services.turns import Turns
from lti_tool.services.wording import Comments
from lti_tool.settings import Settings
from lti_tool.store.unit_of_work import Store

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What is one for all centres: what reaches platforms, the keys for it, the rights of people."""

    lms: Lms
    probe: GradeProbe
    signer: DeepLinkSigner
    checkpoint: Checkpoint
    key_book: ToolKeyBook
    maker: SealedKeyMaker
    invitations: Invitations
    privacy: Privacy
    pace: Pace


def services_of(settings: Settings, store: Store, shelf: Shelf, outside: Outside, clock: Clock) -> Services:
    """Everything that pages and worker call, on one content."""
    lms, keys = outside.lms, Keys(store, outside.maker)
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
        invitations=outside.invitations,
        launches=Launches(store, activities=shelf.activities),
        attempts=_attempts(store, grades, shelf),
        grades=grades,
        deliveries=_deliveries(store, outside, clock),
        deep_links=DeepLinks(store, outside.signer, activities=shelf.activities),
        rosters=Rosters(store, lms, clock=clock, checkpoint=outside.checkpoint),
        cohorts=_cohorts(store, shelf, clock),
        checks=Checks(store, checks=shelf.checks, activities=shelf.activities),
        backgrounds=Backgrounds(store, check=shelf.background),
        outside_results=OutsideResults(store, sources=shelf.outside),
        copies=Copies(store),
        trials=Trials(bank=shelf.bank, activities=shelf.activities),
        turns=Turns(store, settings.secret_key),
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
        privacy=outside.privacy,
        data_rights=DataRights(store, outside.privacy, clock=clock),
        workspace=workspace_of(settings, store, shelf, grades, outside.maker, clock),
    )


def _deliveries(store: Store, outside: Outside, clock: Clock) -> Deliveries:
    return Deliveries(
        store,
        outside.lms,
        clock=clock,
        random=SystemRandom(),
        checkpoint=outside.checkpoint,
        pace=outside.pace,
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

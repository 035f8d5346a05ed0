"""The wiring of the trainer's workspace, for ``bootstrap`` and for the commands that need one part of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lti_tool import paths
from lti_tool.content.shelf import Shelf
from lti_tool.lti.badges import SealedCredentialSigner
from lti_tool.lti.sealing import new_private_key
from lti_tool.lti.tool_keys import SealedKeyMaker
from lti_tool.pressing import WeasyPress
from lti_tool.services.actions import Actions
from lti_tool.services.badges import Badges
from lti_tool.services.comforts import Comforts
from lti_tool.services.container import Workspace
from lti_tool.services.course_settings import CourseSettings
from lti_tool.services.documents import Documents, Papers
from lti_tool.services.eligibility import EligibilitySheets
from lti_tool.services.exports import Exports
from lti_tool.services.figures import CentreFigures
from lti_tool.services.gatherings import Gatherings
from lti_tool.services.grades import Grades
from lti_tool.services.kiosks import Kiosks
from lti_tool.services.ledgers import Ledgers
from lti_tool.services.loans import Loans
from lti_tool.services.observations import Observations
from lti_tool.services.one_offs import OneOffs
from lti_tool.services.own_paths import OwnPaths
from lti_tool.services.paper_twin import PaperTwin
from lti_tool.services.practice import PracticeReviews
from lti_tool.services.record_views import RecordViews
from lti_tool.services.records import Records
from lti_tool.services.remarks import Remarks
from lti_tool.services.sittings import Sittings
from lti_tool.services.stops import Stops
from lti_tool.services.task_voices import TaskVoices
from lti_tool.services.tool_checks import ToolChecks
from lti_tool.services.welcomes import Welcomes
from lti_tool.settings import Settings
from lti_tool.store.unit_of_work import Store

Clock = Callable[[], datetime]


def workspace_of(
    settings: Settings, store: Store, shelf: Shelf, grades: Grades, maker: SealedKeyMaker, clock: Clock
) -> Workspace:
    """Everything that trainers do in their workspace."""
    papers = _papers(settings, store, shelf, maker, clock)
    return Workspace(
        actions=Actions(store, access=shelf.access, clock=clock, modules=shelf.modules),
        comforts=Comforts(store),
        course_settings=CourseSettings(store, clock=clock),
        eligibility=EligibilitySheets(documents=papers.documents, bank=shelf.bank),
        exports=Exports(store, bank=shelf.bank, access=shelf.access, clock=clock),
        figures=figures_of(store, shelf, clock),
        gatherings=Gatherings(store, access=shelf.access),
        kiosks=Kiosks(store, secrets_known=(settings.secret_key, *settings.former_secrets), clock=clock),
        ledgers=Ledgers(store, clock=clock),
        loans=Loans(store, access=shelf.access, clock=clock),
        observations=Observations(store, grades),
        one_offs=OneOffs(store, clock=clock),
        own_paths=OwnPaths(store, modules=frozenset(shelf.modules), clock=clock),
        paper_twin=_paper_twin(store, shelf, grades, clock),
        papers=papers,
        practice=PracticeReviews(store, clock=clock),
        record_views=RecordViews(store, clock=clock),
        records=Records(store),
        remarks=Remarks(store, access=shelf.access),
        sittings=Sittings(store, bank=shelf.bank, activities=shelf.activities, clock=clock),
        stops=Stops(store, access=shelf.access, modules=shelf.modules, clock=clock),
        task_voices=TaskVoices(store, bank=shelf.bank, clock=clock),
        tool_checks=ToolChecks(store, activities=shelf.activities, clock=clock),
        welcomes=Welcomes(store, clock=clock),
    )


def figures_of(store: Store, shelf: Shelf, clock: Clock) -> CentreFigures:
    """The figures of a centre alone."""
    return CentreFigures(
        store,
        clock,
        access=shelf.access,
        checks=shelf.checks,
        modules=shelf.modules,
        cards=shelf.resources,
        background=shelf.background,
    )


def badges_of(settings: Settings, store: Store, clock: Clock) -> Badges:
    """The badges alone: all that a command needs."""
    return _badges(settings, store, key_maker_of(settings, new_private_key), clock)


def key_maker_of(settings: Settings, make_private: Callable[[], RSAPrivateKey]) -> SealedKeyMaker:
    """Makes keys that are sealed with the secret of these settings, and opens those of its former secrets."""
    return SealedKeyMaker(settings.secret_key, former=settings.former_secrets, make_private=make_private)


def _paper_twin(store: Store, shelf: Shelf, grades: Grades, clock: Clock) -> PaperTwin:
    return PaperTwin(
        store,
        grades,
        Sittings(store, bank=shelf.bank, activities=shelf.activities, clock=clock),
        bank=shelf.bank,
        activities=shelf.activities,
        access=shelf.access,
        checks=shelf.checks,
        outside=shelf.outside,
        clock=clock,
    )


def _papers(settings: Settings, store: Store, shelf: Shelf, maker: SealedKeyMaker, clock: Clock) -> Papers:
    secrets_known = (settings.secret_key, *settings.former_secrets)
    return Papers(
        documents=Documents(store, bank=shelf.bank, secrets=secrets_known, clock=clock),
        badges=_badges(settings, store, maker, clock),
        press=WeasyPress(paths.STATIC / "css" / "attestation.css"),
    )


def _badges(settings: Settings, store: Store, maker: SealedKeyMaker, clock: Clock) -> Badges:
    return Badges(store, SealedCredentialSigner(maker), base_url=settings.base_url, clock=clock)

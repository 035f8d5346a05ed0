"""All services of one installation, as the pages and the worker receive them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.activity import Activity
from lti_tool.domain.attempt import Bank
from lti_tool.domain.readings import OfficialNames
from lti_tool.services.actions import Actions
from lti_tool.services.administrators import Administrators
from lti_tool.services.attempts import Attempts
from lti_tool.services.audit import Audit
from lti_tool.services.backgrounds import Backgrounds
from lti_tool.services.card_keeping import CardKeeping
from lti_tool.services.centres import Centres
from lti_tool.services.charters import Charters
from lti_tool.services.checks import Checks
from lti_tool.services.cohorts import Cohorts
from lti_tool.services.comforts import Comforts
from lti_tool.services.copies import Copies
from lti_tool.services.course_settings import CourseSettings
from lti_tool.services.data_rights import DataRights
from lti_tool.services.deep_links import DeepLinks
from lti_tool.services.deliveries import Deliveries
from lti_tool.services.desk import Desk
from lti_tool.services.documents import Papers
from lti_tool.services.eligibility import EligibilitySheets
from lti_tool.services.exports import Exports
from lti_tool.services.figures import CentreFigures
from lti_tool.services.gatherings import Gatherings
from lti_tool.services.grades import Grades
from lti_tool.services.health import HealthReports
from lti_tool.services.invitations import Invitations
from lti_tool.services.keys import Keys
from lti_tool.services.kiosks import Kiosks
from lti_tool.services.launches import Launches
from lti_tool.services.ledgers import Ledgers
from lti_tool.services.loans import Loans
from lti_tool.services.logins import Logins, ToolKeyBook
from lti_tool.services.logos import Logos
from lti_tool.services.modules import Modules
from lti_tool.services.observations import Observations
from lti_tool.services.one_offs import OneOffs
from lti_tool.services.outside_results import OutsideResults
from lti_tool.services.own_paths import OwnPaths
from lti_tool.services.paper_twin import PaperTwin
from lti_tool.services.paths import Paths
from lti_tool.services.platforms import Platforms
from lti_tool.services.practice import PracticeReviews
from lti_tool.services.privacy import Privacy
from lti_tool.services.record_views import RecordViews
from lti_tool.services.records import Records
from lti_tool.services.registrations import Registrations
from lti_tool.services.remarks import Remarks
from lti_tool.services.resources import Resources
from lti_tool.services.rosters import Rosters
from lti_tool.services.sittings import Sittings
from lti_tool.services.stops import Stops
from lti_tool.services.stuck import Stuck
from lti_tool.services.task_voices import TaskVoices
from lti_tool.services.tool_checks import ToolChecks
from lti_tool.services.trials import Trials
from lti_tool.services.turns import Turns
from lti_tool.services.welcomes import Welcomes
from lti_tool.store.unit_of_work import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """What trainers do in their workspace, and what it shows to their learners."""

    actions: Actions
    comforts: Comforts
    course_settings: CourseSettings
    eligibility: EligibilitySheets
    exports: Exports
    figures: CentreFigures
    gatherings: Gatherings
    kiosks: Kiosks
    ledgers: Ledgers
    loans: Loans
    observations: Observations
    one_offs: OneOffs
    own_paths: OwnPaths
    paper_twin: PaperTwin
    papers: Papers
    practice: PracticeReviews
    record_views: RecordViews
    records: Records
    remarks: Remarks
    sittings: Sittings
    stops: Stops
    task_voices: TaskVoices
    tool_checks: ToolChecks
    welcomes: Welcomes


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that a page or the worker may call."""

    store: Store
    clock: Callable[[], datetime]
    bank: Bank
    activities: dict[str, Activity]
    area_names: dict[str, str]
    competence_names: dict[str, str]
    official_names: Mapping[str, OfficialNames]
    logins: Logins
    key_book: ToolKeyBook
    keys: Keys
    registrations: Registrations
    invitations: Invitations
    launches: Launches
    attempts: Attempts
    grades: Grades
    deliveries: Deliveries
    deep_links: DeepLinks
    cohorts: Cohorts
    checks: Checks
    backgrounds: Backgrounds
    outside_results: OutsideResults
    rosters: Rosters
    copies: Copies
    trials: Trials
    turns: Turns
    administrators: Administrators
    centres: Centres
    logos: Logos
    platforms: Platforms
    audit: Audit
    health: HealthReports
    desk: Desk
    stuck: Stuck
    resources: Resources
    card_keeping: CardKeeping
    modules: Modules
    paths: Paths
    charters: Charters
    privacy: Privacy
    data_rights: DataRights
    workspace: Workspace

"""The operator's checkup of a whole installation: every check goes on when another one fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from lti_tool.domain.checkup import Finding, FrontDoor, PlatformTrials, State
from lti_tool.domain.errors import PasserelleError
from lti_tool.services.doctor_backup import backup_age
from lti_tool.services.doctor_database import database_connection
from lti_tool.services.doctor_door import look_at_door
from lti_tool.services.doctor_machine import (
    MACHINE_CHECKS,
    Check,
    Subject,
    opens_keys,
    waiting_grades,
)
from lti_tool.services.doctor_platforms import Patient, look_at_platform
from lti_tool.services.health import HealthReports
from lti_tool.store.unit_of_work import Store

PLATFORMS_AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What can be looked at when the database has the schema of this release.

    ``check_secret`` raises ``SettingsFault`` when the secret does not open the tool's keys.
    """

    store: Store
    trials: PlatformTrials
    check_secret: Callable[[], None]


class Doctor:
    """Use case: look at everything that a launch and a grade depend on.

    ``stored`` is ``None`` when the database cannot be used by this release. ``checks`` are those of the
    machine, in the order of the report.
    """

    def __init__(
        self,
        stored: Stored | None,
        door: FrontDoor,
        *,
        clock: Callable[[], datetime],
        checks: Sequence[Check] = (*MACHINE_CHECKS, database_connection),
    ) -> None:
        self._stored = stored
        self._door = door
        self._clock = clock
        self._checks = checks

    def findings(self, subject: Subject) -> tuple[Finding, ...]:
        """Every line of the report. A platform that hangs costs as long as two requests may take."""
        found: list[Finding] = []
        for check in self._checks:
            found += _gathered(check.__name__.replace("_", "-"), partial(check, subject))
        found += _gathered("backup", lambda: backup_age(subject.data, self._clock()))
        patients: tuple[Patient, ...] = ()
        stored = self._stored
        if stored is not None:
            found += _gathered("grades", lambda: self._grades(stored))
            found += [] if subject.secret_fault else [opens_keys(stored.check_secret)]
            # With a secret that is not the tool's, asking for a token could make a key that nobody opens.
            can_sign = not subject.secret_fault and found[-1].state is State.OK
            patients = self._patients(stored, subject, can_sign, found)
        known = next((one.registration for one in patients if one.registration.is_enabled), None)
        found += _gathered(
            "public-address", lambda: look_at_door(self._door, subject.base_url, known, self._clock())
        )
        with ThreadPoolExecutor(max_workers=PLATFORMS_AT_ONCE) as pool:
            for lines in pool.map(lambda patient: _looked_at(patient, stored), patients):
                found += lines
        return tuple(found)

    def _grades(self, stored: Stored) -> Iterator[Finding]:
        yield waiting_grades(HealthReports(stored.store, clock=self._clock).report())

    def _patients(
        self, stored: Stored, subject: Subject, can_sign: bool, found: list[Finding]
    ) -> tuple[Patient, ...]:
        with stored.store.reading() as unit:
            patients = tuple(
                Patient(
                    registration=known,
                    deployment_ids=deployments,
                    grades=unit.platforms.grade_service(known.centre_id, known.id),
                    roster_url=unit.platforms.roster_url(known.centre_id, known.id),
                    has_keys_to_sign=can_sign,
                )
                for known, deployments in unit.registrations.all()
                if subject.centre_id in ("", known.centre_id)
            )
        if not patients:
            found.append(
                Finding(
                    name="platform",
                    state=State.WARN,
                    found="No platform is connected.",
                    remedy="passerelle platform invite --name NAME, and paste the address into the LMS.",
                )
            )
        return patients


def _looked_at(patient: Patient, stored: Stored | None) -> list[Finding]:
    known = patient.registration
    if stored is None:
        return []
    return _gathered(
        "platform", lambda: look_at_platform(patient, stored.trials), about=f"{known.name} ({known.id})"
    )


def _gathered(name: str, check: Callable[[], Iterator[Finding]], *, about: str = "") -> list[Finding]:
    """The lines of one check; one that fails itself is a line, too."""
    found: list[Finding] = []
    try:
        found.extend(check())
    except (PasserelleError, OSError) as error:
        reason = error.reason if isinstance(error, PasserelleError) else error.strerror or "unknown"
        found.append(
            Finding(
                name=name,
                state=State.FAULT,
                found=f"This could not be looked at: {reason.replace('-', ' ')}.",
                remedy="Mend what else is reported, then look again.",
                about=about,
            )
        )
    return found

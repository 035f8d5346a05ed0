"""The operator's checkup of one platform: keys, clocks, tokens, columns, people."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

from lti_tool.domain.checkup import Finding, PlatformTrials, State
from lti_tool.domain.errors import PlatformRefused, PlatformUnavailable
from lti_tool.domain.launch import AgsClaim, Registration
from lti_tool.services.doctor_remedies import remedy
from lti_tool.services.line_items import MANAGE_SCOPE, READ_SCOPE
from lti_tool.services.line_items import SCOPE as AGS_SCOPE

CLOCK_SECONDS_BEFORE_WARNING, CLOCK_SECONDS_BEFORE_FAULT = 5.0, 60.0
"""Tokens are taken with a minute of leeway by us, and with none by Moodle."""
SCORE_SCOPE, RESULT_SCOPE = f"{AGS_SCOPE}score", f"{AGS_SCOPE}result.readonly"
MEMBERS_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
_SIGNED_WITH_AN_HOUR = ("token", "line-items", "roster")
_CLOCK_FIRST = (
    "Mend the clock first, then look again: what is signed at a wrong hour is refused. If this stays:"
)
_NO_ANSWER = "Is the LMS up, and does a firewall let this machine reach it?"
GRADE_SCOPES = (SCORE_SCOPE, MANAGE_SCOPE, RESULT_SCOPE)

_REASONS = {
    "unreachable": "nothing answers there",
    "timeout": "it does not answer in time",
    "tls": "its certificate or its TLS is refused",
    "reset": "it breaks the connection off",
    "address-refused": "its address is not a public https:// address",
    "not-a-key-set": "what it answers is no key set",
    "not-json": "what it answers is no JSON, as when a login page comes instead",
    "server-error": "it has an error of its own",
    "token-endpoint": "it does not answer with a token",
    "rate-limited": "it asks to wait",
    "moved": "their address has moved",
    "redirected": "it sends elsewhere: the address is not its own any more",
    "invalid-client": "it does not accept the tool's client id or key",
    "scope-missing": "it does not allow it",
    "unauthorized": "it does not accept its own token",
    "context-gone": "the course is no longer there",
    "other-host": "its address lies at another host than the platform's",
    "roster-too-large": "the course has too many people for it",
}
_BY_OPERATOR = {
    "tls": "Renew the LMS's certificate, with its full chain. Is it signed by an authority of your own? Name "
    "that one's file in PASSERELLE_CA_FILE.",
    "address-refused": "Correct the address in the administration. Is it an https:// one of your intranet?"
    " Name its host in PASSERELLE_INTRANET_HOSTS; PASSERELLE_INSECURE_PLATFORMS=1 is for development alone.",
    "other-host": "Administration, the platform's page: allow the host of its services.",
    "rate-limited": "Wait; it mends itself.",
    "context-gone": "Nothing, when the course was deleted on purpose.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """One platform, and what is known of one of its courses.

    ``grades`` and ``roster_url`` are ``None`` before a launch named them. ``has_keys_to_sign`` tells whether
    the tool can ask for tokens at all.
    """

    registration: Registration
    deployment_ids: tuple[str, ...]
    grades: AgsClaim | None = None
    roster_url: str | None = None
    has_keys_to_sign: bool = True


def look_at_platform(patient: Patient, trials: PlatformTrials) -> Iterator[Finding]:
    """Every line about one platform. What depends on a token is left out when none can be had."""
    known = patient.registration
    if not known.is_enabled:
        yield _line(
            known,
            "platform",
            State.WARN,
            "Switched off: launches are refused and grades wait.",
            "Administration, the platform's page: switch it on.",
        )
        return
    if not patient.deployment_ids:
        yield _line(
            known,
            "platform",
            State.WARN,
            "No deployment is known: launches are refused.",
            f"{remedy(known, 'deployment')} Then add it in the administration, the platform's page.",
        )
    else:
        yield _line(known, "platform", State.OK, "Connected and switched on.")
    begun = tuple(_keys_and_clock(known, trials))
    yield from begun
    if not patient.has_keys_to_sign:
        return
    is_clock_wrong = any(line.name == "clock" and line.state is State.FAULT for line in begun)
    for line in _services(patient, trials):
        yield _led_to_the_clock(line) if is_clock_wrong else line


def _services(patient: Patient, trials: PlatformTrials) -> Iterator[Finding]:
    granted = yield from _tokens(patient.registration, trials)
    if granted:
        yield from _line_items(patient, trials, granted)
        yield from _roster(patient, trials, granted)


def _led_to_the_clock(line: Finding) -> Finding:
    """The same line; where a wrong clock may be what the platform refuses, it comes first."""
    if line.state is not State.FAULT or line.name not in _SIGNED_WITH_AN_HOUR or line.remedy == _NO_ANSWER:
        return line
    return replace(line, remedy=f"{_CLOCK_FIRST} {line.remedy}")


def _keys_and_clock(known: Registration, trials: PlatformTrials) -> Iterator[Finding]:
    try:
        seen = trials.key_set(known)
    except (PlatformUnavailable, PlatformRefused) as error:
        yield _refused(known, "platform-keys", "Its keys cannot be had", error, "addresses")
        return
    if not seen.keys:
        yield _line(
            known,
            "platform-keys",
            State.FAULT,
            "Its keys are shorter than 2048 bits: launches are refused.",
            "Let the LMS make a new key.",
        )
    else:
        yield _line(known, "platform-keys", State.OK, f"It publishes {seen.keys} usable keys.")
    if seen.clock_ahead_seconds is not None:
        yield _clock(known, seen.clock_ahead_seconds)


def _clock(known: Registration, ahead: float) -> Finding:
    seconds = abs(ahead)
    if seconds < CLOCK_SECONDS_BEFORE_WARNING:
        return _line(known, "clock", State.OK, f"Its clock and ours differ by {seconds:.0f} seconds at most.")
    word = "ahead of" if ahead > 0 else "behind"
    return _line(
        known,
        "clock",
        State.FAULT if seconds >= CLOCK_SECONDS_BEFORE_FAULT else State.WARN,
        f"Its clock is {seconds:.0f} seconds {word} ours.",
        "timedatectl set-ntp true on the machine that is wrong: compare both with https://time.is. Several "
        "platforms with the same difference: it is this machine.",
    )


def _tokens(known: Registration, trials: PlatformTrials) -> Generator[Finding, None, frozenset[str]]:
    wanted = (*GRADE_SCOPES, MEMBERS_SCOPE)
    try:
        granted = trials.granted(known, wanted)
    except (PlatformUnavailable, PlatformRefused) as error:
        yield _refused(known, "token", "It gives no token", error, "client")
        return frozenset()
    for scope in wanted:
        topic = "members" if scope == MEMBERS_SCOPE else "grades"
        name = f"token-{scope.rpartition('/')[2].partition('.')[0]}"
        if scope in granted:
            yield _line(known, name, State.OK, "It gives a token for this.")
        else:
            state = State.FAULT if scope == SCORE_SCOPE else State.WARN
            yield _line(known, name, state, _WITHOUT[scope], remedy(known, topic))
    return granted


_WITHOUT = {
    SCORE_SCOPE: "It does not allow scores: no level goes to the gradebook.",
    MANAGE_SCOPE: "It does not allow columns of our own: one grade per activity.",
    RESULT_SCOPE: "It does not allow reading results: grades changed in the LMS go unseen.",
    MEMBERS_SCOPE: "It does not allow reading the participants: a course shows those who came alone.",
}


def _line_items(patient: Patient, trials: PlatformTrials, granted: frozenset[str]) -> Iterator[Finding]:
    known, grades = patient.registration, patient.grades
    if grades is None or grades.lineitems_url is None:
        yield _line(
            known,
            "line-items",
            State.WARN,
            "Not tried: no launch has named a course that takes grades.",
            "Open an activity of a course once, then look again.",
        )
        return
    scopes = {MANAGE_SCOPE, READ_SCOPE} & set(grades.scopes) or {MANAGE_SCOPE} & granted
    if not scopes:
        return
    try:
        trials.read_line_items(known, grades.lineitems_url, sorted(scopes))
    except (PlatformUnavailable, PlatformRefused) as error:
        yield _refused(known, "line-items", "The columns of a course cannot be read", error, "grades")
    else:
        yield _line(known, "line-items", State.OK, "The columns of a course can be read.")


def _roster(patient: Patient, trials: PlatformTrials, granted: frozenset[str]) -> Iterator[Finding]:
    known = patient.registration
    if MEMBERS_SCOPE not in granted:
        return
    if patient.roster_url is None:
        yield _line(
            known,
            "roster",
            State.WARN,
            "Not tried: no launch has named a list of participants.",
            remedy(known, "members"),
        )
        return
    try:
        trials.read_roster(known, patient.roster_url)
    except (PlatformUnavailable, PlatformRefused) as error:
        yield _refused(known, "roster", "The participants of a course cannot be read", error, "members")
    else:
        yield _line(known, "roster", State.OK, "The participants of a course can be read.")


def _refused(
    known: Registration, name: str, what: str, error: PlatformUnavailable | PlatformRefused, topic: str
) -> Finding:
    why = _REASONS.get(error.reason, f"it answers with an error ({error.reason})")
    if isinstance(error, PlatformUnavailable) and error.moved_to:
        why = f"{why} to {error.moved_to}"
    status = f" (status {error.status})" if error.status is not None else ""
    if error.reason in ("moved", "redirected"):
        keep = "Let the former address answer again if you can: results stay with it."
        mend = f"{keep} {remedy(known, 'moved')}"
    elif error.reason in ("unreachable", "timeout", "reset", "server-error"):
        mend = _NO_ANSWER
    else:
        mend = _BY_OPERATOR.get(error.reason, remedy(known, topic))
    return _line(known, name, State.FAULT, f"{what}: {why}{status}.", mend)


def _line(known: Registration, name: str, state: State, found: str, mend: str = "") -> Finding:
    about = f"{known.name} ({known.id})"
    return Finding(name=name, state=state, found=found, remedy=mend, about=about)

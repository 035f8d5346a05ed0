"""The operator's checkup of the public address: certificate, the running tool, frames, cookies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote, urlencode

from lti_tool.domain.checkup import DoorAnswer, Finding, FrontDoor, State
from lti_tool.domain.errors import PlatformUnavailable
from lti_tool.domain.launch import Registration

DAYS_BEFORE_WARNING, DAYS_BEFORE_FAULT = 21, 3
NEEDED_IN_A_FRAME = ("secure", "httponly", "samesite=none", "partitioned", "path=/")
NEEDED_ON_THIS_MACHINE = ("httponly", "samesite=lax", "path=/")

_REASONS = {
    "certificate-expired": ("the certificate is over", "Renew it (certbot renew), and reload the proxy."),
    "certificate-self-signed": (
        "the certificate is self-signed: no browser takes it inside a frame",
        "Get one that browsers know, such as from Let's Encrypt. Is it signed by an authority of your own?"
        " Name that one's file in PASSERELLE_CA_FILE.",
    ),
    "certificate-wrong-name": (
        "the certificate is for another name",
        "Get one for the host name of PASSERELLE_BASE_URL, or correct that setting.",
    ),
    "certificate-untrusted": (
        "the certificate's chain is incomplete or unknown",
        "Give the proxy the full chain (fullchain.pem), not the certificate alone. Is it signed by an"
        " authority of your own? Name that one's file in PASSERELLE_CA_FILE.",
    ),
    "tls": ("the TLS handshake fails", "Look at the proxy's TLS settings: TLS 1.2 or 1.3 is needed."),
    "unknown-host": (
        "the host name has no address",
        "Correct PASSERELLE_BASE_URL, or add the name to the DNS.",
    ),
    "timeout": ("nothing answers in time", "Look at the firewall and at the proxy before the tool."),
}
_NOT_READY = {
    "disk-full": ("its disk is full: no answer can be kept", "Free or add room; nothing is to be restarted."),
    "database-file-gone": (
        "the file of its database is gone",
        "Stop the tool, then put the file back where it was, or restore the last good backup.",
    ),
    "database-read-only": (
        "its database takes no writes",
        "Give the file and its folder to the user that runs the tool; of PostgreSQL, name the primary.",
    ),
}
_NO_DATABASE = (
    "it does not reach its database",
    "Mend the database, or the settings with which the tool was started.",
)
_BUSY = ("the tool refuses it for now", "Mend what is said of the database and the disk, then look again.")
_STATUSES_OF_A_PROXY_ALONE = (502, 503, 504)
_ASLEEP_REMEDY = (
    "Start the tool ('systemctl status passerelle' says why it stopped). After a start, wait half a minute."
)
_NOT_REACHED = ("nothing answers", "Is 'passerelle serve' running, and does the proxy hand on to it?")


def look_at_door(
    door: FrontDoor, base_url: str, known: Registration | None, now: datetime
) -> Iterator[Finding]:
    """Everything about the public address; ``known`` is a platform whose login may be begun, if any.

    That login leaves one row, which is over after ten minutes like those of people who turn back.
    """
    if base_url.startswith("https:"):
        try:
            yield _certificate(door.certificate_ends_at(base_url), now)
        except PlatformUnavailable as error:
            yield _unreached("certificate", base_url, error)
            return
    try:
        ready, home = door.ask(f"{base_url}/readyz"), door.ask(f"{base_url}/")
    except PlatformUnavailable as error:
        yield _unreached("public-address", base_url, error)
        return
    yield _address(base_url, ready)
    if _is_asleep(ready):
        # The proxy's own page has no header of the tool's: the lines below would blame the proxy for it.
        return
    yield _frames(home)
    if known is not None:
        try:
            yield _cookie(door.ask(_login_url(base_url, known)), base_url, _trouble(ready))
        except PlatformUnavailable as error:
            yield _unreached("cookie", base_url, error)


def _certificate(ends_at: datetime, now: datetime) -> Finding:
    days = (ends_at - now).days
    found = f"The certificate is good for {days} more days."
    if days >= DAYS_BEFORE_WARNING:
        return Finding(name="certificate", state=State.OK, found=found)
    return Finding(
        name="certificate",
        state=State.FAULT if days < DAYS_BEFORE_FAULT else State.WARN,
        found=found,
        remedy="Renew it (certbot renew), and find out why that did not happen by itself.",
    )


def _unreached(name: str, base_url: str, error: PlatformUnavailable) -> Finding:
    found, remedy = _REASONS.get(error.reason, _NOT_REACHED)
    return Finding(name=name, state=State.FAULT, found=f"{base_url}: {found}.", remedy=remedy)


def _trouble(ready: DoorAnswer) -> tuple[str, str] | None:
    """What keeps the tool itself from working, and the remedy; ``None`` when it says of nothing."""
    if ready.status != 503 or b'"database"' not in ready.body:
        return None
    try:
        reason = json.loads(ready.body).get("reason", "")
    except (ValueError, AttributeError):
        reason = ""
    return _NOT_READY.get(str(reason), _NO_DATABASE)


def _is_asleep(ready: DoorAnswer) -> bool:
    """The proxy answers in the tool's place: the tool behind it is stopped, or still starts."""
    return ready.status in _STATUSES_OF_A_PROXY_ALONE and b'"database"' not in ready.body


def _address(base_url: str, ready: DoorAnswer) -> Finding:
    trouble = _trouble(ready)
    if trouble is not None:
        found = f"The tool runs at {base_url}, and {trouble[0]}."
        return Finding(name="public-address", state=State.FAULT, found=found, remedy=trouble[1])
    if _is_asleep(ready):
        found = f"The proxy at {base_url} answers, but not the tool behind it (status {ready.status})."
        return Finding(name="public-address", state=State.FAULT, found=found, remedy=_ASLEEP_REMEDY)
    if ready.status != 200 or b'"database"' not in ready.body:
        return Finding(
            name="public-address",
            state=State.FAULT,
            found=f"Something else than Passerelle answers at {base_url} (status {ready.status}).",
            remedy="Let the proxy hand every path on to the tool with its host name, or correct "
            "PASSERELLE_BASE_URL.",
        )
    if base_url.startswith("http:"):
        return Finding(
            name="public-address",
            state=State.WARN,
            found=f"The tool runs at {base_url}, which only this machine reaches.",
            remedy="For learners: a TLS proxy before it, and its https:// address in PASSERELLE_BASE_URL.",
        )
    return Finding(name="public-address", state=State.OK, found=f"The tool answers at {base_url}.")


def _frames(home: DoorAnswer) -> Finding:
    policies = home.values("content-security-policy")
    remedy = "Let the proxy hand on the tool's headers as they are, and add none of its own."
    if home.values("x-frame-options"):
        found = "A proxy adds X-Frame-Options: browsers show no activity inside the LMS."
    elif not any("frame-ancestors" in policy for policy in policies):
        found = "The header Content-Security-Policy with frame-ancestors is missing."
    elif len(policies) > 1:
        found = "Content-Security-Policy comes twice: browsers obey both, and may show no activity."
    else:
        return Finding(name="frames", state=State.OK, found="The LMS may show the pages in its frame.")
    return Finding(name="frames", state=State.FAULT, found=found, remedy=remedy)


def _cookie(answer: DoorAnswer, base_url: str, trouble: tuple[str, str] | None) -> Finding:
    is_secure = base_url.startswith("https:")
    needed = NEEDED_IN_A_FRAME if is_secure else NEEDED_ON_THIS_MACHINE
    name = "__Host-psb" if is_secure else "passerelle-psb"
    cookies = [text for text in answer.values("set-cookie") if text.startswith(f"{name}=")]
    remedy = (
        "Let the proxy hand on Set-Cookie as it is, and start the tool with the right PASSERELLE_BASE_URL."
    )
    if not cookies and answer.status == 503:
        # The tool begins no login that it cannot remember: no proxy took this cookie away.
        why, mend = trouble or _BUSY
        found = f"A login (status 503) sets no cookie {name}: {why}."
        return Finding(name="cookie", state=State.FAULT, found=found, remedy=mend)
    if not cookies:
        return Finding(
            name="cookie",
            state=State.FAULT,
            found=f"A login (status {answer.status}) sets no cookie {name}.",
            remedy=remedy,
        )
    flags = {piece.strip().lower() for piece in cookies[0].split(";")[1:]}
    missing = [flag for flag in needed if flag not in flags]
    if missing:
        found = f"The cookie {name} lacks {', '.join(missing)}: launches fail inside the LMS's frame."
        return Finding(name="cookie", state=State.FAULT, found=found, remedy=remedy)
    return Finding(name="cookie", state=State.OK, found=f"The cookie {name} has its flags.")


def _login_url(base_url: str, known: Registration) -> str:
    parameters = {
        "iss": known.issuer,
        "client_id": known.client_id,
        "login_hint": "doctor",
        "target_link_uri": f"{base_url}/lti/launch",
    }
    return f"{base_url}/lti/login?{urlencode(parameters, quote_via=quote)}"

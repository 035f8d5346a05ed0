"""One message through the tool and past the judge; every difference in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qsl

from lti_tool.domain import errors
from lti_tool.domain.launch import Launch
from lti_tool.lti.hand_over import MarkMissing
from lti_tool.lti.login import Browser, Fresh, LoginRedirect, begin_login, digest
from tests.fuzz.facts import LAUNCH_URL, TOOL, LaunchMessage, LoginMessage, Verdict
from tests.fuzz.judge import judge_launch, judge_login
from tests.fuzz.world import Desk, FakeTransport, moment, platform_of, platforms, state_of

Message = LoginMessage | LaunchMessage
# The statuses of the security notes, 2.0; an error of any other class is a fault.
STATUS: dict[type[Exception], int] = {
    errors.MalformedRequest: 400,
    errors.NotAuthenticated: 401,
    MarkMissing: 401,
    errors.NotAllowed: 403,
    errors.TooLarge: 413,
    errors.InvalidMessage: 422,
    errors.PlatformUnavailable: 503,
}
NOW = moment(0)


def judged(message: Message) -> Verdict:
    """The judge's word on a message of either kind."""
    if isinstance(message, LoginMessage):
        return judge_login(message, platforms())
    return judge_launch(message, platforms())


def difference(desk: Desk, message: Message, verdict: Verdict) -> str:
    """What the tool did otherwise than the judge says; empty when nothing."""
    if isinstance(message, LoginMessage):
        return _difference_of_login(desk, message, verdict)
    return _difference_of_launch(desk, message, verdict)


def _outcome(act: Callable[[], object]) -> tuple[int, str, object]:
    """Status, page code, and what came back or was raised; 500 for whatever is not an error of ours."""
    try:
        found = act()
    except errors.PasserelleError as error:
        return STATUS.get(type(error), 500), error.code, error
    except Exception as error:
        return 500, type(error).__name__, error
    return 200, "", found


def _against(verdict: Verdict, status: int, code: str) -> str:
    """Whether a refusal is the one that the judge wants."""
    if status == verdict.status and code in verdict.codes:
        return ""
    wanted = f"{verdict.status} {'/'.join(sorted(verdict.codes))}".strip()
    return f"{status} {code or 'accepted'}, not {wanted}"


def _difference_of_login(desk: Desk, message: LoginMessage, verdict: Verdict) -> str:
    desk.remember(())
    desk.transport.asked.clear()
    status, code, found = _outcome(
        lambda: begin_login(
            message.query,
            message.body,
            browser=Browser(token="browser-1", agent="agent-1"),
            book=desk.book,
            states=desk.states,
            launch_url=LAUNCH_URL,
            tool_origin=TOOL,
            now=NOW,
            fresh=Fresh(state="state-new", nonce="nonce-new", proof="proof-new"),
        )
    )
    if desk.transport.asked:
        return "a request went out during a login"
    if not isinstance(found, LoginRedirect):
        return _against(verdict, status, code) or ("a refused login was kept" if desk.states.states else "")
    if verdict.status != 302:
        return _against(verdict, 302, "")
    return _wrong_state(desk, verdict) or _wrong_redirect(found, verdict)


def _wrong_state(desk: Desk, verdict: Verdict) -> str:
    (state,) = desk.states.states.values()
    said = {
        "state_hash": digest("state-new"),
        "nonce": "nonce-new",
        "browser_hash": digest("browser-1"),
        "centre_id": platform_of(str(verdict.kept["platform"])).centre_id,
        "registration_id": verdict.kept["platform"],
        "target_link_uri": verdict.kept["target"],
        "deployment_hint": verdict.kept["hint"],
        "created_at": NOW,
        "expires_at": NOW + timedelta(minutes=10),
        "agent_hash": digest("agent-1"),
        "storage_hash": digest("proof-new") if verdict.kept["frame"] else None,
        "storage_target": verdict.kept["frame"],
    }
    wrong = [name for name, value in said.items() if getattr(state, name) != value]
    return f"kept otherwise: {wrong}" if wrong else ""


def _wrong_redirect(found: LoginRedirect, verdict: Verdict) -> str:
    """Every word of the question once, beside what the registered address already says."""
    frame = verdict.kept["frame"]
    stem, _mark, query = str(verdict.kept["auth_url"]).partition("?")
    question = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": verdict.kept["client_id"],
        "redirect_uri": LAUNCH_URL,
        "login_hint": verdict.kept["login_hint"],
        "state": "state-new",
        "nonce": "nonce-new",
    }
    if verdict.kept["lti_message_hint"] is not None:
        question["lti_message_hint"] = verdict.kept["lti_message_hint"]
    own = [(name, value) for name, value in parse_qsl(query) if name not in question]
    address, _mark, asked = found.url.partition("?")
    if address != stem or sorted(parse_qsl(asked, keep_blank_values=True)) != sorted(
        [*own, *question.items()]
    ):
        return "redirected otherwise"
    wish = (found.storage.target, found.storage.value) if found.storage else None
    return "" if wish == ((frame, "proof-new") if frame else None) else "stored otherwise at the platform"


def _difference_of_launch(desk: Desk, message: LaunchMessage, verdict: Verdict) -> str:
    if message.key_set is not None:
        served = {each.jwks_url: message.key_set for each in platforms()}
        desk = Desk(transport=FakeTransport(served))
    desk.remember(message.begun)
    desk.transport.asked.clear()
    status, code, found = _outcome(
        lambda: desk.verifier.verify(
            message.body, browser_token=message.browser, now=moment(message.at), agent=message.agent
        )
    )
    if isinstance(found, MarkMissing) and message.again is not None:
        handed, (proof, later) = found.hand_over, message.again
        status, code, found = _outcome(
            lambda: desk.verifier.verify_again(handed, proof=proof, now=moment(message.at + later))
        )
    if isinstance(found, Launch) and found.login is not None and not desk.states.spend(found.login):
        return "a launch with a login that was used"
    wrong = _wrong_traces(desk, message, verdict)
    if wrong:
        return wrong
    if not isinstance(found, Launch):
        return _against(verdict, status, code)
    if verdict.status != 303:
        return _against(verdict, 303, "")
    said = _said(found)
    others = [name for name, value in verdict.kept.items() if name != "custom" and said[name] != value]
    others += ["custom" for _ in range(1) if not _is_custom_right(found, message, verdict)]
    return f"understood otherwise: {others}" if others else ""


def _wrong_traces(desk: Desk, message: LaunchMessage, verdict: Verdict) -> str:
    """G1, G3, G6: the one login is gone, the others are untouched; one request for keys at the most."""
    left = {each.state: state_of(each) for each in message.begun if each.state != verdict.consumed}
    begun = {digest(each.state) for each in message.begun}
    spent = {name: state for name, state in desk.states.spent.items() if name not in begun}
    if len(spent) != verdict.is_spent or desk.states.states != {digest(name): left[name] for name in left}:
        return "another state is left than the judge says"
    if any(state.expires_at > moment(message.at + 60) for state in spent.values()):
        return "a code is good for more than a minute"
    meant = {each.platform_id for each in message.begun if each.state == verdict.consumed}
    allowed = {each.jwks_url for each in platforms() if each.id in meant}
    if len(desk.transport.asked) > 1 or not set(desk.transport.asked) <= allowed:
        return f"asked {desk.transport.asked}"
    return ""


def _said(launch: Launch) -> dict[str, object]:
    ags, chosen = launch.ags, launch.deep_linking
    return {
        "message_type": launch.message_type,
        "sub": launch.person.sub if launch.person else None,
        "deployment": launch.deployment.deployment_id,
        "platform": launch.registration.id,
        "roles": launch.roles,
        "rights": launch.rights.value,
        "context": launch.context.context_id if launch.context else None,
        "link": launch.resource_link.resource_link_id if launch.resource_link else None,
        "lineitems": ags.lineitems_url if ags else None,
        "lineitem": ags.lineitem_url if ags else None,
        "scopes": frozenset(ags.scopes) if ags else frozenset(),
        "roster": launch.nrps_url,
        "back": launch.return_url,
        "selection": chosen.return_url if chosen else None,
        "data": chosen.data if chosen else None,
        "reviewed": launch.for_user_sub,
    }


def _is_custom_right(launch: Launch, message: LaunchMessage, verdict: Verdict) -> bool:
    """What is sure is there, and whatever else is there is short and can be stored."""
    sure = verdict.kept["custom"]
    assert isinstance(sure, dict)
    words = [launch.locale, launch.person.name if launch.person else ""]
    words += [each.title for each in (launch.context, launch.resource_link) if each]
    is_storable = all(len(word) <= 255 and _is_clean(word) for word in words)
    return (
        sure.items() <= launch.custom.items()
        and is_storable
        and all(len(text) <= 8192 and _is_clean(text) for text in launch.custom.values())
        and all(0 < len(name) < 256 and _is_clean(name) for name in launch.custom)
        and not any(re.fullmatch(r"\$[A-Za-z][\w.-]*", text, re.ASCII) for text in launch.custom.values())
    )


def _is_clean(text: str) -> bool:
    return all(each not in text for each in ("\x00", "\r", "\n", "\x1b")) and text.encode(
        "utf-8", "replace"
    ) == text.encode("utf-8", "surrogatepass")

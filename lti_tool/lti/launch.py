"""The launch: from the platform's form post to a ``domain.launch.Launch``, in the order of rule G7."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from pylti1p3.message_launch import MessageLaunch

from lti_tool.domain.administration import AskedDeployment
from lti_tool.domain.errors import (
    InvalidMessage,
    MalformedRequest,
    NotAllowed,
    NotAuthenticated,
    PasserelleError,
)
from lti_tool.domain.launch import Deployment, Launch, LoginState, Registration
from lti_tool.domain.ports import StateBook
from lti_tool.lti import claims as lti_claims
from lti_tool.lti import verify
from lti_tool.lti.hand_over import HAND_OVER_LIFE, HandOver, MarkMissing, check_browser
from lti_tool.lti.keys import PlatformKeys
from lti_tool.lti.login import digest
from lti_tool.lti.parameters import Form, single_values
from lti_tool.lti.pylti import FormRequest, NoCookies, NoSession, StateConf, offline_session

STATE_LEEWAY = timedelta(seconds=verify.LEEWAY_SECONDS)

_PARAMETERS = ("state", "id_token", "error", "error_description", "error_uri", "lti_storage_target")


class LaunchVerifier:
    """Turns a launch post into a ``Launch``, or refuses it. Holds no state of its own; thread-safe."""

    def __init__(self, *, keys: PlatformKeys, states: StateBook, launch_url: str, tool_origin: str) -> None:
        self.keys = keys
        self.states = states
        self.launch_url = launch_url
        self.tool_origin = tool_origin
        self.offline = offline_session()

    def verify(self, body: Form, *, browser_token: str | None, now: datetime, agent: str = "") -> Launch:
        """Check one launch post. A refusal spends its state (G6); the launch carries its login, to be spent
        by whoever accepts it.

        ``body`` holds every value of every form parameter; ``browser_token`` is what the login left in
        the browser, or ``None`` when no cookie came back; ``agent`` is how the browser introduces itself.

        Raises:
            MarkMissing: all is right, but the browser sent no cookie; ``verify_again`` carries it on.
            MalformedRequest: ``e-link``: a doubled parameter, or no ``id_token``.
            NotAuthenticated: ``e-expired`` for a state or token that is over or was never ours,
                ``e-cookies`` when the browser tells nothing of itself, ``e-sec`` for another browser and
                for a token that is not what it says, ``e-config`` for a weak key or an invented nonce.
            NotAllowed: ``e-denied`` when the platform answered with an error, ``e-lms`` for a
                registration that is gone or was switched off.
            TooLarge: ``e-sec``: a token over 128 KiB.
            InvalidMessage: ``e-config`` or ``e-sec``: signed, but not a valid LTI message.
            PlatformUnavailable: ``platform-keys``.
        """
        parameters = single_values(_PARAMETERS, body)
        if not parameters.get("state"):
            # The Moodle app posts an id_token without any login: a page must say what to do.
            raise NotAuthenticated("e-expired", reason="state-missing")
        login = self.states.open(parameters["state"])
        if login is None:
            raise NotAuthenticated("e-expired", reason="state-unknown")
        try:
            _check_age(login, now)
            launch = self._message(parameters, login, browser_token, agent, now)
        except PasserelleError as error:
            if not self.states.spend(login):
                raise NotAuthenticated("e-expired", reason="state-unknown") from error
            raise
        return replace(launch, login=login)

    def _message(
        self,
        parameters: Mapping[str, str],
        state: LoginState,
        browser_token: str | None,
        agent: str,
        now: datetime,
    ) -> Launch:
        if browser_token and not hmac.compare_digest(digest(browser_token), state.browser_hash):
            raise NotAuthenticated(reason="other-browser")
        if parameters.get("error"):
            raise NotAllowed("e-denied", reason="platform-error")
        if not parameters.get("id_token"):
            raise MalformedRequest(reason="missing-id-token")
        is_same_agent = bool(browser_token) or _is_same_agent(state, agent)
        launch = self._checked(parameters, state, now)
        if browser_token:
            return launch
        waiting = _waiting(state, parameters["id_token"], now, is_same_agent=is_same_agent)
        raise MarkMissing(waiting, launch.registration)

    def verify_again(self, hand_over: HandOver, *, proof: str, now: datetime) -> Launch:
        """Check in a new tab a launch that arrived without the browser's mark. It can be done once.

        ``proof`` is what the platform's storage gave back, empty when it gave nothing.

        Raises:
            NotAuthenticated: ``e-expired`` when it was done before or a minute has passed, ``e-sec`` for
                another browser; and whatever ``verify`` raises.
        """
        login = hand_over.login
        _check_age(login, now)
        check_browser(hand_over, proof)
        launch = self._checked({"id_token": hand_over.id_token}, login, now)
        if not self.states.spend(login):
            raise NotAuthenticated("e-expired", reason="state-unknown")
        return launch

    def _checked(self, parameters: Mapping[str, str], login: LoginState, now: datetime) -> Launch:
        return PlatformLaunch(self, FormRequest(parameters), login, now).validate().result()


def _check_age(login: LoginState, now: datetime) -> None:
    # A state from the future means that our clock was set back: it must not live longer for it.
    if now >= login.expires_at or login.created_at > now + STATE_LEEWAY:
        raise NotAuthenticated("e-expired", reason="state-expired")


def _is_same_agent(login: LoginState, agent: str) -> bool:
    """Whether a browser without the mark introduces itself as the one that began the login.

    Raises:
        NotAuthenticated: nothing ties this browser to the login: ``e-sec`` when it is another one,
            ``e-cookies`` when it tells nothing of itself.
    """
    is_same = login.agent_hash is not None and hmac.compare_digest(digest(agent), login.agent_hash)
    if is_same or login.storage_hash is not None:
        return is_same
    if agent and login.agent_hash:
        raise NotAuthenticated(reason="other-browser")
    raise NotAuthenticated("e-cookies", reason="no-browser-cookie")


def _waiting(login: LoginState, id_token: str, now: datetime, *, is_same_agent: bool) -> HandOver:
    """The login under another name, for a minute: only the sealed code knows it."""
    secret = secrets.token_urlsafe(32)
    until = min(login.expires_at, now + HAND_OVER_LIFE)
    waiting = replace(login, state_hash=digest(secret), expires_at=until)
    return HandOver(secret=secret, login=waiting, id_token=id_token, is_same_agent=is_same_agent)


class PlatformLaunch(MessageLaunch[FormRequest, StateConf, NoSession, NoCookies]):
    """pylti1p3's launch with every step replaced, in the order of rule G7.

    The library looks at the nonce before the signature, takes the registration from the unsigned token
    and leaves audience, age and single use alone: what remains of it is the frame and its interface.
    """

    def __init__(
        self, verifier: LaunchVerifier, request: FormRequest, state: LoginState, now: datetime
    ) -> None:
        super().__init__(
            request,
            StateConf(state, verifier.states),
            session_service=NoSession(),
            cookie_service=NoCookies(),
            requests_session=verifier.offline,
        )
        self._verifier = verifier
        self._state = state
        self._now = now
        self._warnings: tuple[str, ...] = ()
        self._token: verify.Token | None = None
        self._known: Registration | None = None
        self._deployment: Deployment | None = None

    def validate(self) -> PlatformLaunch:
        """Run every step."""
        self._validated = True
        return (
            self.validate_jwt_format()
            .validate_registration()
            .validate_jwt_signature()
            .validate_nonce()
            .validate_message()
            .validate_deployment()
        )

    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    def validate_jwt_format(self) -> PlatformLaunch:
        """Take the token apart: ``verify.read_token``."""
        self._token = verify.read_token(self._get_request_param("id_token"))
        return self

    def validate_registration(self) -> PlatformLaunch:
        """Take the registration from the stored state, never from the token."""
        registration = self._tool_config.known_registration()
        self._registration = registration
        self._known = registration.known
        return self

    def validate_jwt_signature(self) -> PlatformLaunch:
        """Signature, then who issued the token, for whom, and when."""
        token, known = self.token, self.known
        key = self._verifier.keys.find(known, token.kid, token.alg, self._now)
        verify.check_signature(token, key)
        verify.check_parties(token.claims, known)
        self._warnings = verify.check_times(token.claims, self._now)
        return self

    def validate_nonce(self) -> PlatformLaunch:
        """The nonce of this very state."""
        verify.check_nonce(self.token.claims, self._state.nonce)
        return self

    def validate_message(self) -> PlatformLaunch:
        """Everything that the message must have, and a target inside the tool."""
        lti_claims.check_message(self.token.claims)
        lti_claims.check_target(
            self.token.claims,
            self._state,
            tool_origin=self._verifier.tool_origin,
            launch_url=self._verifier.launch_url,
        )
        return self

    def validate_deployment(self) -> PlatformLaunch:
        """A deployment of this registration that is known and active (C14)."""
        deployment_id = lti_claims.check_deployment(self.token.claims, self._state)
        found = self._verifier.states.deployment_of(self.known, deployment_id)
        if found is None:
            raise InvalidMessage(reason="unknown-deployment", asked=self._asked(deployment_id))
        self._deployment = Deployment(
            centre_id=self.known.centre_id,
            registration_id=self.known.id,
            id=found,
            deployment_id=deployment_id,
        )
        return self

    def _asked(self, deployment_id: str) -> AskedDeployment:
        return AskedDeployment(
            centre_id=self.known.centre_id,
            registration_id=self.known.id,
            deployment_id=deployment_id,
            is_signed=True,
        )

    @property
    def token(self) -> verify.Token:
        """The token, once its shape was checked."""
        if self._token is None:
            raise NotAuthenticated(reason="not-checked")
        return self._token

    @property
    def known(self) -> Registration:
        """The registration that the login was started for."""
        if self._known is None:
            raise NotAuthenticated(reason="not-checked")
        return self._known

    def result(self) -> Launch:
        """The launch, after ``validate``."""
        if self._deployment is None:
            raise NotAuthenticated(reason="not-checked")
        return lti_claims.read_launch(
            self.token.claims,
            registration=self.known,
            deployment=self._deployment,
            allow_insecure=self._verifier.keys.allow_insecure,
            warnings=self._warnings,
        )

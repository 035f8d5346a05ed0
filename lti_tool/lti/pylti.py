"""Our values in the shapes that pylti1p3 wants: registration, tool configuration, request.

These are thin on purpose. Every check that pylti1p3 would make with them is made by our own steps.
"""

from __future__ import annotations

from collections.abc import Mapping

import requests
from pylti1p3.cookie import CookieService
from pylti1p3.deployment import Deployment as LibraryDeployment
from pylti1p3.registration import Registration as LibraryRegistration
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from pylti1p3.tool_config.abstract import ToolConfAbstract

from lti_tool.domain.errors import NotAllowed
from lti_tool.domain.launch import LoginState, Registration
from lti_tool.domain.ports import StateBook


class KnownRegistration(LibraryRegistration):
    """A domain registration that pylti1p3 can read. It carries no private key: we sign ourselves."""

    def __init__(self, known: Registration) -> None:
        self.known = known
        self.set_issuer(known.issuer)
        self.set_client_id(known.client_id)
        self.set_auth_login_url(known.auth_login_url)
        self.set_auth_token_url(known.token_url)
        self.set_auth_audience(known.token_audience or known.token_url)
        self.set_key_set_url(known.jwks_url)


class FormRequest(Request):
    """The parameters of one launch, each already known to be present at most once."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self._parameters = parameters

    def is_secure(self) -> bool:
        """Always: the web layer has refused anything else."""
        return True

    def get_param(self, key: str) -> str:
        """One parameter, or an empty string."""
        return self._parameters.get(key, "")


class StateConf(ToolConfAbstract[FormRequest]):
    """The tool configuration of one launch: the registration of its state, and no other.

    A token can therefore not choose the registration that it is checked against (mix-up attack).
    The two ``check_`` methods are overridden because the library's keep their answer in a class
    attribute, shared by all threads and tenants.
    """

    def __init__(self, state: LoginState, states: StateBook) -> None:
        self._state = state
        self._states = states

    def known_registration(self) -> KnownRegistration:
        """The registration of the state.

        Raises:
            NotAllowed: ``e-lms`` when it is gone or was switched off since the login.
        """
        known = self._states.registration_of(self._state)
        if known is None:
            raise NotAllowed("e-lms", reason="registration-gone")
        if not known.is_enabled:
            raise NotAllowed("e-lms", reason="registration-disabled")
        return KnownRegistration(known)

    def check_iss_has_one_client(self, iss: str) -> bool:
        """Never: a registration is an issuer and a client id."""
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:
        """Always: see above."""
        return True

    def find_registration_by_issuer(self, iss: str, *args: object, **kwargs: object) -> KnownRegistration:
        """The registration of the state, whatever the token says."""
        return self.known_registration()

    def find_registration_by_params(
        self, iss: str, client_id: str, *args: object, **kwargs: object
    ) -> KnownRegistration:
        """The registration of the state, whatever the token says."""
        return self.known_registration()

    def find_deployment(self, iss: str, deployment_id: str) -> LibraryDeployment | None:
        """An active deployment of the state's registration, or ``None``."""
        known = self.known_registration().known
        if self._states.deployment_of(known, deployment_id) is None:
            return None
        return LibraryDeployment().set_deployment_id(deployment_id)

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *args: object, **kwargs: object
    ) -> LibraryDeployment | None:
        """An active deployment of the state's registration, or ``None``."""
        return self.find_deployment(iss, deployment_id)


class NoSession(SessionService):
    """pylti1p3 wants a session service; state and nonce are one row of ours instead."""

    def __init__(self) -> None:
        """Keep nothing."""


class NoCookies(CookieService):
    """pylti1p3 wants a cookie service; the web layer sets the one cookie there is."""

    def get_cookie(self, name: str) -> str | None:
        """Nothing."""
        return None

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        """Do nothing."""


def offline_session() -> requests.Session:
    """A session that can reach nothing, for the constructors that would otherwise open one."""
    session = requests.Session()
    session.trust_env = False
    session.adapters.clear()
    return session

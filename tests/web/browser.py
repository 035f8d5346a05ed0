"""A browser without scripts: it keeps cookies, follows the tool's pages and sends their forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import Cookie, TestResponse

from lti_tool.lti.signing import SigningKey
from tests.fake_lms import ClaimsChange, FakeLms
from tests.people import TestPerson
from tests.web.reading import Page, read

FORM = "application/x-www-form-urlencoded"
Fields = Mapping[str, str | Sequence[str]]


class Browser:
    """One browser on one machine. ``page`` is the last page that was shown, ``handle`` the last launch's."""

    def __init__(self, app: Flask, lms: FakeLms, base_url: str) -> None:
        self._client = app.test_client()
        self._lms = lms
        self._base_url = base_url
        self.page = Page()
        self.handle = ""

    def request(self, method: str, path: str, **options: Any) -> TestResponse:  # Any: werkzeug's options
        """One request, exactly as given, not followed."""
        answer = self._client.open(path, method=method, base_url=self._base_url, **options)
        if answer.mimetype == "text/html" and method != "HEAD" and "Content-Encoding" not in answer.headers:
            self.page = read(answer.get_data(as_text=True))
        return answer

    def get(self, path: str, **options: Any) -> TestResponse:  # Any: as above
        """Open an address and follow our own redirects."""
        answer = self.request("GET", path, **options)
        return self._followed(answer)

    def post(self, path: str, fields: Fields | None = None, **options: Any) -> TestResponse:  # Any: as above
        """Send a form of our own pages, with a token and the browser's own headers; not followed."""
        data = {"csrf": self.token, **(fields or {})}
        return self.request("POST", path, data=data, headers=self.own_headers, **options)

    def send(self, path: str, fields: Fields | None = None) -> TestResponse:
        """Send a form and go where the answer leads."""
        return self._followed(self.post(path, fields))

    def submit(self, fields: Fields | None = None) -> TestResponse:
        """Send the first form of the present page with these fields filled in; go where it leads."""
        form = self.page.form
        return self.send(form.action, {**form.hidden, **(fields or {})})

    @property
    def own_headers(self) -> dict[str, str]:
        """What a browser says of a form that our own page sends."""
        return {"Origin": self._base_url, "Sec-Fetch-Site": "same-origin"}

    @property
    def token(self) -> str:
        """A form token: the present page's, or one fetched from the session's own pages."""
        return self.page.csrf or self._fetched_token()

    @property
    def cookies(self) -> dict[str, Cookie]:
        """The cookies that this browser holds, by name."""
        held = self._client._cookies or {}
        return {cookie.key: cookie for cookie in held.values()}

    @property
    def session(self) -> str | None:
        """The session's secret, as the cookie holds it."""
        for name in ("__Host-psl", "passerelle-psl"):
            if name in self.cookies:
                return self.cookies[name].value
        return None

    def set_cookie(self, name: str, value: str) -> None:
        """Plant a cookie."""
        self._client.set_cookie(name, value, domain=urlsplit(self._base_url).hostname or "")

    def forget_cookies(self) -> None:
        """Lose every cookie."""
        for cookie in self.cookies.values():
            self._client.delete_cookie(cookie.key, domain=cookie.domain, path=cookie.path)

    def login(self, person: TestPerson, *, method: str = "POST", **changes: str) -> TestResponse:
        """Begin a launch: the platform's form or link to our login address."""
        return self.open_login({**self._lms.login_parameters(person), **changes}, method=method)

    def open_login(self, parameters: Mapping[str, str], *, method: str = "POST") -> TestResponse:
        """Send login parameters as they are."""
        if method == "GET":
            return self.request("GET", "/lti/login", query_string=parameters)
        return self.request("POST", "/lti/login", data=parameters)

    def answered(
        self,
        person: TestPerson,
        *,
        method: str = "POST",
        claims: ClaimsChange | None = None,
        header: Mapping[str, str | None] | None = None,
        key: SigningKey | None = None,
    ) -> dict[str, str]:
        """Log in, and the form that the platform then posts to us: ``id_token`` and ``state``."""
        started = self.login(person, method=method)
        assert started.status_code == 302, started.get_data(as_text=True)
        token, state = self._lms.answer_login(started.location, claims=claims, header=header, key=key)
        return {"id_token": token, "state": state}

    def post_launch(self, form: Mapping[str, Any]) -> TestResponse:  # Any: a value or several
        """Post a launch form as the platform's page does; not followed."""
        answer = self.request("POST", "/lti/launch", data=form, headers={"Origin": self._lms.url})
        if answer.status_code == 303:
            self.handle = answer.location.split("/")[2]
        return answer

    def launch(self, person: TestPerson, **options: Any) -> TestResponse:  # Any: as ``answered``
        """The whole launch, not followed."""
        return self.post_launch(self.answered(person, **options))

    def enter(self, person: TestPerson, **options: Any) -> TestResponse:  # Any: as ``answered``
        """The whole launch, and the page that it opens."""
        answer = self.launch(person, **options)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return self._followed(answer)

    def at(self, path: str = "") -> str:
        """An address of the last launch."""
        return f"/l/{self.handle}/{path}"

    def _followed(self, answer: TestResponse) -> TestResponse:
        for _ in range(6):
            if answer.status_code not in (302, 303):
                return answer
            assert answer.location.startswith("/"), answer.location
            answer = self.request("GET", answer.location)
        raise AssertionError("too many redirects")

    def _fetched_token(self) -> str:
        kept = self.page
        self.get(self.at())
        found, self.page = self.page.csrf, kept
        return found

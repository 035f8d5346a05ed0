"""A browser without scripts that comes to the farm through nginx, and sees which web server answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import requests

from lti_tool.lti.signing import SigningKey
from tests.bench.farm import Farm
from tests.people import TestPerson
from tests.web.reading import Page, read

PAGES_AT_MOST = 6
TIMEOUT_SECONDS = 30


class Visitor:
    """One browser. ``served`` counts the answers by web server, ``statuses`` by status."""

    def __init__(self, farm: Farm) -> None:
        self._farm = farm
        self._session = requests.Session()
        self._session.trust_env = False
        self.page = Page()
        self.handle = ""
        self.served: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def request(self, method: str, path: str, **options: object) -> requests.Response:
        """One request, not followed."""
        answer = self._session.request(
            method,
            path if path.startswith("http") else f"{self._farm.url}{path}",
            allow_redirects=False,
            timeout=TIMEOUT_SECONDS,
            **options,  # type: ignore[arg-type]  # requests' options
        )
        self.served[answer.headers.get("X-Served-By", "")] += 1
        self.statuses[answer.status_code] += 1
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            self.page = read(answer.text)
        return answer

    def follow(self, answer: requests.Response) -> requests.Response:
        """Go where our own redirects lead."""
        for _ in range(PAGES_AT_MOST):
            if answer.status_code not in (302, 303):
                return answer
            answer = self.request("GET", answer.headers["Location"])
        raise RuntimeError("too many redirects")

    def launch(self, person: TestPerson, *, key: SigningKey | None = None) -> requests.Response:
        """The whole launch, not followed; where the login is refused already, that refusal."""
        lms = self._farm.lms
        begun = self.request("POST", "/lti/login", data=lms.login_parameters(person))
        if begun.status_code != 302:
            return begun
        token, state = lms.answer_login(begun.headers["Location"], key=key)
        form = {"id_token": token, "state": state}
        answer = self.request("POST", "/lti/launch", data=form, headers={"Origin": lms.url})
        if answer.status_code == 303:
            self.handle = answer.headers["Location"].split("/l/")[1].split("/")[0]
        return answer

    def send(self, fields: Mapping[str, str]) -> requests.Response:
        """Send the present page's form with these fields, and go where it leads."""
        form = self.page.form
        headers = {"Origin": self._farm.url, "Sec-Fetch-Site": "same-origin"}
        sent = {**form.hidden, **fields}
        return self.follow(self.request("POST", form.action, data=sent, headers=headers))

    def leave(self) -> requests.Response:
        """End the session on this computer."""
        headers = {"Origin": self._farm.url, "Sec-Fetch-Site": "same-origin"}
        return self.request("POST", f"/l/{self.handle}/end", data={"csrf": self.page.csrf}, headers=headers)

    def cookie_header(self) -> str:
        """What this browser sends of itself, for a request by hand."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._session.cookies)

"""The web server's file, in a real nginx: what people see while the tool behind it is stopped."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator

import pytest

from lti_tool.paths import CONFIG
from tests.packaging.front import SECONDS_AT_MOST, nginx_before


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an nginx with our file; where the tool should listen, nobody does."""
    with nginx_before(tmp_path_factory.mktemp("nginx")) as port:
        yield port


def test_learners_read_calm_words_while_the_tool_is_stopped(away: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", away, timeout=SECONDS_AT_MOST)
    connection.request("GET", "/l/anything/tasks/1", headers={"Host": "passerelle.example.org"})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()

    assert answer.status == 502
    assert answer.getheader("Content-Type") == "text/html; charset=utf-8"
    assert answer.getheader("Cache-Control") == "no-store"
    assert "Le site ne répond pas pour le moment." in page
    assert 'lang="nl"' in page
    assert 'lang="de"' in page
    assert 'lang="en"' in page
    assert "nginx" not in page.lower()
    assert answer.getheader("X-Frame-Options") is None


def test_caddy_says_the_same_while_the_tool_is_stopped() -> None:
    """Read as text: no Caddy is at hand to run it."""
    caddy = (CONFIG / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    nginx = (CONFIG / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    page = re.search(r"return 502 '(.+)';", nginx)[1]  # type: ignore[index]  # no match: a failure
    errors = caddy.partition("handle_errors {")[2]
    outside = caddy.replace(page, "")

    assert f"respond @away `{page}` 502\n" in errors
    assert "{err.status_code} == 502 || {err.status_code} == 504" in errors
    assert "Retry-After 30\n" in errors
    assert "Cache-Control no-store\n" in errors
    assert "`" not in page
    assert outside.count("{") == outside.count("}")

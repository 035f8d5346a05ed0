"""The web server's file, in a real nginx: what people see while the tool behind it is stopped."""

from __future__ import annotations

import http.client
import re
import subprocess
import time
from collections.abc import Iterator

import pytest

from lti_tool.paths import CONFIG
from tests.tool_process import free_port

NGINX = "/usr/sbin/nginx"
SECONDS_AT_MOST = 10.0
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an nginx with our file; where the tool should listen, nobody does."""
    folder = tmp_path_factory.mktemp("nginx")
    port = free_port(following=1)
    site = (CONFIG / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    site = site.replace("    listen [::]:80;\n", "").replace("listen 80;", f"listen 127.0.0.1:{port};")
    site = site.replace("127.0.0.1:8765", f"127.0.0.1:{port + 1}")
    places = "".join(f"{name}_temp_path {folder / name};\n" for name in TEMPORARY)
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {folder / 'pid'}; error_log {folder / 'errors'};\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{places}{site}}}\n",
        encoding="utf-8",
    )
    server = subprocess.Popen([NGINX, "-e", str(folder / "errors"), "-c", str(whole)])
    try:
        yield _once_open(port)
    finally:
        server.terminate()
        server.wait(SECONDS_AT_MOST)


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


def _once_open(port: int) -> int:
    until = time.monotonic() + SECONDS_AT_MOST
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except ConnectionRefusedError:
            continue
        finally:
            connection.close()
        return port
    raise AssertionError("nginx did not open its port")

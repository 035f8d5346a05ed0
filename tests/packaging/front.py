"""The web server's file in a real nginx: it stands before what listens on a port of loopback."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from lti_tool.paths import CONFIG
from tests.tool_process import free_port

NGINX = "/usr/sbin/nginx"
SECONDS_AT_MOST = 10.0
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextlib.contextmanager
def nginx_before(folder: Path, behind: int | None = None) -> Iterator[int]:
    """The port of an nginx with our file, before the port ``behind``; ``None``: nobody is there."""
    port = free_port(following=1)
    site = (CONFIG / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    site = site.replace("    listen [::]:80;\n", "").replace("listen 80;", f"listen 127.0.0.1:{port};")
    site = site.replace("127.0.0.1:8765", f"127.0.0.1:{behind or port + 1}")
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


def _once_open(port: int) -> int:
    until = time.monotonic() + SECONDS_AT_MOST
    while time.monotonic() < until:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return port
    raise AssertionError("nginx did not open its port")

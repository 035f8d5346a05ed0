"""The tool on many machines: web servers and workers with only PostgreSQL in common, nginx in front."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests

from lti_tool.settings import Settings
from lti_tool.store.opening import upgrade_store
from tests.bench.hosts import Host, Network, network_of
from tests.bench.pair import DATABASE, Node, wait_until
from tests.bench.power import in_memory
from tests.fake_lms import FakeLms
from tests.keys import key_maker
from tests.services.setting import SECRET, SettableClock, give_key
from tests.services.world import World
from tests.tool_process import ROOT, free_port

WEB, WORKERS = ("web-1", "web-2"), ("work-1", "work-2")
START_SECONDS = 180.0
MISSING = "nginx is not installed: `make test` installs Debian's package nginx."
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream tool {{ {servers} }}
  server {{
    listen {here}:{port};
    location / {{
      proxy_pass http://tool;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_next_upstream off;
      add_header X-Served-By $upstream_addr always;
    }}
  }}
}}
"""


class MachineClock(SettableClock):
    """The machine's clock, where a world wants one that can be set."""

    @property
    def now(self) -> datetime:
        """The moment."""
        return datetime.now(UTC) + self.shift

    @now.setter
    def now(self, moment: datetime) -> None:
        self.shift = moment - datetime.now(UTC)

    def __init__(self) -> None:
        self.shift = timedelta()


@dataclass(slots=True, kw_only=True)
class Farm:
    """Everything that runs. ``world`` speaks to the same database from a process of its own."""

    folder: Path
    network: Network
    url: str
    database: str
    lms: FakeLms
    world: World
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def begin(self, name: str, *arguments: str) -> None:
        """Run one of our commands on a host; it is stopped at the end."""
        host = self.network.hosts[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [*host.prefix, sys.executable, "-m", "lti_tool", *arguments],
                cwd=ROOT, env=self.environment(host), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def run(self, name: str, *arguments: str) -> str:
        """What one of our commands prints on a host.

        Raises:
            RuntimeError: it failed; with the end of what it said.
        """
        host = self.network.hosts[name]
        done = subprocess.run(
            [*host.prefix, sys.executable, "-m", "lti_tool", *arguments],
            cwd=ROOT, env=self.environment(host), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stderr[-500:]}")
        return done.stdout

    def end(self, name: str) -> None:
        """End what runs on a host, in order."""
        process = self.running.pop(name)
        process.terminate()
        process.wait(40)

    def end_all(self) -> None:
        """End whatever runs."""
        for name in list(self.running):
            self.end(name)

    def direct(self, name: str, method: str, path: str, **options: object) -> requests.Response:
        """One request to one web server past nginx, under the name that everybody knows."""
        host = self.network.hosts[name]
        headers = {"Host": self.url.removeprefix("http://"), "X-Forwarded-For": "192.0.2.1"}
        with requests.Session() as session:
            session.trust_env = False
            return session.request(
                method, f"http://{host.address}:{host.port}{path}", headers=headers,
                allow_redirects=False, timeout=20, **options,  # type: ignore[arg-type]  # requests' options
            )  # fmt: skip

    def environment(self, host: Host) -> Mapping[str, str]:
        """The settings of one host: data of its own, the database of all."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
        return kept | {
            "NO_PROXY": "*",
            "PASSERELLE_BASE_URL": self.url,
            "PASSERELLE_DATABASE_URL": self.database,
            "PASSERELLE_SECRET_KEY": SECRET.decode(),
            "PASSERELLE_DATA": str(self.folder / host.name),
            "PASSERELLE_INSECURE_PLATFORMS": "1",
            "PASSERELLE_PROXIES": "1",
        }


@contextmanager
def running_farm(*, extra_learners: int) -> Iterator[Farm]:
    """Two web servers behind nginx, PostgreSQL and a platform; the workers are begun when they are wanted."""
    with ExitStack() as stack:
        folder = stack.enter_context(in_memory())
        folder.chmod(0o755)
        network = stack.enter_context(network_of([*WEB, *WORKERS]))
        database = _postgresql(stack, folder, network)
        port = free_port()
        url = f"http://{network.here}:{port}"
        settings = Settings(
            base_url=url, database_url=database, secret_key=SECRET, allows_insecure_platforms=True
        )
        upgrade_store(database)
        give_key(settings, key_maker(SECRET).make("", "", datetime.now(UTC) - timedelta(days=2)))
        world = World(settings=settings, clock=MachineClock())
        stack.callback(world.close)
        keys = world.installation.tool_keys
        lms = stack.enter_context(
            FakeLms(tool_url=url, tool_keys=keys.jwks, extra_learners=extra_learners, host=network.here)
        )
        world.connect(lms)
        farm = Farm(folder=folder, network=network, url=url, database=database, lms=lms, world=world)
        stack.callback(farm.end_all)
        for name in WEB:
            host = network.hosts[name]
            farm.begin(name, "serve", "--host", host.address, "--port", f"{host.port}")
        _nginx(stack, farm, port)
        wait_until(
            lambda: all(_is_ready(farm, name) for name in WEB),
            "a web server did not start",
            patience_seconds=START_SECONDS,
        )
        yield farm


def _postgresql(stack: ExitStack, folder: Path, network: Network) -> str:
    port = free_port()
    node = Node(folder, "postgresql", more=(f"listen_addresses={network.here}", f"port={port}"))
    stack.callback(node.kill)
    node.make()
    with (node.data / "pg_hba.conf").open("a", encoding="utf-8") as rules:
        rules.write(f"host all all {network.here.rpartition('.')[0]}.0/24 trust\n")
    node.start()
    node.ask(f"CREATE DATABASE {DATABASE}", database="postgres")
    return f"postgresql+psycopg://postgres@{network.here}:{port}/{DATABASE}"


def _nginx(stack: ExitStack, farm: Farm, port: int) -> None:
    hosts = [farm.network.hosts[name] for name in WEB]
    servers = " ".join(f"server {host.address}:{host.port};" for host in hosts)
    written = NGINX.format(folder=farm.folder, servers=servers, here=farm.network.here, port=port)
    (farm.folder / "nginx.conf").write_text(written, encoding="utf-8")
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert program, MISSING
    started = subprocess.Popen(
        [program, "-c", str(farm.folder / "nginx.conf"), "-e", str(farm.folder / "nginx.log")]
    )
    stack.callback(started.wait, 20)
    stack.callback(started.terminate)


def _is_ready(farm: Farm, name: str) -> bool:
    try:
        return farm.direct(name, "GET", "/readyz").status_code == 200
    except requests.RequestException:
        return False

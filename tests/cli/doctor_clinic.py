"""An installation to be looked at: a database file, a platform, and a public address that a test spoils."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from lti_tool.cli_doctor import doctor
from lti_tool.domain.launch import Registration
from tests.lti.peer import Peer, Reply, json_reply
from tests.people import COURSE
from tests.services.setting import SECRET, StillLms
from tests.services.world import World

COOKIE = "passerelle-psb=x; Path=/; HttpOnly; SameSite=Lax"
POLICY = "default-src 'none'; frame-ancestors *"


def behave(door: Peer) -> None:
    """Let the public address answer as the tool does on this machine."""
    door.reset()
    door.answer("/readyz", json_reply({"status": "ok", "database": "ok"}))
    door.answer("/", Reply(headers={"Content-Security-Policy": POLICY}))
    door.answer("/lti/login", Reply(status=302, headers={"Set-Cookie": COOKIE}))


@dataclass
class Clinic:
    """One installation; ``environment`` is what the command is started with."""

    world: World
    lms: StillLms
    door: Peer
    folder: Path
    environment: dict[str, str]

    @property
    def registration(self) -> Registration:
        return self.world.registration

    @property
    def file(self) -> Path:
        return Path(self.environment["PASSERELLE_DATABASE_URL"].removeprefix("sqlite:///"))

    def open_activity(self) -> None:
        """Somebody opens the activity: the course's services are known from then on."""
        self.world.visit(nrps_url=self.lms.platform.members_url(COURSE))

    def run(self, *words: str, **environment: str | None) -> Result:
        """The command; a setting given as ``None`` is left out."""
        names = {f"PASSERELLE_{name}": value for name, value in environment.items()}
        others = dict.fromkeys(name for name in os.environ if name.startswith("PASSERELLE_"))
        return CliRunner(env={**others, **self.environment, **names}).invoke(doctor, words)

    def report(self, *words: str, **environment: str | None) -> dict[str, Any]:
        """The lines by name; of several with one name the worst."""
        said = self.run("--json", *words, **environment)
        assert said.exit_code in (0, 1), said.output
        assert SECRET.decode() not in said.output
        document = json.loads(said.stdout)
        assert said.exit_code == (document["state"] == "fault")
        order = ("ok", "warn", "fault")
        lines: dict[str, Any] = {}
        for line in document["findings"]:
            known = lines.get(line["name"])
            if known is None or order.index(known["state"]) < order.index(line["state"]):
                lines[line["name"]] = line
        return lines

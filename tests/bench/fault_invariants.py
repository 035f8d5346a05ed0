"""What must hold after each cell of the fault matrix: I1 to I8, checked against the platform's own book."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Row, text

from tests.bench.fault_stage import Scene
from tests.bench.fault_wishes import NAMES, Learner

SAME = 0.005
POSTS_PER_SCORE = 1.3
DESIRED = text(
    "SELECT line_item.tag, person.sub, delivery.state, delivery.reason, delivery.desired_version, "
    "delivery.desired_points, delivery.comment, delivery.acknowledged_version "
    "FROM delivery JOIN line_item ON line_item.id = delivery.line_item_id "
    "JOIN person ON person.id = delivery.person_id"
)
TRIES = text("SELECT count(*) FROM delivery_attempt")
FINISHED = text("SELECT count(*) FROM attempt WHERE person_id = :person AND state = 'finished'")
OF_PERSON = text("SELECT count(*) FROM delivery WHERE person_id = :person")
SECRETS = re.compile(r"Bearer|eyJ[A-Za-z0-9_-]{8}|Niveau|userId|" + "|".join(NAMES))
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One broken promise: ``lost``, ``regressed``, ``wrong-person``, ``invisible``, ``unlogged``,
    ``too-many-posts``, ``told``; and what was seen.
    """

    kind: str
    words: str


class Chronicle:
    """What was wanted, in its order, by column and person; and what was found to be wrong."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.findings: list[Finding] = []
        self.wanted: dict[Key, list[tuple[float, str]]] = defaultdict(list)
        self._versions = 0
        self.parked_before: list[str] = []

    def note(self, kind: str, words: str) -> None:
        """Something is wrong."""
        self.findings.append(Finding(kind=kind, words=words))

    def next_version(self) -> int:
        """A number that no level had before."""
        self._versions += 1
        return self._versions

    def rows(self) -> list[Row[tuple[object, ...]]]:
        """Every grade as the tool knows it."""
        with self._scene.engine.connect() as connection:
            return list(connection.execute(DESIRED))

    def learn(self) -> None:
        """Note what is wanted at this moment: it was acknowledged to somebody."""
        for row in self.rows():
            history, wish = self.wanted[row.tag, row.sub], (float(row.desired_points), str(row.comment))
            if wish not in history:
                history.append(wish)

    def check_all_or_nothing(self, learner: Learner, *, is_committed: bool) -> None:
        """KP0 to KP2: the answer and its grade are there together or not at all."""
        person = {"person": learner.opened.launch.person_id}
        with self._scene.engine.connect() as connection:
            finished = connection.execute(FINISHED, person).scalar_one()
            grades = connection.execute(OF_PERSON, person).scalar_one()
        if (finished, grades) != ((1, 6) if is_committed else (0, 0)):
            self.note("lost", f"{finished} answers and {grades} grades after the learner's process died")

    def parked(self) -> list[str]:
        """The reasons of what waits for a person."""
        return sorted(row.reason for row in self.rows() if row.state == "parked")

    @property
    def posts(self) -> int:
        """How many scores reached the platform."""
        return len(self._scene.lms.requests_to("scores"))

    @property
    def keys(self) -> int:
        """How many grades there are."""
        return len(self.wanted)

    def check_rest(self) -> None:
        """I1, I2, I7: the platform shows what was acknowledged last, or somebody is told why not."""
        rows = self.rows()
        if len(rows) != len(self.wanted):
            self.note("lost", f"{len(rows)} grades of {len(self.wanted)}")
        for row in rows:
            wish = (float(row.desired_points), str(row.comment))
            if wish != self.wanted[row.tag, row.sub][-1]:
                self.note("lost", f"{row.tag} of {row.sub} wants {wish[0]}, another one was acknowledged")
            if row.state == "parked":
                self._check_parked(row.tag, row.reason)
            elif row.state != "idle":
                self.note("invisible", f"{row.tag} of {row.sub} is {row.state} ({row.reason})")
            else:
                self._check_shown(row.tag, row.sub, wish)

    def check_stored(self) -> None:
        """I3, I4: nobody got another one's grade, and no grade went back to an older one."""
        newest: Counter[Key] = Counter()
        for stored in self._scene.lms.book.stored:
            key = (stored.tag, stored.sub)
            found = [
                number
                for number, (points, comment) in enumerate(self.wanted.get(key, []))
                if stored.comment == comment
                and stored.points is not None
                and abs(points - stored.points) < SAME
            ]
            if not found:
                self.note(
                    "wrong-person", f"{stored.tag} of {stored.sub} got {stored.points}, never wanted there"
                )
            elif found[0] < newest[key]:
                self.note("regressed", f"{stored.tag} of {stored.sub} went back to {stored.points}")
            else:
                newest[key] = found[0]

    def check_tries(self, kills: int) -> None:
        """I5: each post has a line of its own; a repeat after 401 belongs to the try that it repeats."""
        entries = self._scene.lms.requests_to("scores")
        whole = [entry for entry in entries if entry.status != 401 and entry.sub]
        with self._scene.engine.connect() as connection:
            tries = connection.execute(TRIES).scalar_one()
        if tries < len(whole):
            self.note("unlogged", f"{len(whole)} posts, {tries} lines")
        if len({item.tag for item in self._scene.lms.book.line_items("2")}) != len(
            self._scene.lms.book.line_items("2")
        ):
            self.note("wrong-person", "two columns with one tag")
        if kills == 0 and tries > len(entries):
            self.note("unlogged", f"{tries} lines for {len(entries)} posts")

    def check_silence(self, lines: Iterable[str]) -> None:
        """I8: the log names nobody, and holds no token, no score and no comment."""
        subs = {sub for _tag, sub in self.wanted}
        for line in lines:
            words = set(re.split(r"[^0-9A-Za-z]+", line))
            if SECRETS.search(line) or words & subs:
                self.note("told", "a log line holds what it must not hold")

    def _check_parked(self, tag: str, reason: str) -> None:
        if not reason:
            self.note("invisible", f"{tag} is parked without a reason")
        self.note("not-resumed", f"{tag} is still parked: {reason}")

    def _check_shown(self, tag: str, sub: str, wish: tuple[float, str]) -> None:
        lms = self._scene.lms
        tags = [item.tag for item in lms.book.line_items("2")]
        if tag not in tags:
            self.note("invisible", f"{tag} of {sub} counts as delivered, its column is gone")
            return
        result = lms.result(sub, tag)
        if result is None or result.value is None:
            self.note("lost", f"{tag} of {sub}: wanted {wish[0]}, the platform has none")
        elif abs(result.value - wish[0]) > SAME or result.comment != wish[1]:
            self.note("invisible", f"{tag} of {sub}: wanted {wish[0]}, shown {result.value}")


def check_cell(chronicle: Chronicle, log_path: Path, *, kills: int, is_undisturbed: bool) -> None:
    """Every invariant, after everything came to rest."""
    chronicle.check_rest()
    chronicle.check_stored()
    chronicle.check_tries(kills)
    if is_undisturbed and chronicle.posts > POSTS_PER_SCORE * chronicle.keys:
        chronicle.note("too-many-posts", f"{chronicle.posts} posts for {chronicle.keys} grades")
    chronicle.check_silence(log_path.read_text(encoding="utf-8").splitlines())

"""What a disk may hold after the power went: all that was synced, and any part of what was not.

Of every write since a file's last sync each sector of 512 bytes may have arrived or not; what lies between
may hold zeros or rubbish; sizes and names may be the old or the later ones. Names change in their order, as
in a journalling file system, and are certain only once their folder was synced.

Source: sqlite.org/atomiccommit.html, sections 2 (hardware) and 9 (things that can go wrong).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.bench.recording_vfs import Deed, Event

SECTOR = 512
RUBBISH = b"\xa5"


@dataclass(slots=True)
class _Content:
    """One file, whatever its name: what is certain, and what was asked for since."""

    certain: bytearray = field(default_factory=bytearray)
    pending: list[Event] = field(default_factory=list)

    def settle(self) -> None:
        for event in self.pending:
            _apply(self.certain, event, b"\0")
        self.pending.clear()


class CutDisk:
    """A disk that is told events one by one, and can be asked at any time what a cut would leave."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Begin with these files, all of them certain."""
        self._certain = {name: _Content(bytearray(data)) for name, data in files.items()}
        self._present = dict(self._certain)
        self._renamed: list[tuple[str, _Content | None]] = []

    def take(self, event: Event) -> None:
        """Let one event happen."""
        match event.deed:
            case Deed.CREATE:
                self._name(event.name, _Content())
            case Deed.DELETE:
                self._name(event.name, None)
            case Deed.WRITE | Deed.TRUNCATE:
                self._present[event.name].pending.append(event)
            case Deed.SYNC:
                self._present[event.name].settle()
            case Deed.SYNC_FOLDER:
                for name, content in self._renamed:
                    _put(self._certain, name, content)
                self._renamed.clear()

    def after_cut(self, random: Random) -> dict[str, bytes]:
        """The files that one possible cut at this moment leaves."""
        names = dict(self._certain)
        kept = random.choice((0, len(self._renamed), random.randint(0, len(self._renamed))))
        for name, content in self._renamed[:kept]:
            _put(names, name, content)
        share = random.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        gap = random.choice((b"\0", RUBBISH))
        return {name: _left(content, share, gap, random) for name, content in names.items()}

    @property
    def as_asked(self) -> dict[str, bytes]:
        """The files as a running machine sees them."""
        found = {}
        for name, content in self._present.items():
            data = bytearray(content.certain)
            for event in content.pending:
                _apply(data, event, b"\0")
            found[name] = bytes(data)
        return found

    def _name(self, name: str, content: _Content | None) -> None:
        _put(self._present, name, content)
        self._renamed.append((name, content))


def _put(names: dict[str, _Content], name: str, content: _Content | None) -> None:
    if content is None:
        names.pop(name, None)
    else:
        names[name] = content


def _left(content: _Content, share: float, gap: bytes, random: Random) -> bytes:
    """The certain part of a file and of what was asked for since about a ``share``."""
    if not content.pending or not share:
        return bytes(content.certain)
    data = bytearray(content.certain)
    for event in content.pending:
        for part in _parts(event):
            if random.random() < share:
                _apply(data, part, gap)
    return bytes(data)


def _parts(event: Event) -> Sequence[Event]:
    """What of one event may arrive without the rest."""
    if event.deed is not Deed.WRITE:
        return (event,)
    cuts = range(event.number // SECTOR * SECTOR, event.number + len(event.data), SECTOR)
    found = []
    for sector in cuts:
        start, end = max(sector, event.number), min(sector + SECTOR, event.number + len(event.data))
        piece = event.data[start - event.number : end - event.number]
        found.append(Event(Deed.WRITE, event.name, start, piece))
    return found


def _apply(data: bytearray, event: Event, gap: bytes) -> None:
    if event.deed is Deed.TRUNCATE:
        del data[event.number :]
        return
    data.extend(gap * (event.number - len(data)))
    data[event.number : event.number + len(event.data)] = event.data

"""The logo of a centre: its administrator puts it up and takes it down, the people of the centre see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import IO

from lti_tool.content.portraits import logo
from lti_tool.domain.errors import Conflict, NotFound
from lti_tool.domain.logo import Drawing
from lti_tool.services.administrators import Administration
from lti_tool.services.ids import new_id
from lti_tool.store.unit_of_work import Store


class Logos:
    """Use cases over the logo of one centre."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def put_up(self, who: Administration, file: IO[bytes]) -> None:
        """Show a logo, drawn anew from the file, in the place of the one before.

        Raises:
            MalformedRequest: see ``logo`` of the content. The one before stays.
        """
        drawing = logo(file)
        try:
            self._replace(who, drawing)
        except Conflict:  # Another window was faster by a moment: the later one stands.
            self._replace(who, drawing)

    def take_down(self, who: Administration) -> None:
        """Show none any longer. A second time changes nothing."""
        with self._store.writing() as unit:
            gone = unit.logos.remove(who.centre_id)
            if gone is not None:
                unit.audit.append(who.deed("logo-removed", "logo", gone, self._clock()))

    def content(self, centre_id: str, logo_id: str) -> bytes:
        """The PNG of a centre's logo.

        Raises:
            NotFound: this centre has none of that id; what another centre shows is no different.
        """
        with self._store.reading() as unit:
            found = unit.logos.content(centre_id, logo_id)
        if found is None:
            raise NotFound(reason="no-such-logo")
        return found

    def _replace(self, who: Administration, drawing: Drawing) -> None:
        now, logo_id = self._clock(), new_id()
        with self._store.writing() as unit:
            unit.logos.replace(who.centre_id, logo_id, drawing, now)
            unit.audit.append(who.deed("logo-set", "logo", logo_id, now))

"""What the demo LMS remembers: its keys, its gradebook, and under which names it knows the tool."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from lti_tool.demo.book_file import BookState, StoredLineItem, StoredResult, read_state, write_state
from lti_tool.demo.cast import Activity
from lti_tool.lti.signing import SigningKey, make_key

FIRST_ADDED_LINK = 101
__all__ = ["DemoBook", "StoredLineItem", "StoredResult"]


class DemoBook:
    """The LMS's own state, in one JSON file (or only in memory when ``path`` is ``None``).

    Any thread may call. Each change is on the disk when the method returns, so the demo survives being
    switched off. One process at a time.

    Raises:
        SettingsFault: the file exists and cannot be understood.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.RLock()
        kept = read_state(path) if path is not None else None
        self._state = kept or BookState(
            client_id=f"demo-{uuid.uuid4().hex[:12]}", deployment_id="1", keys=(make_key(),)
        )
        self._save(self._state)

    @property
    def client_id(self) -> str:
        """Under which name the LMS knows the tool."""
        return self._state.client_id

    @property
    def deployment_id(self) -> str:
        """The tool's one installation in this LMS."""
        return self._state.deployment_id

    @property
    def signing_key(self) -> SigningKey:
        """The key that signs now."""
        return self._state.keys[0]

    @property
    def published_keys(self) -> tuple[SigningKey, ...]:
        """The keys that tools may see, newest first."""
        return self._state.keys

    @property
    def has_ever_had_line_items(self) -> bool:
        """Whether a column was ever made: the first ones are made once, and never come back by themselves."""
        return self._state.next_number > 1

    def rotate_key(self) -> SigningKey:
        """Sign with a new key from now on; the old ones stay published."""
        key = make_key()
        with self._lock:
            self._change(keys=(key, *self._state.keys))
        return key

    def unpublish_old_keys(self) -> None:
        """Publish the newest key alone."""
        with self._lock:
            self._change(keys=self._state.keys[:1])

    @property
    def activities(self) -> tuple[Activity, ...]:
        """What trainers added to the courses, oldest first."""
        return self._state.activities

    def add_activity(self, activity: Activity) -> Activity:
        """Add an activity and return it with the link id that it got."""
        with self._lock:
            numbered = replace(activity, link_id=str(FIRST_ADDED_LINK + len(self._state.activities)))
            self._change(activities=(*self._state.activities, numbered))
        return numbered

    def line_items(self, context_id: str) -> tuple[StoredLineItem, ...]:
        """The columns of one course, oldest first."""
        return tuple(item for item in self._state.line_items if item.context_id == context_id)

    def line_item(self, context_id: str, number: str) -> StoredLineItem | None:
        """One column; ``None`` as well when it belongs to another course."""
        return next((item for item in self.line_items(context_id) if item.number == number), None)

    def add_line_item(self, item: StoredLineItem) -> StoredLineItem:
        """Add a column and return it with the number that it got."""
        with self._lock:
            numbered = replace(item, number=str(self._state.next_number))
            self._change(
                line_items=(*self._state.line_items, numbered), next_number=self._state.next_number + 1
            )
        return numbered

    def replace_line_item(self, item: StoredLineItem) -> None:
        """Put this column in the place of the one with the same number."""
        with self._lock:
            items = self._state.line_items
            self._change(line_items=tuple(item if item.number == old.number else old for old in items))

    def remove_line_item(self, number: str) -> None:
        """Remove a column with everything in it; nothing happens when it is gone already."""
        with self._lock:
            kept = {key: result for key, result in self._state.results.items() if key[0] != number}
            items = tuple(item for item in self._state.line_items if item.number != number)
            self._change(line_items=items, results=MappingProxyType(kept))

    def results(self, number: str) -> dict[str, StoredResult]:
        """What one column shows, by ``sub``."""
        return {sub: result for (item, sub), result in self._state.results.items() if item == number}

    def change_result(
        self, number: str, sub: str, change: Callable[[StoredResult | None], StoredResult]
    ) -> None:
        """Replace one person's result by what ``change`` makes of it, with nobody in between.

        Whatever ``change`` raises leaves everything as it was.
        """
        with self._lock:
            changed = change(self._state.results.get((number, sub)))
            self._change(results=MappingProxyType({**self._state.results, (number, sub): changed}))

    def _change(
        self,
        *,
        keys: tuple[SigningKey, ...] | None = None,
        line_items: tuple[StoredLineItem, ...] | None = None,
        results: Mapping[tuple[str, str], StoredResult] | None = None,
        next_number: int | None = None,
        activities: tuple[Activity, ...] | None = None,
    ) -> None:
        old = self._state
        new = replace(
            old,
            keys=old.keys if keys is None else keys,
            line_items=old.line_items if line_items is None else line_items,
            results=old.results if results is None else results,
            next_number=old.next_number if next_number is None else next_number,
            activities=old.activities if activities is None else activities,
        )
        # The disk first: when it is full, what is shown is still what is kept.
        self._save(new)
        self._state = new

    def _save(self, state: BookState) -> None:
        if self._path is not None:
            write_state(self._path, state)

"""Finding or creating a gradebook column, once.

A column is looked for before it is created, also after a creation whose answer was lost, and only one
worker at a time may create one: a second column with the same name would confuse a trainer for years.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from lti_tool.domain.errors import PlatformRefused, PlatformUnavailable
from lti_tool.domain.launch import Registration
from lti_tool.domain.ports import LineItem, LineItemDraft, Lms
from lti_tool.store.courses import StoredLink
from lti_tool.store.delivery_values import StoredLineItem
from lti_tool.store.unit_of_work import Store

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
MANAGE_SCOPE, READ_SCOPE = f"{SCOPE}lineitem", f"{SCOPE}lineitem.readonly"
# Longer than one creation can take: a token, the request, after a 401 both once more, 20 s each.
BINDING_LIFE = timedelta(seconds=100)
BUSY_SECONDS = 0.5


class LineItems:
    """Binds our columns to the LMS's. ``checkpoint`` is told each step of a binding."""

    def __init__(
        self, store: Store, lms: Lms, *, clock: Callable[[], datetime], checkpoint: Callable[[str], None]
    ) -> None:
        self._store = store
        self._lms = lms
        self._clock = clock
        self._checkpoint = checkpoint

    def bound(self, registration: Registration, link: StoredLink, item: StoredLineItem) -> StoredLineItem:
        """The column with its address at the LMS.

        Raises:
            PlatformUnavailable: the platform failed for a time, or another worker is binding this column.
            PlatformRefused: the platform offers no grade service here, or does not allow a new column.
        """
        if item.url:
            return item
        link = self._without_older_courses(link)
        if link.ags.lineitems_url is None and link.ags.lineitem_url is None:
            raise PlatformRefused(reason="no-grade-service")
        now = self._clock()
        until = now + BINDING_LIFE
        with self._store.writing() as unit:
            mine = unit.deliveries.begin_binding(item, now, until)
        if item.id not in {one.id for one in mine}:
            return self._bound_by_another(item)
        self._checkpoint("reserved")
        self._bind_all(registration, link, mine, until)
        return self._reread(item)

    def is_replaceable(self, registration: Registration, link: StoredLink, item: StoredLineItem) -> bool:
        """Whether a column that is gone from the LMS can be had elsewhere; it is then bound there, or its
        address is forgotten so that it is created again. Only a column of ours is ever created again.

        Raises:
            PlatformUnavailable, PlatformRefused: the platform could not be asked.
        """
        link = self._without_older_courses(link)
        existing = self._existing(registration, link, item.resource_id)
        found = self._fitting(link, item, existing)
        if found is not None and found.url == item.url:
            return False
        if found is None and not item.is_ours:
            return False
        with self._store.writing() as unit:
            unit.deliveries.forget_address(item, self._clock())
        return True

    def _without_older_courses(self, link: StoredLink) -> StoredLink:
        """The link with the grade addresses of its own course alone.

        Where the course is a copy and the platform hands over an address of the older one, that one is
        left aside: last year's column would take this year's grades.
        """
        with self._store.reading() as unit:
            older = unit.copies.older_addresses(link.centre_id, link.context_id)
        if not older:
            return link
        ags = replace(
            link.ags,
            lineitems_url=None if link.ags.lineitems_url in older else link.ags.lineitems_url,
            lineitem_url=None if link.ags.lineitem_url in older else link.ags.lineitem_url,
        )
        return replace(link, ags=ags)

    def _bind_all(
        self, registration: Registration, link: StoredLink, items: Sequence[StoredLineItem], until: datetime
    ) -> None:
        """Look once for all columns of the activity, and create what is missing in their order."""
        try:
            existing = self._existing(registration, link, items[0].resource_id)
            self._checkpoint("searched")
            for item in items:
                until = self._reserved_for_longer(item, until)
                url, is_ours = self._found_or_created(registration, link, item, existing)
                now = self._clock()
                with self._store.writing() as unit:
                    unit.deliveries.bind(item.centre_id, item.id, url, is_ours, now)
                self._checkpoint("column-bound")
        except (PlatformUnavailable, PlatformRefused):
            with self._store.writing() as unit:
                unit.deliveries.end_binding(items[0], until)
            raise

    def _reserved_for_longer(self, item: StoredLineItem, until: datetime) -> datetime:
        """Keep the reservation through the next creation.

        Raises:
            PlatformUnavailable: it ended meanwhile and another worker has the columns in hand.
        """
        longer = self._clock() + BINDING_LIFE
        with self._store.writing() as unit:
            is_mine = unit.deliveries.renew_binding(item, until, longer)
        if not is_mine:
            raise PlatformUnavailable(reason="column-in-hand", retry_after_seconds=BUSY_SECONDS)
        return longer

    def _bound_by_another(self, item: StoredLineItem) -> StoredLineItem:
        fresh = self._reread(item)
        if not fresh.url:
            raise PlatformUnavailable(reason="column-in-hand", retry_after_seconds=BUSY_SECONDS)
        return fresh

    def _reread(self, item: StoredLineItem) -> StoredLineItem:
        with self._store.reading() as unit:
            return unit.deliveries.line_item_by_id(item.centre_id, item.id) or item

    def _found_or_created(
        self,
        registration: Registration,
        link: StoredLink,
        item: StoredLineItem,
        existing: Sequence[LineItem],
    ) -> tuple[str, bool]:
        """The address, and whether the column is ours: the one that the platform names came with it."""
        claimed = link.ags.lineitem_url
        found = self._fitting(link, item, existing)
        if found is not None:
            return found.url, item.is_ours or found.url != claimed
        if claimed and self._is_own(link, item, claimed, existing):
            return claimed, False
        if link.ags.lineitems_url is None or MANAGE_SCOPE not in link.ags.scopes:
            raise PlatformRefused(reason="no-new-columns")
        draft = LineItemDraft(
            label=item.label,
            maximum=item.maximum,
            tag=item.tag,
            resource_id=item.resource_id,
            resource_link_id=link.resource_link_id,
            is_main=item.column_key == "own",
        )
        created = self._lms.create_line_item(
            registration, link.ags.lineitems_url, draft, scopes=link.ags.scopes
        )
        self._checkpoint("column-created")
        return created.url, True

    def _is_own(
        self, link: StoredLink, item: StoredLineItem, claimed: str, existing: Sequence[LineItem]
    ) -> bool:
        """Whether the column that the platform names can be the activity's own one.

        Open edX names the oldest column of the link, whatever it holds. A column of ours that is to be
        created again is never the one named: that one is gone.
        """
        if item.column_key != "own" or item.is_ours or self._is_taken(link, item, claimed):
            return False
        return all(one.url != claimed for one in existing if one.tag != item.tag)

    def _existing(
        self, registration: Registration, link: StoredLink, resource_id: str
    ) -> tuple[LineItem, ...]:
        """The columns of this activity in the course; none when the platform lets nobody look."""
        if link.ags.lineitems_url is None or not {MANAGE_SCOPE, READ_SCOPE} & set(link.ags.scopes):
            return ()
        return self._lms.find_line_items(
            registration, link.ags.lineitems_url, scopes=link.ags.scopes, resource_id=resource_id
        )

    def _fitting(
        self, link: StoredLink, item: StoredLineItem, existing: Sequence[LineItem]
    ) -> LineItem | None:
        """A column with our tag that belongs to this link, or to no link (a restored course)."""
        ours = [one for one in existing if one.tag == item.tag and not self._is_taken(link, item, one.url)]
        here = [one for one in ours if one.resource_link_id == link.resource_link_id]
        loose = [one for one in ours if not one.resource_link_id]
        return next(iter(here + loose), None)

    def _is_taken(self, link: StoredLink, item: StoredLineItem, url: str) -> bool:
        """Whether a column stands for something else already, here or in an older course."""
        with self._store.reading() as unit:
            return unit.deliveries.is_url_taken(
                item.centre_id, url, item.id
            ) or url in unit.copies.older_addresses(link.centre_id, link.context_id)

"""The operator's checkup of backups: how old the last good one is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from lti_tool.domain.checkup import Finding, State
from lti_tool.services.backups import age_of_last_backup

AGE_AT_MOST = timedelta(days=1)
REMEDY = "Run 'passerelle backup make --to FOLDER' by cron or a timer, every 15 minutes to every day."


def backup_age(data: Path | None, now: datetime) -> Iterator[Finding]:
    """A warning without any backup, a fault when the last one is more than a day old."""
    age = age_of_last_backup(data, now) if data else None
    if age is None:
        found = "No backup was made from this data folder yet."
        yield Finding(name="backup", state=State.WARN, found=found, remedy=REMEDY)
    elif age > AGE_AT_MOST:
        found = f"The last good backup is {age.days} days and {age.seconds // 3600} hours old."
        yield Finding(name="backup", state=State.FAULT, found=found, remedy=REMEDY)
    else:
        found = (
            f"The last good backup is {age.seconds // 3600} hours and {age.seconds // 60 % 60} minutes old."
        )
        yield Finding(name="backup", state=State.OK, found=found)

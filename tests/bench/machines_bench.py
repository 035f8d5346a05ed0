"""Many machines: web servers and workers on hosts of their own, PostgreSQL between them, nginx in front."""

from __future__ import annotations

from tests.bench.farm import WEB, WORKERS, Farm, running_farm
from tests.bench.frozen_worker import freeze_and_wake
from tests.bench.machine_checks import (
    FAILED_LAUNCHES_EACH,
    disable_platform,
    failed_launches,
    rotate_keys,
    take_turns,
    walk,
)
from tests.bench.report import Goal, Report, Size, Table

LEARNERS = {Size.QUICK: 50, Size.FULL: 834}
POSTS_BEFORE_AT_MOST, WAIT_SECONDS = 150, 10
KEY_SECONDS, DISABLED_SECONDS = 35, 5


def run(size: Size) -> Report:
    """One farm, one check after the other; the last one switches the platform off."""
    with running_farm(extra_learners=LEARNERS[size]) as farm:
        goals = [*_web(farm), *_work(farm, LEARNERS[size]), *_disabled(farm)]
        hosts = [[host.name, host.address, " ".join(host.prefix)] for host in farm.network.hosts.values()]
        is_separate = farm.network.is_separate
    return Report(
        name="machines",
        size=size,
        goals=goals,
        tables=(Table(title="Hosts", heads=("name", "address", "begun with"), rows=hosts),),
        notes=(
            "Hosts are network namespaces."
            if is_separate
            else "Hosts are processes: no namespace may be made.",
            "Floods are counted by each web server; guesses by all of them together, in the database.",
            "A key that a platform withdrew is refused once its key set is read again: when its Cache-Control"
            " says so, after 5 minutes to 24 hours, or earlier where somebody came with an unknown key.",
        ),
    )


def _web(farm: Farm) -> list[Goal]:
    walked = walk(farm)
    keys = rotate_keys(farm)
    looked_at, seconds = failed_launches(farm)
    refilled = FAILED_LAUNCHES_EACH * (1 + seconds / 60)
    return [
        Goal(name="web servers that answered one learner", value=walked.servers, at_least=len(WEB)),
        Goal(name="errors on the way of one session", value=walked.errors, at_most=0),
        Goal(name="servers that show a session that was ended", value=walked.after_the_end, at_most=0),
        Goal(
            name="a platform's new key is known",
            value=keys.seconds_until_known,
            unit="s",
            at_most=KEY_SECONDS,
        ),
        Goal(name="launches with its withdrawn key", value=keys.old_key_accepted, at_most=0),
        Goal(name="servers without the tool's new key", value=keys.own_key_missing, at_most=0),
        Goal(name="broken launches looked at", value=looked_at, at_most=int(len(WEB) * refilled) + len(WEB)),
        Goal(name="the same, each server's share", value=looked_at, at_least=FAILED_LAUNCHES_EACH),
    ]


def _work(farm: Farm, learners: int) -> list[Goal]:
    turns = take_turns(farm, learners)
    tries, regressed = freeze_and_wake(farm)
    return [
        Goal(name="grades due in the large course", value=turns.due, at_least=6 * learners),
        Goal(name="posts before the small course's", value=turns.posts_before, at_most=POSTS_BEFORE_AT_MOST),
        Goal(name="the small course waits", value=turns.seconds, unit="s", at_most=WAIT_SECONDS),
        Goal(name="grades posted twice", value=turns.doubled, at_most=0),
        Goal(
            name="token requests (each worker: for columns, for scores)",
            value=turns.token_requests,
            at_most=2 * len(WORKERS),
        ),
        Goal(name="workers frozen and woken", value=tries, at_least=4),
        Goal(name="grades that went back", value=regressed, at_most=0),
    ]


def _disabled(farm: Farm) -> list[Goal]:
    seconds, accepted = disable_platform(farm)
    return [
        Goal(name="a disabled platform is refused", value=seconds, unit="s", at_most=DISABLED_SECONDS),
        Goal(name="launches of it after that", value=accepted, at_most=0),
    ]

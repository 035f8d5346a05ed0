"""The run: pages shared among processes, each with an application and a browser of its own."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.accessibility.catalogue import catalogue
from tests.accessibility.serving import served
from tests.contents import the_shelf
from tests.evidence.grid import Found, Plan
from tests.evidence.page_checks import look_at
from tests.walking import running_chromium

TOLD_EACH = 50
"""How many pages lie between two lines on the terminal."""


def run(plan: Plan, jobs: int) -> Found:
    """Look at every page of the plan, in as many processes as ``jobs`` says."""
    found = Found()
    if jobs < 2:
        found.add(look_at_all(plan))
        return found
    shares = [plan[start::jobs] for start in range(jobs)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for part in pool.map(look_at_all, shares):
            found.add(part)
    return found


def look_at_all(plan: Plan) -> Found:
    """Look at these pages, one after the other."""
    found, shelf = Found(), the_shelf()
    pages = catalogue(shelf)
    with (
        TemporaryDirectory() as folder,
        served(shelf, pages, Path(folder)) as url,
        running_chromium() as browser,
    ):
        for number, (name, cells) in enumerate(plan, 1):
            context = browser.new_context(locale="fr-BE", reduced_motion="reduce")
            found.add(look_at(context.new_page(), url, name, cells))
            context.close()
            if number % TOLD_EACH == 0:
                print(f"{number} of {len(plan)} pages, {len(found.faults)} faults", flush=True)
    return found

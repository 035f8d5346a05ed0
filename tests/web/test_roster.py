"""The list of the course on the trainer's page: who is there, how fresh it is, and in which groups."""

from __future__ import annotations

from dataclasses import replace

from tests.people import LEARNER, TRAINER
from tests.web.rostering import (
    cast_of_the_day,
    in_groups,
    keep_people,
    open_group,
    press,
    read,
)
from tests.web.site import Site
from tests.web.tables import everything

__all__ = ["cast_of_the_day"]


def test_everybody_of_the_course_is_listed_when_the_list_was_read(site: Site) -> None:
    keep_people(site, LEARNER.sub, "1001", "1002")
    trainer = site.visitor(TRAINER)
    before = trainer.page.words
    read(site)
    words = open_group(trainer)

    assert "La liste du cours arrive. Rechargez cette page dans un moment." in before
    assert "Liste du cours mise à jour à l'instant." in words
    assert 3 == words.count("Pas encore ouvert")
    assert TRAINER.name not in words
    site.wait(minutes=5)
    assert "Liste du cours mise à jour il y a 5 minutes." in open_group(trainer)
    site.wait(minutes=55)
    assert "Liste du cours mise à jour le" in open_group(trainer)


def test_a_persons_page_opens_when_they_never_came(site: Site) -> None:
    keep_people(site, "1001")
    trainer = site.visitor(TRAINER)
    read(site)
    (member,) = site.services.cohorts.review(site.visit(trainer)).members
    trainer.get(trainer.at(f"cohort/{member.person_id}"))

    assert ("learner", "Apprenant 1") == (trainer.page.name, trainer.page.heading)
    assert "Pas encore ouvert" in trainer.page.words


def test_leavers_are_behind_a_line_when_they_left(site: Site) -> None:
    """M06: with what they did."""
    keep_people(site, *(str(1000 + number) for number in range(1, 6)))
    trainer = site.visitor(TRAINER)
    read(site)
    keep_people(site, "1001", "1002", "1003")
    site.wait(minutes=2)
    open_group(trainer)
    asked = press(trainer, "/roster")
    read(site)
    words = open_group(trainer)

    assert "C'est demandé. La liste arrive." in asked
    assert "2 personnes ne sont plus inscrites" in words
    assert "Leurs réponses restent gardées." in words
    assert words.index("Apprenant 3") < words.index("2 personnes ne sont plus") < words.index("Apprenant 4")


def test_hidden_names_become_numbers_when_the_platform_keeps_them(site: Site) -> None:
    """M07"""
    platform = site.lms.platform
    object.__setattr__(platform, "habits", replace(platform.habits, hides_names=True))
    keep_people(site, "1001", "1002")
    trainer = site.visitor(TRAINER)
    read(site)
    words = open_group(trainer)

    assert ("Participant 2" in words, "Participant 3" in words) == (True, True)
    assert "Apprenant" not in everything(site.engine)


def test_names_stay_words_when_they_look_like_markup(site: Site) -> None:
    """M14"""
    platform = site.lms.platform
    hostile = replace(
        platform.cast.members[0], key="hostile", sub="666", given_name="<script>alert(1)</script>"
    )
    object.__setattr__(platform, "cast", replace(platform.cast, members=(*platform.cast.members, hostile)))
    trainer = site.visitor(TRAINER)
    read(site)
    body = trainer.get(trainer.at("cohort")).get_data(as_text=True)

    assert "&lt;script&gt;alert(1)" in body
    assert "<script>alert" not in body


def test_nothing_but_names_and_roles_is_kept_when_the_platform_sends_more(site: Site) -> None:
    """M10 and 5.1: no e-mail, so nobody is bound by one."""
    keep_people(site, "1001")
    site.visitor(TRAINER)
    read(site)

    assert "@" not in everything(site.engine)


def test_the_list_is_narrowed_when_a_group_is_chosen(site: Site) -> None:
    """By the address; an unknown group is everybody, and odd pieces of the platform's value are no groups."""
    keep_people(site, LEARNER.sub, "1001")
    for sub, groups in (("1001", "7"), ("1002", "7,12"), ("1003", "$Moodle.Person.userGroupIds")):
        site.visitor(
            LEARNER,
            claims=lambda claims, sub=sub, groups=groups: {
                **in_groups(groups)(claims),
                "sub": sub,
                "name": f"Personne {sub}",
            },
        )
    trainer = site.visitor(TRAINER)
    everybody = trainer.page.words
    seven, twelve = open_group(trainer, "?group=7"), open_group(trainer, "?group=12")

    assert all(word in everybody for word in ("Tout le monde", "Groupe 7", "Groupe 12", "Personne 1003"))
    assert ["1001" in seven, "1002" in seven, "Personne 1003" in seven] == [True, True, False]
    assert ["Personne 1001" in twelve, "Personne 1002" in twelve] == [False, True]
    for odd in ("?group=8", "?group=%00", "?group=" + "7" * 500, "?group="):
        assert "Personne 1003" in open_group(trainer, odd)

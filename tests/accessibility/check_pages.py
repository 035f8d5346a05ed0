"""The checks, results from elsewhere and the grid of soft skills, in every state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.content.shelf import Shelf
from lti_tool.domain.checks import LINE_LENGTH, Check, CheckQuestion
from lti_tool.domain.outside import SAYS_LENGTH
from lti_tool.web import present, present_checks, present_cohort, present_outside, present_result

FRAME = present.Frame(sign_out_action="/l/x/end", course_href="https://campus.example/course/2")
NAME, TRAINER = "Tatiana Verhoeven", "Nadia Benali"
CARDS = tuple(
    present_checks.CheckCard(title=title, minutes=minutes, href="/l/x/checks/y", state=state)
    for title, minutes, state in (
        ("Ce qui me freine", 2, "new"),
        ("Ma grille, ligne par ligne", 6, "started"),
        ("Ce que je veux faire", 1, "done"),
        ("Ce que je pense savoir faire", 1, "sent"),
    )
)
LINES = (
    present_checks.AnswerLine(
        question="Qu'est-ce qui vous freine ?", answers=("Le temps", "L'appareil"), href="/l/x/y"
    ),
    present_checks.AnswerLine(question="Et devant l'écran ?", is_skipped=True, href="/l/x/y"),
    present_checks.AnswerLine(question="Autre chose ?", href="/l/x/y"),
)
OUTSIDE = (
    present_outside.OutsideLine(
        source="TOSA DigComp",
        day="5 mars 2026",
        says="Réussi du premier coup",
        level="600 sur 1000",
        is_agreed=True,
        has_evidence=True,
        can_decide=True,
        action="/l/x/outside/results/y",
    ),
    present_outside.OutsideLine(
        source="Actiris",
        day="1 mars 2026",
        level="Élémentaire",
        area="Se protéger",
        is_by_trainer=True,
        has_evidence=True,
        can_decide=True,
        action="/l/x/outside/results/z",
    ),
    present_outside.OutsideLine(source="DOCIMO", day="1 mars 2026", says="Bien"),
)
AFTER = present_checks.CheckOffers(
    place="after", cards=CARDS[:2], overview_href="/l/x/checks", statistics_href="/l/x/statistics"
)
Found = tuple[str, str, object]


def checks(shelf: Shelf) -> Iterator[Found]:
    """Name, template and values of each."""
    yield from _around()
    yield from _skills()
    yield from _results()
    yield from _parts()
    yield from _statistics(shelf.background)
    for check in shelf.checks.values():
        longest = max(check.questions, key=lambda one: len(one.text) + len(one.hint))
        kinds = {question.answering: question for question in (*check.questions, longest)}
        for question in kinds.values():
            page = _question(check, question, check.questions.index(question) + 1)
            name = f"check/{check.slug}:{question.id}"
            yield name, "checks/question.html", page
            given = tuple(choice.id for choice in question.choices[:1])
            told = replace(page, given=given, line="Mon fils a l'ordinateur", back_href="/l/x/y")
            yield f"{name}-given", "checks/question.html", told
            yield f"{name}-missing", "checks/question.html", replace(page, notice="missing")
    page = _question(shelf.checks["obstacles"], shelf.checks["obstacles"].questions[0], 1)
    both = replace(page, notice="nothing-and-more", nothing="Rien de tout cela", given=("time", "nothing"))
    yield "check/nothing-and-more", "checks/question.html", both


def _statistics(check: Check) -> Iterator[Found]:
    first = present_checks.CheckPage(
        title=check.title, why=check.why, minutes=check.minutes, action="/l/x/statistics", frame=FRAME
    )
    yield "check/statistics", "checks/background.html", first
    answers = present_checks.StatisticsPage(
        title=check.title,
        lines=LINES[:2],
        is_done=True,
        continue_action="/l/x/statistics",
        forget_action="/l/x/statistics/answers",
        back_href="/l/x/",
        frame=FRAME,
    )
    yield "check/statistics-answers", "checks/background_answers.html", answers
    yield "check/statistics-paused", "checks/background_answers.html", replace(answers, is_done=False)
    for number, question in enumerate(check.questions, 1):
        yield f"check/statistics:{question.id}", "checks/question.html", _question(check, question, number)


def _question(check: Check, question: CheckQuestion, number: int) -> present_checks.CheckQuestionPage:
    return present_checks.CheckQuestionPage(
        title=check.title,
        question=question.text,
        number=number,
        total=len(check.questions),
        answering=question.answering.value,
        choices=tuple(
            present.AccessChoice(id=one.id, text=one.text, icon=one.icon) for one in question.choices
        ),
        lead=check.lead,
        hint=question.hint,
        line_length=LINE_LENGTH,
        action="/l/x/checks/y/questions/z",
        frame=FRAME,
    )


def _around() -> Iterator[Found]:
    first = present_checks.CheckPage(
        title="Ce qui me freine",
        why="Dites ce qui vous freine.",
        minutes=2,
        trainer_name=TRAINER,
        action="/l/x/checks/y",
        back_href="/l/x/",
        frame=FRAME,
    )
    yield "check/first", "checks/first.html", first
    yield "check/first-again", "checks/first.html", replace(first, is_started=True, trainer_name="")
    overview = present_checks.ChecksPage(
        cards=CARDS, outside_href="/l/x/outside", back_href="/l/x/", frame=FRAME
    )
    yield "check/overview", "checks/overview.html", overview
    answers = present_checks.AnswersPage(
        title="Ce qui me freine",
        lines=LINES,
        is_done=True,
        trainer_name=TRAINER,
        send_action="/l/x/checks/y/answers",
        continue_action="/l/x/checks/y",
        back_href="/l/x/",
        frame=FRAME,
    )
    yield "check/answers", "checks/answers.html", answers
    yield "check/answers-paused", "checks/answers.html", replace(answers, is_done=False)
    yield "check/answers-sent", "checks/answers.html", replace(answers, is_sent=True)
    yield "check/answers-of-trainer", "checks/answers.html", replace(answers, is_of_trainer=True)


def _skills() -> Iterator[Found]:
    grid = present_checks.SkillsPage(
        name=NAME,
        title="Ma façon de travailler",
        why="À remplir ensemble.",
        lines=tuple(
            present_checks.SkillLine(
                id=f"line-{number}",
                text=f"Demander de l'aide, {number} fois",
                choices=tuple(
                    present.AccessChoice(id=text.lower(), text=text, icon="check")
                    for text in ("Souvent", "Toujours")
                ),
                given="souvent" if number == 1 else "",
            )
            for number in (1, 2)
        ),
        action="/l/x/cohort/y/skills",
        back_href="/l/x/cohort/y",
        frame=FRAME,
    )
    yield "check/skills", "checks/skills.html", grid
    yield "check/skills-missing", "checks/skills.html", replace(grid, is_incomplete=True)


def _parts() -> Iterator[Found]:
    """The parts of other pages: the first page, the result, the trainer's page about one person."""
    before = present_checks.CheckOffers(place="before", cards=CARDS[:1])
    welcome = present.WelcomePage(
        title="Mon point de départ", action="/l/x/welcome", checks=before, frame=FRAME
    )
    yield "check/welcome", "learner/welcome.html", welcome
    gaps = tuple(
        present_checks.GapLine(name=name, kind=kind)
        for name, kind in (("Se protéger", "more"), ("Se débrouiller", "to-discover"), ("Chercher", "same"))
    )
    after = replace(AFTER, gaps=gaps)
    result = present_result.ResultPage(
        can_do=("répondre à un courriel",), areas=(), checks=after, action="/l/x/result", frame=FRAME
    )
    yield "check/result", "learner/result.html", result
    same = replace(after, gaps=gaps[2:], cards=())
    yield "check/result-same", "learner/result.html", replace(result, checks=same)
    told = present_checks.ToldCheck(
        title="Ce qui me freine", stage="entry", at="20 nov. 2026 à 10 h 12", lines=LINES
    )
    record = present_checks.RecordChecks(
        told=(told, replace(told, stage="midway"), replace(told, stage="end", lines=LINES * 3)),
        obstacles=present_checks.ObstacleLines(
            lifted=("Je n'ai pas le temps",), remaining=("J'ai peur",), fresh=("Internet coûte trop cher",)
        ),
        rated=(
            present_checks.RatedArea(name="Chercher", rating="Je sais faire sans aide", low=1, high=2),
            present_checks.RatedArea(name="Se protéger", rating="Je ne sais pas faire"),
        ),
        skills=LINES[:1],
        skills_at="20 nov. 2026 à 10 h 12",
        skills_href="/l/x/cohort/y/skills",
        outside=OUTSIDE,
        outside_href="/l/x/cohort/y/outside",
        reminders=present_checks.Reminders(
            channel="Par une messagerie, comme WhatsApp",
            texts=(present_checks.ReminderText(label="Pour un rendez-vous", text="Bonjour. « jour » " * 8),),
        ),
    )
    person = present_cohort.PersonPage(
        name=NAME, title="Mon point de départ", progress="finished", checks=record, frame=FRAME
    )
    yield "check/record", "cohort/person.html", person
    nothing = present_checks.RecordChecks(
        obstacles=present_checks.ObstacleLines(), skills_href="/l/x/y", outside_href="/l/x/y"
    )
    yield "check/record-empty", "cohort/person.html", replace(person, checks=nothing)


def _results() -> Iterator[Found]:
    sources = (present_outside.OutsideSourceLink(name="TOSA DigComp", href="/l/x/outside/tosa"),)
    page = present_outside.OutsidePage(
        lines=OUTSIDE, sources=sources, trainer_name=TRAINER, is_kept=True, back_href="/l/x/", frame=FRAME
    )
    yield "check/outside", "checks/outside.html", page
    yield "check/outside-of-trainer", "checks/outside.html", replace(page, name=NAME, is_kept=False)
    form = present_outside.OutsideFormPage(
        source="TOSA DigComp",
        submission="0123456789abcdef",
        levels=(present.AccessChoice(id="a1", text="A1"),),
        areas=(present.AccessChoice(id="1", text="Chercher"),),
        score_low=1,
        score_high=1000,
        says_length=SAYS_LENGTH,
        action="/l/x/outside/tosa",
        back_href="/l/x/outside",
        frame=FRAME,
    )
    yield "check/outside-form", "checks/outside_form.html", form
    faults = {"day": "no-date", "score": "out-of-range", "says": "too-long", "source": "too-many"}
    wrong = replace(form, faults=faults, given={"score": "9999", "says": "Bien", "agrees": "1"})
    yield "check/outside-form-faults", "checks/outside_form.html", wrong
    yield "check/outside-form-of-trainer", "checks/outside_form.html", replace(form, name=NAME)

"""Which test shows each requirement that concerns modules, path, charter, resources, agents and trainers.

The ids are those of the project's list of requirements, drawn from its source documents.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lti_tool import paths

MODULES, LIBRARY = "web/test_modules.py", "content/test_module_library.py"
PATH, RECORD, GROUP = "web/test_path.py", "web/test_path_record.py", "web/test_path_group.py"
CARDS, RESOURCES, STUCK = "web/test_cards.py", "web/test_resources.py", "web/test_stuck.py"
VIEWS, HELPING = "web/test_views.py", "web/test_helping.py"
SAID, RULES, FORMS = "web/test_record.py", "web/test_record_rules.py", "web/test_record_forms.py"
LOANS, GATHERING, SITTINGS = "web/test_loans.py", "web/test_gathering.py", "web/test_sittings.py"
STOPS, LEAFLET, TOOLS = "web/test_stops.py", "web/test_leaflet.py", "web/test_tools.py"
PARTS = "web/test_three_parts.py"
FIGURES, DOCUMENTS, SHEET = "web/test_figures.py", "web/test_documents.py", "web/test_sheet.py"
SHOWN_BY = {
    "S0-01": (PARTS, "test_access_skills_and_uses_are_three_parts_of_a_record_and_no_number_blends_them"),
    "S0-02": (PATH, "test_the_four_conditions_have_a_next_step_each_and_forbid_nothing"),
    "S0-03": (FORMS, "test_a_corrected_answer_keeps_the_former_one_and_the_reason"),
    "S0-04": (LOANS, "test_a_loan_goes_from_the_need_to_the_return"),
    "S0-05": (RESOURCES, "test_a_result_names_three_cards_near_by"),
    "S0-06": (RESOURCES, "test_who_helps_names_a_person_a_place_and_an_hour"),
    "S0-07": (MODULES, "test_a_module_for_a_distance_waits_while_a_trainer_asks_for_it"),
    "S0-08": (LIBRARY, "test_the_catalogue_is_whole_when_the_modules_are_read"),
    "S0-09": (GATHERING, "test_who_is_not_ready_for_the_distance_is_told_with_a_way_out"),
    "S0-10": (LOANS, "test_a_loan_is_asked_about_after_two_weeks_and_late_after_its_day"),
    "S1-01": (
        RECORD,
        "test_what_was_said_to_the_trainer_and_that_somebody_was_beside_them_stands_in_the_record",
    ),
    "S1-02": (RULES, "test_somebody_who_does_not_want_to_now_gets_no_zero_and_may_begin_at_any_time"),
    "S1-04": (RECORD, "test_the_record_tells_the_four_stages_and_the_list_with_its_reasons"),
    "S1-05": (GATHERING, "test_the_first_gathering_has_everybody_and_blank_lines"),
    "S1-07": ("web/test_kiosk.py", "test_code_opens_the_learners_own_activity_when_it_is_typed"),
    "S1-09": (SAID, "test_the_record_shows_what_was_sent_beside_what_was_measured"),
    "S1-10": ("domain/test_prior.py", "test_an_outside_result_pulls_towards_its_level_when_it_is_precise"),
    "S1-11": ("web/test_exports.py", "test_each_cell_of_the_levels_is_the_stores"),
    "S1-12": (SITTINGS, "test_everybody_of_the_course_is_somewhere_when_a_trainer_looks"),
    "S1-13": ("domain/test_path_stages.py", "test_the_diagnostic_is_due_thirty_days_after_the_first_launch"),
    "S1-14": (RECORD, "test_a_trainer_sees_what_was_done_for_real_and_says_so_once"),
    "S1-15": ("domain/test_resources.py", "test_a_card_that_answers_more_needs_comes_first"),
    "S1-16": (LIBRARY, "test_the_core_path_fits_in_half_a_day_when_its_minutes_are_added"),
    "S1-17": (RESOURCES, "test_everybody_in_a_course_reads_the_library_by_kind"),
    "S1-18": (MODULES, "test_the_charter_is_agreed_to_once_and_its_copy_keeps_the_words_of_that_day"),
    "S1-19": ("domain/test_path.py", "test_a_module_comes_again_when_a_later_check_misses_what_it_teaches"),
    "S1-20": (TOOLS, "test_the_trainer_sees_what_each_person_still_lacks_with_the_tools_of_the_day"),
    "S1-21": (RECORD, "test_the_learner_reads_the_list_that_the_trainer_confirmed"),
    "S1-23": ("web/test_video_rooms.py", "test_a_module_draws_the_room_of_the_centres_tool"),
    "S1-24": ("web/test_reminders.py", "test_three_texts_are_ready_to_copy_on_the_record"),
    "S1-25": (MODULES, "test_it_goes_on_where_it_was_left_when_it_is_opened_again"),
    "S1-29": (STUCK, "test_a_cause_brings_a_first_gesture_and_the_trainer_reads_it"),
    "S1-31": (LIBRARY, "test_no_two_modules_ask_the_same_when_all_are_read"),
    "S1-32": (DOCUMENTS, "test_a_talk_sheet_tells_no_level_and_asks_three_questions"),
    "S1-33": ("domain/test_resources.py", "test_a_card_for_beginners_is_left_out_when_the_person_knows_more"),
    "S1-34": ("web/test_practice.py", "test_a_review_stands_beside_the_one_before_with_its_day"),
    "S1-35": (SHEET, "test_the_sheet_tells_the_way_from_the_entry_to_the_end"),
    "S1-36": (
        "web/test_results.py",
        "test_a_result_begins_with_what_the_person_can_do_and_says_how_sure_it_is",
    ),
    "S1-38": (PARTS, "test_every_drawing_of_levels_shows_the_goal"),
    "S1-40": (SAID, "test_the_learner_reads_what_was_seen_together_when_a_trainer_fills_in_the_grid"),
    "S1-43": ("web/test_eligibility.py", "test_the_share_is_of_what_was_measured"),
    "S2-01": ("web/test_backgrounds.py", "test_they_are_offered_after_the_result_was_sent_and_once"),
    "S2-02": (PARTS, "test_what_is_said_of_access_changes_no_level_and_stands_in_a_part_of_its_own"),
    "S2-05": (RESOURCES, "test_a_centres_card_stands_with_its_hours_and_a_hidden_one_is_gone"),
    "S2-06": (CARDS, "test_a_whole_table_is_added"),
    "S2-07": (STUCK, "test_the_button_is_on_every_page_of_a_learner"),
    "S2-09": (FIGURES, "test_the_barometer_is_rounded_and_says_its_definitions"),
    "S2-10": (
        "content/test_own_modules.py",
        "test_own_modules_stand_beside_the_others_when_a_folder_is_named",
    ),
    "S2-11": (MODULES, "test_a_trainer_prints_and_shows_every_module"),
    "S2-13": (VIEWS, "test_a_learner_reads_who_opened_their_record_and_on_which_day"),
    "S2-16": (FIGURES, "test_a_need_is_told_from_five_people_on"),
    "S2-18": (HELPING, "test_a_steward_has_what_it_takes_to_help_and_nothing_else"),
    "S2-19": ("content/test_path_ids.py", "test_the_core_the_video_room_and_safety_are_there"),
    "S2-21": (CARDS, "test_a_card_that_is_written_stands_in_the_library_at_once"),
    "S2-25": (LEAFLET, "test_the_invitation_has_place_day_hour_things_number_and_drawing"),
    "S2-26": (RESOURCES, "test_links_away_lead_to_safe_addresses_in_a_page_of_their_own"),
    "S3-02": (RESOURCES, "test_every_page_of_a_learner_leads_to_who_helps"),
    "S3-03": (MODULES, "test_the_trainers_track_is_shut_for_learners_unless_their_link_opens_it"),
    "S3-04": ("web/test_desk.py", "test_the_agent_reads_what_to_say_and_where_to_send_when_it_is_over"),
    "S3-05": ("content/test_module_words.py", None),
    "S3-06": ("web/test_desk.py", "test_no_area_reads_above_2_or_without_a_question_when_all_went_well"),
    "S3-08": (RESOURCES, "test_who_helps_names_a_person_a_place_and_an_hour"),
    "S3-10": (CARDS, "test_the_day_of_the_last_check_is_shown_to_both"),
    "S3-11": (MODULES, "test_the_wall_uncovers_hints_and_then_the_answer_without_keeping_anything"),
    "S4-01": ("web/test_backgrounds.py", "test_a_group_is_told_from_ten_people_on"),
    "S4-05": ("domain/test_path.py", "test_the_wishes_set_the_order_of_what_comes_after_the_start"),
    "S4-06": (SHEET, "test_the_obstacles_are_those_of_both_ends_when_they_were_asked_twice"),
    "S4-07": (RESOURCES, "test_who_helps_is_honest_when_nothing_is_known"),
    "S4-11": ("web/test_welcome_words.py", "test_a_learner_meets_the_trainer_when_she_has_published"),
    "S4-12": (RECORD, "test_a_template_ticks_other_modules_and_keeps_nothing_by_itself"),
    "S4-13": ("domain/test_path_stages.py", "test_a_stage_of_modules_is_done_when_nothing_is_left_of_it"),
    "S4-14": (STOPS, "test_each_step_tells_who_reached_it_who_stopped_there_and_what_may_hold_them_back"),
    "S4-15": ("content/test_module_words.py", None),
    "S4-16": (RESOURCES, "test_evening_weekend_and_language_are_filters_in_the_address"),
    "S4-17": ("content/test_path_ids.py", "test_every_wish_leads_to_a_module"),
    "S4-18": (RECORD, "test_a_stage_is_skipped_for_a_reason_and_taken_up_again"),
    "S4-20": (MODULES, "test_it_goes_on_where_it_was_left_when_it_is_opened_again"),
    "S4-21": (HELPING, "test_a_help_is_noted_in_two_taps"),
    "S4-23": ("web/test_desk.py", "test_six_sentences_stand_ready_when_the_agent_opens_the_page"),
}
"""The file below ``tests`` and the test; without a name, every test of the file."""

NOT_YET: dict[str, str] = {}
"""What is wanted and not built, and what is missing of it."""


@pytest.mark.parametrize("row", SHOWN_BY)
def test_a_requirement_points_to_a_test_that_exists(row: str) -> None:
    place, name = SHOWN_BY[row]

    known = _tests_of(paths.ROOT / "tests" / place)

    assert known
    assert name is None or name in known


def test_no_requirement_is_shown_and_missing_at_once() -> None:
    assert set() == set(SHOWN_BY) & set(NOT_YET)
    assert all(NOT_YET.values())


def _tests_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
    }

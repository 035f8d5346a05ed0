"""Where each row of the fault catalogue is proved: by cells of the matrix, by named tests, or not yet."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bench.fault_plan import FAULTS
from tests.bench.report import Table

TESTS: Mapping[str, str] = {
    "F07": "services/test_sending.py::test_a_person_is_asked_when_a_conflict_shows_a_foreign_value",
    "F10": "services/test_platform_trouble.py::test_the_whole_platform_waits_when_it_asks_for_it",
    "F13": "services/test_platform_trouble.py::test_a_person_is_told_when_one_grade_fails_for_a_day",
    "F14": "services/test_platform_trouble.py::"
    "test_the_platform_is_left_alone_when_the_fifth_request_in_a_row_fails",
    "F15": "services/test_platform_trouble.py::"
    "test_the_platform_is_left_alone_at_once_when_its_certificate_is_bad",
    "F20": "services/test_sending.py::test_a_trainers_grade_is_kept_when_a_second_attempt_ends",
    "F22": "services/test_sending.py::test_grades_arrive_when_the_clocks_differ",
    "F23": "services/test_sending.py::test_timestamps_rise_by_a_second_when_scores_follow_each_other_at_once",
    "F24": "services/test_sending.py::test_a_lower_level_is_sent_when_it_is_the_newer_one",
    "F25": "services/test_finishing.py::test_nothing_is_wanted_when_the_attempt_is_not_finished",
    "F26": "services/test_platform_trouble.py::"
    "test_nothing_is_lost_when_the_platform_is_down_for_three_weeks",
    "F28": "domain/test_grade_faults.py::test_the_scale_is_ours_when_the_lms_shows_another",
    "F30": "services/test_columns_gone.py::"
    "test_the_platforms_column_is_bound_again_when_it_came_back_elsewhere",
    "F31": "services/test_copied_columns.py::"
    "test_last_years_grades_go_on_to_last_years_columns_when_the_course_was_copied",
    "F32": "services/test_columns.py::test_the_named_column_is_not_used_twice_when_it_is_bound_already",
    "F36": "services/test_privacy.py::test_a_grade_in_hand_is_never_sent_when_its_person_was_erased",
    "F37": "services/test_rosters.py::test_people_of_two_platforms_stay_two_when_their_e_mail_is_the_same",
    "F38": "services/test_platform_trouble.py::test_nothing_is_sent_when_the_registration_is_disabled",
    "F39": "services/test_two_workers.py::test_no_key_is_in_two_hands_when_two_workers_work",
    "F40": "services/test_two_workers.py::test_an_old_level_never_returns_when_a_frozen_worker_wakes",
    "F41": "services/test_two_workers.py::test_one_line_is_kept_for_each_try_when_a_grade_is_sent_twice",
    "F43": "web/test_disk_full.py::test_nothing_is_half_kept_when_the_disk_is_full",
    "F44": "lti/test_transport.py::test_error_body_is_cut_when_it_is_long",
    "F45": "services/test_finishing.py::test_no_impossible_score_enters_the_outbox",
    "F42": "services/test_restores.py::test_a_newer_grade_of_the_platform_stays_and_waits_for_a_person",
    "F46": "services/test_finishing.py::test_nobody_is_queued_who_has_no_grade",
    "F47": "services/test_sending.py::test_no_comment_is_empty_or_long_when_scores_are_sent",
    "F50": "lti/test_tokens.py::test_one_token_is_asked_when_many_threads_need_it",
    "M01": "lti/test_nrps.py::test_a_circle_of_pages_is_left_when_it_closes",
    "M02": "lti/test_nrps.py::test_the_token_stays_when_the_next_page_is_elsewhere",
    "M03": "lti/test_nrps.py::test_every_page_is_read_when_quotes_are_typographic",
    "M04": "services/test_rosters.py::test_nobody_is_removed_when_a_later_page_fails",
    "M05": "services/test_rosters.py::test_a_trainer_is_asked_when_more_than_half_would_leave",
    "M06": "services/test_rosters.py::test_leavers_are_kept_when_they_leave_the_course",
    "M07": "services/test_rosters.py::test_numbers_stand_for_people_when_names_are_hidden",
    "M08": "services/test_roster_times.py::test_the_group_is_made_of_launches_when_the_platform_says_no",
    "M09": "lti/test_nrps_members.py::test_odd_entries_are_left_out_when_the_others_are_sound",
    "M10": "services/test_rosters.py::test_people_of_two_platforms_stay_two_when_their_e_mail_is_the_same",
    "M11": "lti/test_nrps.py::test_thirty_thousand_people_are_read_when_they_come_in_pages",
    "M12": "services/test_roster_rights.py::test_rights_end_when_the_roster_gives_fewer",
    "M13": "services/test_two_roster_readers.py::test_one_of_two_reads_when_both_look_at_one_moment",
    "M14": "lti/test_nrps_members.py::test_nothing_but_the_name_is_taken_when_more_is_sent",
    "M15": "services/test_roster_times.py::test_the_old_roster_stays_when_the_platform_answers_with_a_page",
}
"""One test for each row that no cell meets, or that has a side which no cell meets. Web pages and rosters are
no part of the matrix: a grade never waits for either.
"""

OTHERWISE: Mapping[str, str] = {
    "F22": "every cell: the platform's clock is 0, 90 s ahead or 90 s behind, by lot",
    "F23": "every cell with a second level",
    "F27": "drain_bench",
    "F39": "KP3, KP4, KP12",
    "F40": "KP12, frozen at all places of the queue",
    "F41": "KP9, KP13",
    "F48": "KP16",
}


def rows() -> tuple[str, ...]:
    """Every row of the catalogue."""
    return (*(f"F{number:02}" for number in range(1, 51)), *(f"M{number:02}" for number in range(1, 16)))


def coverage_table() -> Table:
    """For each row: the cells and the test."""
    found = []
    for row in rows():
        cells = ", ".join(fault.name for fault in FAULTS if row in fault.rows)
        found.append([row, "; ".join(filter(None, (cells, OTHERWISE.get(row)))), TESTS.get(row, "")])
    return Table(
        title="Where each row is proved", heads=("row", "cells of the matrix", "test beside it"), rows=found
    )

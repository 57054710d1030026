/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/tables.h"

#include "domain/account.h"
#include "domain/assessments.h"
#include "domain/attachments.h"
#include "domain/bridges.h"
#include "domain/capture.h"
#include "domain/circles.h"
#include "domain/conduct.h"
#include "domain/coverage.h"
#include "domain/demo.h"
#include "domain/desk.h"
#include "domain/doctor.h"
#include "domain/duplicates.h"
#include "domain/events.h"
#include "domain/export.h"
#include "domain/followup.h"
#include "domain/forget.h"
#include "domain/forget_sweep.h"
#include "domain/growth.h"
#include "domain/guide.h"
#include "domain/history.h"
#include "domain/imports.h"
#include "domain/interview_record.h"
#include "domain/interviews.h"
#include "domain/merges.h"
#include "domain/network.h"
#include "domain/notes.h"
#include "domain/occupations.h"
#include "domain/organizations.h"
#include "domain/outbox.h"
#include "domain/outreach.h"
#include "domain/people.h"
#include "domain/people_list.h"
#include "domain/people_mark.h"
#include "domain/search.h"
#include "domain/targets.h"
#include "domain/tasks.h"
#include "domain/timeline.h"
#include "domain/today.h"
#include "domain/trash.h"
#include "domain/undo.h"
#include "domain/views.h"

/* In the order in which help lists them: the way of the method. */
const struct call_row *const domain_tables[] = {today_rows,
                                                assessment_rows,
                                                occupation_rows,
                                                occupation_match_rows,
                                                occupation_explore_rows,
                                                occupation_load_rows,
                                                target_rows,
                                                coverage_rows,
                                                desk_rows,
                                                person_list_rows,
                                                people_mark_rows,
                                                view_rows,
                                                circle_rows,
                                                growth_rows,
                                                forget_rows,
                                                person_show_rows,
                                                person_rows,
                                                duplicate_rows,
                                                merge_rows,
                                                attachment_rows,
                                                import_rows,
                                                export_rows,
                                                outreach_rows,
                                                interview_rows,
                                                interview_record_rows,
                                                conduct_rows,
                                                followup_rows,
                                                reflection_rows,
                                                referral_rows,
                                                network_rows,
                                                task_rows,
                                                history_rows,
                                                search_rows,
                                                trash_rows,
                                                guide_rows,
                                                account_rows,
                                                outbox_rows,
                                                mail_account_rows,
                                                doctor_rows,
                                                demo_rows,
                                                job_rows,
                                                timeline_rows,
                                                bridge_rows,
                                                note_rows,
                                                organization_rows,
                                                ranking_rows,
                                                capture_rows,
                                                event_rows,
                                                NULL};

const struct job_kind *const domain_jobs[] = {
    &import_job, &import_undo_job,         &duplicate_job,   &trash_purge_job,     &forget_job,
    &undo_job,   &organization_rename_job, &people_mark_job, &occupation_load_job, NULL};

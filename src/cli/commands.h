/* cli/commands.h - the subcommands, one line each; the table of them is in main.c. Each reads its
 * options, does its work and returns the exit code. */
#ifndef CM_CLI_COMMANDS_H
#define CM_CLI_COMMANDS_H

#include "cli/cli.h"

int cm_cmd_audit_list(cm_cli *cli);
int cm_cmd_audit_point(cm_cli *cli);
int cm_cmd_audit_verify(cm_cli *cli);
int cm_cmd_bundle(cm_cli *cli);
int cm_cmd_restore(cm_cli *cli);
int cm_cmd_backup(cm_cli *cli);
int cm_cmd_check(cm_cli *cli);
int cm_cmd_class_report(cm_cli *cli);
int cm_cmd_clues(cm_cli *cli);
int cm_cmd_coverage(cm_cli *cli);
int cm_cmd_data_check(cm_cli *cli);
int cm_cmd_desk_bulk(cm_cli *cli);
int cm_cmd_desk_facets(cm_cli *cli);
int cm_cmd_desk_list(cm_cli *cli);
int cm_cmd_desk_note(cm_cli *cli);
int cm_cmd_desk_own(cm_cli *cli);
int cm_cmd_desk_show(cm_cli *cli);
int cm_cmd_desk_step(cm_cli *cli);
int cm_cmd_desk_undo(cm_cli *cli);
int cm_cmd_desk_unmask(cm_cli *cli);
int cm_cmd_desk_verify(cm_cli *cli);
int cm_cmd_document_approve(cm_cli *cli);
int cm_cmd_document_deliver(cm_cli *cli);
int cm_cmd_document_draft(cm_cli *cli);
int cm_cmd_document_edit(cm_cli *cli);
int cm_cmd_document_issue(cm_cli *cli);
int cm_cmd_document_lint(cm_cli *cli);
int cm_cmd_document_list(cm_cli *cli);
int cm_cmd_document_print(cm_cli *cli);
int cm_cmd_document_reply(cm_cli *cli);
int cm_cmd_document_return(cm_cli *cli);
int cm_cmd_document_show(cm_cli *cli);
int cm_cmd_document_submit(cm_cli *cli);
int cm_cmd_document_withdraw(cm_cli *cli);
int cm_cmd_due(cm_cli *cli);
int cm_cmd_due_adopt(cm_cli *cli);
int cm_cmd_due_check(cm_cli *cli);
int cm_cmd_due_end(cm_cli *cli);
int cm_cmd_due_extend(cm_cli *cli);
int cm_cmd_due_meet(cm_cli *cli);
int cm_cmd_due_pause(cm_cli *cli);
int cm_cmd_due_resume(cm_cli *cli);
int cm_cmd_due_start(cm_cli *cli);
int cm_cmd_extract(cm_cli *cli);
int cm_cmd_help(cm_cli *cli);
int cm_cmd_import(cm_cli *cli);
int cm_cmd_import_table(cm_cli *cli);
int cm_cmd_init(cm_cli *cli);
int cm_cmd_law(cm_cli *cli);
int cm_cmd_limit_days(cm_cli *cli);
int cm_cmd_limit_list(cm_cli *cli);
int cm_cmd_model_check(cm_cli *cli);
int cm_cmd_model_diff(cm_cli *cli);
int cm_cmd_model_explain(cm_cli *cli);
int cm_cmd_model_list(cm_cli *cli);
int cm_cmd_model_page(cm_cli *cli);
int cm_cmd_model_test(cm_cli *cli);
int cm_cmd_office_add(cm_cli *cli);
int cm_cmd_office_list(cm_cli *cli);
int cm_cmd_office_move(cm_cli *cli);
int cm_cmd_person_add(cm_cli *cli);
int cm_cmd_person_disable(cm_cli *cli);
int cm_cmd_person_end(cm_cli *cli);
int cm_cmd_person_grant(cm_cli *cli);
int cm_cmd_person_list(cm_cli *cli);
int cm_cmd_person_setup(cm_cli *cli);
int cm_cmd_person_token(cm_cli *cli);
int cm_cmd_rebuild(cm_cli *cli);
int cm_cmd_report(cm_cli *cli);
int cm_cmd_run(cm_cli *cli);
int cm_cmd_seal_add(cm_cli *cli);
int cm_cmd_seal_end(cm_cli *cli);
int cm_cmd_seal_list(cm_cli *cli);
int cm_cmd_search(cm_cli *cli);
int cm_cmd_show(cm_cli *cli);
int cm_cmd_similar(cm_cli *cli);
int cm_cmd_source_delete(cm_cli *cli);
int cm_cmd_source_list(cm_cli *cli);
int cm_cmd_stats_clues(cm_cli *cli);
int cm_cmd_stats_ladder(cm_cli *cli);
int cm_cmd_stats_notices(cm_cli *cli);
int cm_cmd_stats_outcomes(cm_cli *cli);
int cm_cmd_stats_precision(cm_cli *cli);
int cm_cmd_suppress(cm_cli *cli);
int cm_cmd_suppress_end(cm_cli *cli);
int cm_cmd_suppress_list(cm_cli *cli);
int cm_cmd_table_delete(cm_cli *cli);
int cm_cmd_table_list(cm_cli *cli);

#endif

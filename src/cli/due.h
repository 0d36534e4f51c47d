/* cli/due.h - the commands about time limits and clocks, and what they share. */
#ifndef CM_CLI_DUE_H
#define CM_CLI_DUE_H

#include "app/due.h"
#include "cli/cli.h"

/* Into the arena of the command. */
cm_sv cm_cli_limit_length(cm_cli *cli, const cm_limit *limit, cm_date stated);
cm_sv cm_cli_limit_basis(cm_cli *cli, const cm_limit *limit);
cm_sv cm_cli_limit_mark(cm_cli *cli, const cm_limit *limit); /* why it is not checked, or empty */
/* The word of a list of data/terms in the language of the command. */
cm_sv cm_cli_term(cm_cli *cli, const char *list, cm_sv id);
/* Message `id` as a text, and as a line behind blanks, wrapped. */
cm_sv cm_cli_words(cm_cli *cli, const char *id, const cm_word *words);
void cm_cli_put(cm_cli *cli, size_t indent, cm_sv text);

cm_sv cm_cli_clock_state(cm_cli *cli, const cm_clock *clock); /* with the days that are left */
cm_sv cm_cli_clock_due(cm_cli *cli, const cm_clock *clock);
/* The desk alone. False: said why, *ret_exit is set. */
bool cm_cli_open_desk(cm_cli *cli, cm_workdesk **ret_desk, int *ret_exit);

int cm_cmd_limit_list(cm_cli *cli);
int cm_cmd_limit_days(cm_cli *cli);
int cm_cmd_due(cm_cli *cli);
int cm_cmd_due_check(cm_cli *cli);
int cm_cmd_due_start(cm_cli *cli);
int cm_cmd_due_pause(cm_cli *cli);
int cm_cmd_due_resume(cm_cli *cli);
int cm_cmd_due_extend(cm_cli *cli);
int cm_cmd_due_meet(cm_cli *cli);
int cm_cmd_due_end(cm_cli *cli);
int cm_cmd_due_adopt(cm_cli *cli);

#endif

/* cli/due.h - what the commands about time limits and clocks share. */
#ifndef CM_CLI_DUE_H
#define CM_CLI_DUE_H

#include "app/due.h"
#include "cli/commands.h"

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
/* Clues that wait for a reply in vain become overdue (app/due.h), which is said; `apart`: on
 * stderr. Fails: DB. */
CM_MUST_USE cm_status cm_cli_lapse(cm_cli *cli, cm_desk *desk, bool apart, cm_err *err);

#endif

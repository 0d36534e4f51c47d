/* cli/desk_parts.h - what the commands of the desk share: opening it, the filter of a list, words
 * for states and codes, and what is said when a step is refused. */
#ifndef CM_CLI_DESK_PARTS_H
#define CM_CLI_DESK_PARTS_H

#include "app/docket_json.h"
#include "app/docket_words.h"
#include "cli/cli.h"

typedef struct {
    cm_cli *cli;
    cm_workdesk *work;
    cm_docket docket;
    cm_scope scope;
} cm_cli_desk;

/* False: said why, *ret_exit is set. */
bool cm_cli_desk_open(cm_cli *cli, cm_cli_desk *ret_desk, int *ret_exit);
void cm_cli_desk_close(cm_cli_desk *d);
/* The fault, in words where a step was refused; returns the exit code. */
int cm_cli_desk_fail(cm_cli_desk *d, const cm_err *err);

typedef cm_docket_asked cm_cli_filter;

enum { CM_CLI_FILTER_OPTIONS = CM_FACET_COUNT + 2 };

/* The options of a filter: CM_CLI_FILTER_OPTIONS of them. */
void cm_cli_filter_options(cm_cli_filter *filter, cm_option *ret_options);
cm_list_filter cm_cli_filter_of(cm_cli_desk *d, const cm_cli_filter *filter);

/* In the language of the command line; the id where there is no such one. */
cm_sv cm_cli_state(const cm_cli *cli, cm_sv id);
cm_sv cm_cli_code(const cm_cli *cli, cm_sv list, cm_sv id);
cm_sv cm_cli_step(const cm_cli *cli, cm_sv id);
cm_sv cm_cli_word(const cm_cli *cli, const char *id); /* of a message */

#endif

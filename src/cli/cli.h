/* cli/cli.h - what every subcommand gets: its arguments, the options before it, messages, and the
 * exit codes (docs/cli.md). Only src/cli prints. */
#ifndef CM_CLI_CLI_H
#define CM_CLI_CLI_H

#include "app/intake.h"
#include "app/workdesk.h"

#include <stdatomic.h>

enum {
    CM_EXIT_OK = 0,
    CM_EXIT_NOT_ALL = 1, /* done, but something was not read or a check failed */
    CM_EXIT_USAGE = 2
};

typedef struct {
    cm_arena mem;
    cm_sv program;
    cm_sv workspace, language;
    cm_sv as, token;  /* who calls, and the file of his token; empty: nobody in particular */
    cm_caller caller; /* of a command that has an act */
    cm_sv reason, case_no, ground; /* that he gives to see something; or empty */
    cm_svs args;                   /* after the name of the subcommand */
    cm_home *home;
    atomic_bool *cancel; /* set by SIGINT and SIGTERM */
} cm_cli;

/* An option of a subcommand. Exactly one of the last three is given. */
typedef struct {
    const char *name;  /* "--received", or "-o" */
    const char *value; /* what stands for its value in the help, or NULL for a flag */
    const char *help;  /* id of a message */
    bool *ret_flag;
    cm_sv *ret_value;
    cm_svs *ret_values; /* may be given more than once */
} cm_option;

typedef struct {
    const char *name;  /* "import judgments" */
    const char *usage; /* the rest of the line */
    const char *help;  /* id of a message */
    bool needs_home;
    int (*run)(cm_cli *cli);
    const char *act; /* of data/desk/rights.tsv, for which the caller needs a right; empty: who
                      * calls is all that is asked; NULL: nothing is */
} cm_command;

const cm_command *cm_commands(size_t *ret_count);

/* Sort the arguments into options and the rest. False: said what is wrong (CM_EXIT_USAGE), or the
 * help was asked for and printed (CM_EXIT_OK). */
bool cm_cli_parse(cm_cli *cli, const cm_option *options, size_t count, cm_svs *ret_rest,
                  int *ret_exit);

/* Who calls, and whether he may do what the command is for, on anything at all. False: said why. */
bool cm_cli_admit(cm_cli *cli, const cm_command *command, int *ret_exit);

/* Message `id` with a line break; words as in cm_home_say. */
void cm_cli_say(cm_cli *cli, const char *id, const cm_word *words);
void cm_cli_say_error(cm_cli *cli, const char *id, const cm_word *words); /* on stderr */
int cm_cli_fail(cm_cli *cli, const cm_err *err); /* prints it; returns the exit code */
int cm_cli_usage(cm_cli *cli);                   /* how the subcommand is called, on stderr */
/* A day that an option gives, or none. False: no such day. */
bool cm_cli_read_day(cm_sv text, cm_date *ret_day);
/* Mistakes in models or the like, on stderr, then message `id`; returns the exit code. */
int cm_cli_problems(cm_cli *cli, const char *id, const cm_err *err);
/* Load the models, then open the workspace. False: said why, *ret_exit is set. */
bool cm_cli_open(cm_cli *cli, cm_site **ret_site, int *ret_exit);
/* Open the desk alone. False: said why, *ret_exit is set. */
bool cm_cli_open_desk(cm_cli *cli, cm_workdesk **ret, int *ret_exit);
/* Close it, then say message `id` or what failed; returns the exit code. */
int cm_cli_finish(cm_cli *cli, cm_workdesk *w, cm_status status, const cm_err *err, const char *id,
                  const cm_word *words);
/* The same, to look at results as the caller may, for the act (app/lens.h). */
bool cm_cli_look(cm_cli *cli, const char *act, cm_site **ret_site, int *ret_exit);
/* Delete a source with its key and all that came from it, after asking unless `yes`; returns the
 * exit code. */
int cm_cli_delete_source(cm_cli *cli, int64_t number, cm_sv reason, bool yes);
/* A file named by a cause and a place, on stderr. */
void cm_cli_not_read(cm_cli *cli, const cm_not_read *what);
bool cm_cli_models_known(cm_cli *cli, const cm_svs *ids); /* false: said which is not */
bool cm_cli_now_given(void);
cm_sv cm_cli_now(cm_cli *cli);                    /* $CHAMING_NOW, for tests, else the clock */
cm_sv cm_cli_number(cm_cli *cli, uint64_t value); /* a count */
cm_sv cm_cli_int(cm_cli *cli, int64_t value);     /* a number that names something, or a sum */
cm_sv cm_cli_day(cm_cli *cli, cm_date date);      /* as people write it */
void cm_cli_print(cm_sv text);                    /* to stdout as it is */

/* Columns of a terminal (a Chinese character takes two): `text` and blanks up to `width`, at least
 * one; blanks before it; wrapped at CM_CLI_COLUMNS, the lines after the first behind `indent`. */
#define CM_CLI_COLUMNS ((size_t)120)
void cm_cli_cell(cm_buf *out, cm_sv text, size_t width);
void cm_cli_right(cm_buf *out, cm_sv text, size_t width);
void cm_cli_wrap(cm_buf *out, cm_sv text, size_t indent);
size_t cm_cli_width(cm_sv text);

#include "cli/commands.h"

#endif

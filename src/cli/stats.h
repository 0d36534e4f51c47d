/* cli/stats.h - what the commands of statistics share: opening the desk with its counts, the
 * options of a filter, and a grid on the terminal. */
#ifndef CM_CLI_STATS_H
#define CM_CLI_STATS_H

#include "app/statistics.h"
#include "app/workdesk.h"
#include "cli/cli.h"

typedef struct {
    cm_cli *cli;
    cm_workdesk *work;
    cm_statistics statistics;
} cm_cli_stats;

/* False: said why, *ret_exit is set. */
bool cm_cli_stats_open(cm_cli *cli, cm_cli_stats *ret_stats, int *ret_exit);
void cm_cli_stats_close(cm_cli_stats *s);

typedef struct {
    cm_sv model, court, charge, office, direction, year, from, to, as_of, by;
} cm_cli_stats_filter;

enum { CM_CLI_STATS_OPTIONS = 10 };

void cm_cli_stats_options(cm_cli_stats_filter *filter, cm_option *ret_options);
/* False: said what is wrong. A direction may be called by its title. */
bool cm_cli_stats_query(cm_cli *cli, const cm_cli_stats_filter *filter,
                        cm_statistics_query *ret_query);

void cm_cli_print_grid(cm_cli *cli, const cm_grid *grid);

#endif

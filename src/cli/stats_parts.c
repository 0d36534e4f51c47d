#include "base/base.h"

#include "app/statistics_json.h"
#include "base/limits.h"
#include "cli/due.h"
#include "cli/stats.h"

enum { GAP = 2, MOST = 40 };

bool cm_cli_stats_open(cm_cli *cli, cm_cli_stats *ret_stats, int *ret_exit)
{
    CM_AUTO_ERR err = {0};
    cm_cli_stats *s = ret_stats;
    *s = (cm_cli_stats){.cli = cli};
    s->statistics.english = cm_sv_equal(cli->language, CM_SV("en"));
    if (!cm_cli_open_desk(cli, &s->work, ret_exit)) {
        return false;
    }
    cm_status status =
        cm_statistics_open(s->work->desk, cli->home, &cli->caller, &cli->mem, &s->statistics, &err);
    if (status != CM_OK) {
        *ret_exit = cm_cli_fail(cli, &err);
        cm_cli_stats_close(s);
    }
    return status == CM_OK;
}

void cm_cli_stats_close(cm_cli_stats *s)
{
    cm_workdesk_close(s->work);
    s->work = NULL;
}

/* ---- the filter ---- */

void cm_cli_stats_options(cm_cli_stats_filter *filter, cm_option *ret_options)
{
    const cm_option options[CM_CLI_STATS_OPTIONS] = {
        {"--by", "NAME", "help.option.stats_by", NULL, &filter->by, NULL},
        {"--model", "ID", "help.option.stats_model", NULL, &filter->model, NULL},
        {"--court", "NAME", "help.option.stats_court", NULL, &filter->court, NULL},
        {"--charge", "NAME", "help.option.stats_charge", NULL, &filter->charge, NULL},
        {"--office", "ID", "help.option.stats_office", NULL, &filter->office, NULL},
        {"--direction", "NAME", "help.option.stats_direction", NULL, &filter->direction, NULL},
        {"--year", "YEAR", "help.option.stats_year", NULL, &filter->year, NULL},
        {"--from", "DATE", "help.option.stats_from", NULL, &filter->from, NULL},
        {"--to", "DATE", "help.option.stats_to", NULL, &filter->to, NULL},
        {"--as-of", "DATE", "help.option.stats_as_of", NULL, &filter->as_of, NULL},
    };

    for (size_t i = 0; i < CM_CLI_STATS_OPTIONS; i++) {
        ret_options[i] = options[i];
    }
}

static bool read_dim(cm_cli *cli, cm_sv name, cm_dim *ret_dim)
{
    if (name.ptr == NULL || cm_statistics_dim(name, ret_dim)) {
        return true;
    }
    CM_AUTO_BUF list;
    cm_buf_init(&list, CM_MAX_MESSAGE);
    for (size_t i = 0; i < CM_DIM_COUNT; i++) {
        (void)cm_buf_addf(&list, "%s%.*s", i > 0 ? ", " : "", CM_SV_ARG(cm_dim_name((cm_dim)i)));
    }
    cm_word words[] = {{"name", name}, {"list", cm_buf_view(&list)}, {NULL, {NULL, 0}}};
    cm_cli_say_error(cli, "stats.by.wrong", words);
    return false;
}

bool cm_cli_stats_query(cm_cli *cli, const cm_cli_stats_filter *filter,
                        cm_statistics_query *ret_query)
{
    cm_statistics_query q = {.by = CM_DIM_ALL};
    int direction = cm_term_find(cli->home->directions, filter->direction);
    q.filter = (cm_standing_filter){
        .model = filter->model,
        .court = filter->court,
        .charge = filter->charge,
        .office = filter->office,
        .year = filter->year,
        .direction =
            direction >= 0 ? cm_term_id(cli->home->directions, direction) : filter->direction,
    };
    if (!cm_cli_read_day(filter->from, &q.filter.from) ||
        !cm_cli_read_day(filter->to, &q.filter.to) ||
        !cm_cli_read_day(filter->as_of, &q.filter.as_of)) {
        (void)cm_cli_usage(cli);
        return false;
    }
    bool good = read_dim(cli, filter->by, &q.by);
    *ret_query = q;
    return good;
}

/* ---- a grid ---- */

static size_t width_of(const cm_grid *grid, size_t column)
{
    size_t width = cm_cli_width(grid->columns.items[column].title);
    for (size_t i = 0; i < grid->rows.count; i++) {
        size_t cell = cm_cli_width(grid->rows.items[i].items[column]);
        width = cell > width ? cell : width;
    }
    return width < MOST ? width : MOST;
}

void cm_cli_print_grid(cm_cli *cli, const cm_grid *grid)
{
    size_t *widths = cm_arena_array(&cli->mem, size_t, grid->columns.count);
    for (size_t i = 0; i < grid->columns.count; i++) {
        widths[i] = width_of(grid, i) + GAP;
    }
    for (size_t row = 0; row <= grid->rows.count; row++) {
        CM_AUTO_BUF line;
        cm_buf_init(&line, CM_MAX_PAGE);
        for (size_t i = 0; i < grid->columns.count; i++) {
            const cm_grid_column *c = &grid->columns.items[i];
            cm_sv text = row == 0 ? c->title : grid->rows.items[row - 1].items[i];
            if (!c->sheet_only && c->number) {
                cm_cli_right(&line, text, widths[i]);
            } else if (!c->sheet_only) {
                cm_cli_cell(&line, text, widths[i]);
            }
        }
        (void)cm_buf_add_byte(&line, '\n');
        cm_cli_print(cm_buf_view(&line));
    }
}

#include "base/base.h"

#include "cli/model_measured.h"

#include "app/caller.h"
#include "app/people.h"
#include "base/file.h"
#include "cli/due.h"

enum { INDENT = 6 };

/* Who calls: `model list` itself asks nobody. */
static cm_status find_caller(cm_cli *cli, bool *ret_known, cm_err *err)
{
    const cm_login login = {cli->as, cli->token, cm_cli_now(cli), cm_cli_now_given()};
    cm_workdesk *w = NULL;
    cm_persons all = {0};
    if (cli->as.len == 0) {
        cm_status status = cm_workdesk_open(cli->home, cli->workspace, login.at, &w, err);
        if (status == CM_OK) {
            status = cm_persons_load(w->desk, login.at, &cli->mem, &all, err);
            cm_workdesk_close(w);
        }
        *ret_known = status == CM_OK && all.count == 0;
        if (!*ret_known) {
            return status;
        }
    }
    *ret_known = true;
    return cm_caller_admit(cli->home, cli->workspace, &login, CM_SV("stats.read"), &cli->mem,
                           &cli->caller, err);
}

static cm_status load(cm_cli *cli, cm_model_measured *m, cm_err *err)
{
    cm_workdesk *w = NULL;
    cm_status status = cm_workdesk_open(cli->home, cli->workspace, cm_cli_now(cli), &w, err);
    if (status != CM_OK) {
        return status;
    }
    m->statistics.english = cm_sv_equal(cli->language, CM_SV("en"));
    status = cm_model_measured_load(w->desk, cli->home, &cli->caller, &cli->mem, m, err);
    cm_workdesk_close(w);
    return status;
}

bool cm_cli_measured_load(cm_cli *cli, cm_model_measured *ret_measured, int *ret_exit)
{
    CM_AUTO_ERR err = {0};
    *ret_measured = (cm_model_measured){0};
    if (!cm_file_exists(cm_file_join(&cli->mem, cli->workspace, CM_SV("desk.sqlite")))) {
        return true;
    }
    cm_status status = find_caller(cli, &ret_measured->known, &err);
    if (status == CM_OK && ret_measured->known) {
        status = load(cli, ret_measured, &err);
    }
    if (status == CM_E_CONFLICT) {
        ret_measured->known = false;
        cm_cli_say_error(cli, "model.desk_busy", NULL);
        return true;
    }
    if (status != CM_OK) {
        *ret_exit = cm_cli_fail(cli, &err);
    }
    return status == CM_OK;
}

static cm_sv shipped_cell(const cm_model_measured *m, const cm_tsv_row *row, const char *column)
{
    size_t at = 0;
    CM_AUTO_ERR ignored = {0};
    return cm_tsv_column(&m->shipped.table, cm_sv_from(column), &at, &ignored) == CM_OK
               ? row->cells[at]
               : CM_SV("");
}

static cm_sv percent(cm_cli *cli, int32_t thousandths)
{
    return cm_arena_format(&cli->mem, "%d.%d", (int)(thousandths / 10), (int)(thousandths % 10));
}

static void print_group(cm_cli *cli, const cm_verdict_group *g)
{
    cm_proportion p = cm_statistics_share(g);
    bool judged = g->verdicts[CM_VERDICT_HELD] + g->verdicts[CM_VERDICT_FALSE] != 0;
    cm_word words[] = {{"version", cm_cli_number(cli, (uint64_t)g->version)},
                       {"held", cm_cli_number(cli, (uint64_t)g->verdicts[CM_VERDICT_HELD])},
                       {"false", cm_cli_number(cli, (uint64_t)g->verdicts[CM_VERDICT_FALSE])},
                       {"rejected", cm_cli_number(cli, (uint64_t)g->verdicts[CM_VERDICT_REJECTED])},
                       {"open", cm_cli_number(cli, (uint64_t)g->verdicts[CM_VERDICT_OPEN])},
                       {"precision", percent(cli, p.share)},
                       {"low", percent(cli, p.low)},
                       {"high", percent(cli, p.high)},
                       {NULL, {NULL, 0}}};
    cm_cli_put(cli, INDENT,
               cm_cli_words(cli, judged ? "model.measured" : "model.unmeasured", words));
}

static void print_shipped(cm_cli *cli, const cm_model_measured *m, const cm_tsv_row *row)
{
    cm_word words[] = {{"corpus", shipped_cell(m, row, "corpus")},
                       {"read", shipped_cell(m, row, "read")},
                       {"right", shipped_cell(m, row, "right")},
                       {"doubtful", shipped_cell(m, row, "doubtful")},
                       {"wrong", shipped_cell(m, row, "wrong")},
                       {"interval", shipped_cell(m, row, "interval")},
                       {NULL, {NULL, 0}}};
    if (shipped_cell(m, row, "interval").len != 0) {
        cm_cli_put(cli, INDENT, cm_cli_words(cli, "model.shipped", words));
    }
}

void cm_cli_measured_print(cm_cli *cli, const cm_model_measured *measured, const cm_model *model)
{
    if (!measured->known) {
        return;
    }
    bool any = false;
    for (size_t i = 0; i < measured->groups.count; i++) {
        if (cm_sv_equal(measured->groups.items[i].model, model->id)) {
            print_group(cli, &measured->groups.items[i]);
            any = true;
        }
    }
    const cm_tsv_row *row = cm_map_find(&measured->shipped.rows, model->id);
    if (any && row != NULL) {
        print_shipped(cli, measured, row);
    }
}

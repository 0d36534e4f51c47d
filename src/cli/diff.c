#include "base/base.h"

#include "app/model_json.h"
#include "app/rebuild.h"
#include "base/json.h"
#include "cli/cli.h"

#include "base/limits.h"

enum { SHOWN = 20 }; /* rows of a model that are listed without --all */

typedef struct {
    cm_cli *cli;
    bool as_json, all;
    cm_arena mem;
    CM_VEC(cm_snapshot *) before, after;
} comparing;

static cm_sv number(comparing *c, uint64_t value)
{
    return cm_cli_number(c->cli, value);
}

static cm_sv seen(const comparing *c, const cm_diff_row *r, const char *field, cm_sv value)
{
    return cm_diff_shown(c->cli->home, &c->cli->caller, r, field, value, &c->cli->mem);
}

static void print_json_row(comparing *c, const cm_diff *d, const cm_diff_row *r)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_diff_row_write_json(json, c->cli->home, &c->cli->caller, d, r);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

static void print_row(comparing *c, const cm_diff_row *r)
{
    static const char SIGNS[] = {'+', '-', '~'};
    const cm_term_list *answers = c->cli->home->answers;
    cm_sv said = seen(c, r, "finding", r->kind == CM_DIFF_LOST ? r->said_before : r->said_after);
    cm_sv before = seen(c, r, "finding", r->said_before),
          who = seen(c, r, "defendant", r->defendant);
    cm_sv now = r->kind == CM_DIFF_LOST ? cm_term_zh(answers, (int)r->after) : CM_SV("");
    (void)printf("  %c %.*s  %.*s  %.*s  %.*s\n", SIGNS[r->kind], CM_SV_ARG(r->case_no),
                 CM_SV_ARG(who), CM_SV_ARG(said), CM_SV_ARG(now));
    if (r->kind == CM_DIFF_CHANGED) {
        (void)printf("      %.*s\n", CM_SV_ARG(before));
    }
}

static void print(comparing *c, const cm_diff *d)
{
    const cm_model *m = d->after != NULL ? d->after : d->before;
    cm_word words[] = {{"model", m->id},
                       {"before", number(c, d->answers_before[CM_ANSWER_HIT])},
                       {"after", number(c, d->answers_after[CM_ANSWER_HIT])},
                       {"gained", number(c, d->kinds[CM_DIFF_GAINED])},
                       {"lost", number(c, d->kinds[CM_DIFF_LOST])},
                       {"changed", number(c, d->kinds[CM_DIFF_CHANGED])},
                       {"undecidable_before", number(c, d->answers_before[CM_ANSWER_UNDECIDABLE])},
                       {"undecidable_after", number(c, d->answers_after[CM_ANSWER_UNDECIDABLE])},
                       {NULL, {NULL, 0}}};
    if (!c->as_json) {
        cm_cli_say(c->cli, "diff.model", words);
    }
    for (size_t i = 0; i < d->rows.count; i++) {
        if (c->as_json) {
            print_json_row(c, d, &d->rows.items[i]);
        } else if (c->all || i < SHOWN) {
            print_row(c, &d->rows.items[i]);
        }
    }
    if (!c->as_json && !c->all && d->rows.count > SHOWN) {
        cm_word more[] = {{"count", number(c, d->rows.count - SHOWN)}, {NULL, {NULL, 0}}};
        cm_cli_say(c->cli, "diff.more", more);
    }
}

/* Each pair of snapshots; `always`: also those that do not differ. */
static void print_all(comparing *c, bool always)
{
    uint64_t differing = 0;
    for (size_t i = 0; i < c->before.count; i++) {
        cm_diff d;
        cm_diff_of(c->before.items[i], c->after.items[i], &c->mem, &d);
        if (d.after == NULL && d.before == NULL) {
            continue;
        }
        if (d.rows.count > 0 || always) {
            print(c, &d);
        }
        differing += d.rows.count > 0;
    }
    if (!c->as_json && differing == 0) {
        cm_cli_say(c->cli, "diff.none", NULL);
    }
}

static const cm_model *find(const cm_models *models, cm_sv id)
{
    for (size_t i = 0; i < models->count; i++) {
        if (cm_sv_equal(models->items[i]->id, id)) {
            return models->items[i];
        }
    }
    return NULL;
}

/* A snapshot for each id of `ids`, NULL where `models` has none. */
static cm_status take(comparing *c, cm_site *site, const cm_models *models, const cm_models *ids,
                      bool is_after, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < ids->count; i++) {
        const cm_model *m = find(models, ids->items[i]->id);
        cm_snapshot *snapshot = NULL;
        if (m != NULL) {
            status = cm_snapshot_take(site, m, &c->mem, &snapshot, err);
        }
        if (is_after) {
            *cm_vec_push(&c->mem, &c->after) = snapshot;
        } else {
            *cm_vec_push(&c->mem, &c->before) = snapshot;
        }
    }
    return status;
}

/* ---- changed model files over the tables that are there ---- */

static int diff_models(comparing *c, const cm_models *published, const cm_models *changed)
{
    cm_site *site = NULL;
    CM_AUTO_ERR err = {0};
    cm_status status = cm_site_open(c->cli->home, c->cli->workspace, 0, &site, &err);
    if (status == CM_OK) {
        status = take(c, site, published, changed, false, &err);
    }
    if (status == CM_OK) {
        status = take(c, site, changed, changed, true, &err);
    }
    cm_site_close(site);
    if (status != CM_OK) {
        return cm_cli_fail(c->cli, &err);
    }
    print_all(c, true);
    return CM_EXIT_OK;
}

static int diff_file(comparing *c, cm_sv path)
{
    cm_home *h = c->cli->home;
    CM_AUTO_ERR err = {0};
    if (cm_home_load_models(h, c->cli->workspace, &err) != CM_OK) {
        return cm_cli_problems(c->cli, "model.problems", &err);
    }
    cm_models published = h->models;
    h->models = (cm_models){0};
    if (cm_home_load_model(h, path, &err) != CM_OK) {
        return cm_cli_problems(c->cli, "model.problems", &err);
    }
    return diff_models(c, &published, &h->models);
}

/* ---- changed law or reference data: the tables are made again beside those that are there ---- */

static cm_status diff_homes(comparing *c, const cm_home *other, cm_err *err)
{
    cm_site *site = NULL;
    cm_import_summary sum;
    const cm_rebuild_options options = {.watch = {.cancel = c->cli->cancel}};
    const cm_models *mine = &c->cli->home->models;
    cm_status status = cm_site_open(c->cli->home, c->cli->workspace, 0, &site, err);
    if (status == CM_OK) {
        status = take(c, site, mine, mine, false, err);
        cm_site_close(site);
    }
    site = NULL;
    if (status == CM_OK) {
        status = cm_rebuild_fresh(other, c->cli->workspace, &options, &site, &sum, err);
    }
    if (status == CM_OK) {
        status = take(c, site, &other->models, mine, true, err);
        cm_site_close(site);
    }
    return status;
}

static int diff_data(comparing *c, cm_sv data)
{
    CM_AUTO_ERR err = {0};
    cm_home *other = NULL;
    if (cm_home_load_models(c->cli->home, c->cli->workspace, &err) != CM_OK) {
        return cm_cli_problems(c->cli, "model.problems", &err);
    }
    cm_status status = cm_home_open(data, c->cli->language, &other, &err);
    if (status == CM_OK) {
        status = cm_home_load_models(other, c->cli->workspace, &err);
    }
    if (status == CM_OK) {
        status = diff_homes(c, other, &err);
    }
    if (status == CM_OK) {
        print_all(c, false);
    }
    int code = status == CM_OK ? CM_EXIT_OK : cm_cli_fail(c->cli, &err);
    cm_home_close(other);
    return code;
}

int cm_cmd_model_diff(cm_cli *cli)
{
    cm_sv data = {NULL, 0};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    comparing c = {.cli = cli};
    const cm_option options[] = {
        {.name = "--data", .value = "FOLDER", .help = "help.option.data", .ret_value = &data},
        {.name = "--all", .help = "help.option.all_rows", .ret_flag = &c.all},
        {.name = "--json", .help = "help.option.json", .ret_flag = &c.as_json},
    };
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count + (data.ptr != NULL ? 1 : 0) != 1) {
        return cm_cli_usage(cli);
    }
    cm_arena_init(&c.mem);
    code = data.ptr != NULL ? diff_data(&c, data) : diff_file(&c, rest.items[0]);
    cm_arena_clear(&c.mem);
    return code;
}

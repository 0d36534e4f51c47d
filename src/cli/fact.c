#include "base/base.h"

#include "app/correcting.h"
#include "cli/cli.h"

#include "base/json_tree.h"
#include "base/limits.h"

/* ---- what changed ---- */

static void say_hits(cm_cli *cli, const char *id, const cm_correct_hits *hits)
{
    for (size_t i = 0; i < hits->count; i++) {
        const cm_model *model = cm_home_model(cli->home, hits->items[i].model);
        const cm_word words[] = {{"clue", hits->items[i].clue},
                                 {"model", model != NULL ? model->title : hits->items[i].model},
                                 {NULL, {NULL, 0}}};
        cm_cli_say(cli, id, words);
    }
}

/* Through nobody's eyes: what is brought up to date is the workspace. Closes the site. */
static int apply(cm_cli *cli, cm_site *site, cm_sv doc)
{
    CM_AUTO_ERR err = {0};
    cm_correct_effect effect;
    struct cm_lens *lens = site->lens;
    site->lens = NULL;
    cm_status status = cm_correct_apply(site, &cli->caller, doc, &cli->mem, &effect, &err);
    site->lens = lens;
    cm_site_close(site);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    const cm_word words[] = {{"models", cm_cli_number(cli, effect.models)},
                             {"gained", cm_cli_number(cli, effect.gained.count)},
                             {"lost", cm_cli_number(cli, effect.lost.count)},
                             {"later", cm_cli_number(cli, effect.later.count)},
                             {NULL, {NULL, 0}}};
    cm_cli_say(cli, "fact.applied", words);
    say_hits(cli, "fact.gained", &effect.gained);
    say_hits(cli, "fact.lost", &effect.lost);
    if (effect.later.count != 0) {
        cm_cli_say(cli, "fact.later", words);
    }
    return CM_EXIT_OK;
}

static bool take_number(cm_sv text, int64_t *ret_number)
{
    return text.ptr == NULL || (cm_sv_to_int(text, ret_number) && *ret_number >= 0);
}

int cm_cmd_fact_correct(cm_cli *cli)
{
    cm_correction_order order = {.why = cli->reason};
    cm_sv defendant = {NULL, 0}, count = {NULL, 0}, row = {NULL, 0};
    bool absent = false;
    const cm_option options[] = {
        {"--defendant", "N", "help.option.fact_defendant", NULL, &defendant, NULL},
        {"--count", "N", "help.option.fact_count", NULL, &count, NULL},
        {"--row", "N", "help.option.fact_row", NULL, &row, NULL},
        {"--value", "TEXT", "help.option.fact_value", NULL, &order.value, NULL},
        {"--absent", NULL, "help.option.fact_absent", &absent, NULL, NULL},
        {"--reason", "TEXT", "help.option.reason", NULL, &cli->reason, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 2 || cm_sv_trim(cli->reason).len == 0 ||
        absent == (order.value.ptr != NULL) || !take_number(defendant, &order.defendant_no) ||
        !take_number(count, &order.count_no) || !take_number(row, &order.row_no)) {
        return cm_cli_usage(cli);
    }
    cm_site *site = NULL;
    if (!cm_cli_look(cli, "fact.correct", &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_correction c = {0};
    order.doc = rest.items[0];
    order.field = rest.items[1];
    order.why = cli->reason;
    cm_status status = cm_correct(site, &cli->caller, &order, &cli->mem, &c, &err);
    if (status != CM_OK) {
        cm_site_close(site);
        return cm_cli_fail(cli, &err);
    }
    const cm_word words[] = {
        {"number", cm_cli_int(cli, c.no)}, {"field", c.field}, {NULL, {NULL, 0}}};
    cm_cli_say(cli, "fact.corrected", words);
    return apply(cli, site, order.doc);
}

int cm_cmd_fact_end(cm_cli *cli)
{
    const cm_option options[] = {
        {"--reason", "TEXT", "help.option.reason", NULL, &cli->reason, NULL},
    };
    cm_svs rest = {0};
    int64_t no = 0;
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 2 || !cm_sv_to_int(rest.items[1], &no) || cm_sv_trim(cli->reason).len == 0) {
        return cm_cli_usage(cli);
    }
    cm_site *site = NULL;
    if (!cm_cli_look(cli, "fact.correct", &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_status status = cm_correct_end(site, &cli->caller, rest.items[0], no, cli->reason, &err);
    if (status != CM_OK) {
        cm_site_close(site);
        return cm_cli_fail(cli, &err);
    }
    const cm_word words[] = {{"number", rest.items[1]}, {NULL, {NULL, 0}}};
    cm_cli_say(cli, "fact.ended", words);
    return apply(cli, site, rest.items[0]);
}

/* ---- lists ---- */

/* One object of the array a line. */
static int print_array(cm_cli *cli, const cm_buf *array)
{
    const cm_json_value *list = NULL;
    CM_AUTO_ERR err = {0};
    if (cm_json_tree(&cli->mem, cm_buf_view(array), &list, &err) != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    for (size_t i = 0; i < cm_json_count(list); i++) {
        const cm_json_value *c = list->items.items[i];
        const cm_word words[] = {
            {"number", cm_cli_int(cli, cm_json_member(c, CM_SV("no"))->number)},
            {"title", cm_json_member_text(c, CM_SV("title"))},
            {"field", cm_json_member_text(c, CM_SV("field"))},
            {"was", cm_json_member_text(c, CM_SV("was_said"))},
            {"value", cm_json_member_text(c, CM_SV("value_said"))},
            {"by", cm_json_member_text(c, CM_SV("by"))},
            {"at", cm_json_member_text(c, CM_SV("at"))},
            {"why", cm_json_member_text(c, CM_SV("why"))},
            {NULL, {NULL, 0}}};
        bool ended = cm_json_member_text(c, CM_SV("ended_at")).len != 0;
        bool found = cm_json_member(c, CM_SV("found"))->number != 0;
        cm_sv act = cm_json_member_text(c, CM_SV("act"));
        cm_cli_say(cli, cm_arena_format(&cli->mem, "fact.row.%.*s", CM_SV_ARG(act)).ptr, words);
        if (ended || !found) {
            cm_cli_say(cli, ended ? "fact.row.ended" : "fact.row.lost", words);
        }
    }
    return CM_EXIT_OK;
}

int cm_cmd_fact_list(cm_cli *cli)
{
    bool all = false, as_json = false;
    const cm_option options[] = {
        {"--all", NULL, "help.option.all_corrections", &all, NULL, NULL},
        {"--json", NULL, "help.option.json", &as_json, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 1) {
        return cm_cli_usage(cli);
    }
    cm_site *site = NULL;
    if (!cm_cli_look(cli, "text.search", &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_status status = cm_corrections_write_json(site, rest.items[0], all, &cli->mem, json, &err);
    cm_site_close(site);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    if (as_json) {
        cm_json_line(json);
        cm_cli_print(cm_buf_view(&out));
        return CM_EXIT_OK;
    }
    return print_array(cli, &out);
}

int cm_cmd_fact_fields(cm_cli *cli)
{
    bool as_json = false;
    const cm_option options[] = {
        {"--json", NULL, "help.option.json", &as_json, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    if (as_json) {
        cm_correct_fields_write_json(json, cli->home, &cli->mem);
        cm_json_line(json);
        cm_cli_print(cm_buf_view(&out));
        return CM_EXIT_OK;
    }
    const cm_fill_use use = cm_home_fill_use(cli->home);
    const cm_amend_fields all = cm_amend_fields_of(&use, &cli->mem);
    for (size_t i = 0; i < all.count; i++) {
        const cm_amend_field *f = &all.items[i];
        const cm_word words[] = {
            {"field", f->name},
            {"title", f->column != NULL ? f->column->title : f->view->title},
            {"form", f->column != NULL ? cm_sv_from(cm_type_name(f->column->type)) : CM_SV("-")},
            {NULL, {NULL, 0}}};
        cm_cli_say(cli, "fact.field", words);
    }
    return CM_EXIT_OK;
}

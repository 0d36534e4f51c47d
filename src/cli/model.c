#include "base/base.h"

#include "app/casetest.h"
#include "app/page.h"
#include "app/run.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/model_measured.h"

#include "base/limits.h"

/* ---- what the four subcommands share ---- */

typedef struct {
    bool as_json;
    cm_svs rest;
} arguments;

static bool parse(cm_cli *cli, size_t most, arguments *ret, int *ret_exit)
{
    const cm_option options[] = {
        {.name = "--json", .help = "help.option.json", .ret_flag = &ret->as_json},
    };
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &ret->rest, ret_exit)) {
        return false;
    }
    if (ret->rest.count > most) {
        *ret_exit = cm_cli_usage(cli);
        return false;
    }
    return true;
}

static void print_json(cm_json *json, cm_buf *out)
{
    cm_json_object_end(json);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(out));
    cm_buf_reset(out);
}

/* Each mistake as an object of its own. */
static void problems_as_json(cm_cli *cli)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    const cm_problems *problems = &cli->home->problems;
    for (size_t i = 0; i < problems->count; i++) {
        cm_problem_write_json(json, cli->home, &problems->items[i]);
        cm_json_line(json);
    }
    cm_cli_print(cm_buf_view(&out));
}

static bool all_good(cm_cli *cli, cm_status status, const cm_err *err, bool as_json, int *ret_exit)
{
    if (status == CM_OK) {
        return true;
    }
    if (as_json && cli->home->problems.count > 0) {
        problems_as_json(cli);
        *ret_exit = cm_status_exit_code(CM_E_SCHEMA);
    } else {
        *ret_exit = cm_cli_problems(cli, "model.problems", err);
    }
    return false;
}

static bool load_library(cm_cli *cli, bool as_json, int *ret_exit)
{
    CM_AUTO_ERR err = {0};
    cm_status status = cm_home_load_models(cli->home, cli->workspace, &err);
    return all_good(cli, status, &err, as_json, ret_exit);
}

/* ---- list ---- */

static cm_sv basis_text(cm_cli *cli, const cm_model *m)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < m->basis.count; i++) {
        text = cm_arena_format(&cli->mem, "%.*s%s%.*s", CM_SV_ARG(text), i > 0 ? ", " : "",
                               CM_SV_ARG(m->basis.items[i].text));
    }
    return text;
}

static void print_model(cm_cli *cli, const cm_model *m)
{
    CM_AUTO_BUF line;
    cm_buf_init(&line, CM_MAX_MESSAGE);
    cm_cli_cell(&line, m->code, 6);
    cm_cli_cell(&line, m->id, 40);
    cm_cli_cell(&line, cm_arena_format(&cli->mem, "v%d", m->version), 5);
    cm_cli_cell(&line, m->severity, 4);
    cm_cli_cell(&line, cm_model_by_sub(&m->confidence, CM_SV("")), 3);
    cm_cli_cell(&line,
                m->enabled ? CM_SV("") : cm_wording_find(&cli->home->messages, CM_SV("model.off")),
                6);
    cm_cli_cell(&line, m->title, 40);
    (void)cm_buf_add_byte(&line, ' ');
    (void)cm_buf_add(&line, basis_text(cli, m));
    (void)cm_buf_add_byte(&line, '\n');
    cm_cli_print(cm_buf_view(&line));
}

static void print_origin(cm_cli *cli, const cm_model *m)
{
    const cm_home_release *r = cm_home_release_of(cli->home, m->id);
    if (r == NULL) {
        return;
    }
    const cm_word words[] = {
        {"no", cm_cli_int(cli, r->proposal)}, {"by", r->by}, {"at", r->at}, {NULL, {NULL, 0}}};
    cm_cli_say(cli, "model.published", words);
    if (r->bundled != NULL) {
        const cm_word bundled[] = {{"version", cm_cli_int(cli, r->bundled->version)},
                                   {NULL, {NULL, 0}}};
        cm_cli_say(cli, "model.over_bundled", bundled);
    }
}

int cm_cmd_model_list(cm_cli *cli)
{
    arguments a = {0};
    int code = CM_EXIT_OK;
    cm_model_measured measured;
    if (!parse(cli, 0, &a, &code) || !load_library(cli, a.as_json, &code) ||
        !cm_cli_measured_load(cli, &measured, &code)) {
        return code;
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    size_t on = 0;
    for (size_t i = 0; i < cli->home->models.count; i++) {
        if (a.as_json) {
            cm_json_object(json);
            cm_model_write_json(json, cli->home, cli->home->models.items[i], &measured);
            print_json(json, &out);
        } else {
            print_model(cli, cli->home->models.items[i]);
            print_origin(cli, cli->home->models.items[i]);
            cm_cli_measured_print(cli, &measured, cli->home->models.items[i]);
        }
        on += cli->home->models.items[i]->enabled;
    }
    if (!a.as_json) {
        size_t all = cli->home->models.count;
        cm_word words[] = {{"all", cm_cli_number(cli, all)},
                           {"on", cm_cli_number(cli, on)},
                           {"off", cm_cli_number(cli, all - on)},
                           {NULL, {NULL, 0}}};
        cm_cli_say(cli, "model.count", words);
    }
    return CM_EXIT_OK;
}

/* ---- check ---- */

int cm_cmd_model_check(cm_cli *cli)
{
    arguments a = {0};
    int code = CM_EXIT_OK;
    if (!parse(cli, 1, &a, &code)) {
        return code;
    }
    if (a.rest.count == 0) {
        if (!load_library(cli, a.as_json, &code)) {
            return code;
        }
    } else {
        CM_AUTO_ERR err = {0};
        cm_status status = cm_home_load_model(cli->home, a.rest.items[0], &err);
        if (!all_good(cli, status, &err, a.as_json, &code)) {
            return code;
        }
    }
    if (!a.as_json) {
        cm_word words[] = {{"count", cm_cli_number(cli, cli->home->models.count)},
                           {NULL, {NULL, 0}}};
        cm_cli_say(cli, "model.good", words);
    }
    return CM_EXIT_OK;
}

/* ---- test ---- */

static void print_test(cm_cli *cli, const cm_model *m, const cm_case_test *test, bool as_json)
{
    if (as_json) {
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_JSON);
        CM_AUTO_JSON *json = cm_json_new(&out);
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("id"), m->id);
        cm_case_test_write_json(json, cli->home, m, test);
        print_json(json, &out);
        return;
    }
    cm_word words[] = {{"id", m->id},
                       {"passed", cm_cli_number(cli, test->passed)},
                       {"failed", cm_cli_number(cli, m->cases.count - test->passed)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, test->good ? "model.test_good" : "model.test_bad", words);
}

static cm_status test_model(cm_cli *cli, const cm_model *m, bool as_json, bool *all, cm_err *err)
{
    cm_case_test test = {0};
    cm_status status = cm_test_model(cli->home, m, &test, err);
    *all = *all && test.good;
    print_test(cli, m, &test, as_json);
    return status;
}

int cm_cmd_model_test(cm_cli *cli)
{
    arguments a = {0};
    int code = CM_EXIT_OK;
    if (!parse(cli, 1, &a, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    bool by_path = a.rest.count == 1 && cm_sv_ends(a.rest.items[0], CM_SV(".yaml"));
    if (by_path) {
        cm_status loaded = cm_home_load_model(cli->home, a.rest.items[0], &err);
        if (!all_good(cli, loaded, &err, a.as_json, &code)) {
            return code;
        }
    } else if (!load_library(cli, a.as_json, &code)) {
        return code;
    } else if (!cm_cli_models_known(cli, &a.rest)) {
        return cm_status_exit_code(CM_E_NOTFOUND);
    }
    bool all = true;
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < cli->home->models.count; i++) {
        const cm_model *m = cli->home->models.items[i];
        if (by_path || a.rest.count == 0 || cm_sv_equal(m->id, a.rest.items[0])) {
            status = test_model(cli, m, a.as_json, &all, &err);
        }
    }
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    if (!all && a.as_json) {
        problems_as_json(cli);
    } else if (!all) {
        (void)cm_cli_problems(cli, "model.problems", &err);
    }
    return all ? CM_EXIT_OK : CM_EXIT_NOT_ALL;
}

/* ---- explain ---- */

typedef struct {
    cm_cli *cli;
    bool as_json;
} explaining;

static cm_status print_step(void *payload, const cm_run_step *step, cm_err *err)
{
    (void)err;
    explaining *e = payload;
    if (e->as_json) {
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_JSON);
        CM_AUTO_JSON *json = cm_json_new(&out);
        cm_run_step_write_json(json, step);
        cm_json_line(json);
        cm_cli_print(cm_buf_view(&out));
        return CM_OK;
    }
    cm_word words[] = {{"name", step->name},
                       {"rows", cm_cli_number(e->cli, step->rows)},
                       {"ms", cm_cli_number(e->cli, step->milliseconds)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(e->cli, "model.explain_step", words);
    cm_cli_print(step->sql);
    cm_cli_print(CM_SV("\n\n"));
    return CM_OK;
}

int cm_cmd_model_explain(cm_cli *cli)
{
    arguments a = {0};
    int code = CM_EXIT_OK;
    if (!parse(cli, 1, &a, &code)) {
        return code;
    }
    cm_site *site = NULL;
    if (a.rest.count != 1) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open(cli, &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_status status = CM_OK;
    if (!cm_cli_models_known(cli, &a.rest)) {
        code = cm_status_exit_code(CM_E_NOTFOUND);
    } else {
        explaining e = {cli, a.as_json};
        const cm_model *m = cm_home_model(cli->home, a.rest.items[0]);
        status = cm_run_explain(site, m, print_step, &e, &err);
    }
    cm_site_close(site);
    return status == CM_OK ? code : cm_cli_fail(cli, &err);
}

/* ---- pages ---- */

static cm_status write_page(cm_cli *cli, cm_sv folder, cm_sv name, cm_buf *page, cm_err *err)
{
    cm_sv file = cm_arena_format(&cli->mem, "%.*s.md", CM_SV_ARG(name));
    cm_status status = cm_file_write(cm_file_join(&cli->mem, folder, file), cm_buf_view(page), err);
    cm_buf_reset(page);
    return status;
}

static cm_status write_pages(cm_cli *cli, cm_sv folder, const cm_svs *ids, cm_err *err)
{
    cm_measured measured;
    CM_AUTO_BUF page;
    cm_buf_init(&page, CM_MAX_PAGE);
    cm_status status = cm_measured_load(cli->home, &cli->mem, &measured, err);
    if (status == CM_OK) {
        status = cm_file_make_folder(folder, err);
    }
    for (size_t i = 0; status == CM_OK && i < cli->home->models.count; i++) {
        const cm_model *m = cli->home->models.items[i];
        bool wanted = ids->count == 0;
        for (size_t k = 0; k < ids->count; k++) {
            wanted = wanted || cm_sv_equal(ids->items[k], m->id);
        }
        if (wanted) {
            cm_page_write(cli->home, m, &measured, &page);
            status = write_page(cli, folder, cm_file_name(m->id), &page, err);
        }
    }
    if (status == CM_OK && ids->count == 0) {
        cm_page_index(cli->home, &page);
        status = write_page(cli, folder, CM_SV("README"), &page, err);
    }
    return status;
}

int cm_cmd_model_page(cm_cli *cli)
{
    cm_svs ids = {0};
    cm_sv folder = {NULL, 0};
    const cm_option options[] = {
        {.name = "-o",
         .value = "FOLDER",
         .help = "help.option.output_folder",
         .ret_value = &folder},
    };
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &ids, &code)) {
        return code;
    }
    if (folder.ptr == NULL) {
        return cm_cli_usage(cli);
    }
    if (!load_library(cli, false, &code)) {
        return code;
    }
    if (!cm_cli_models_known(cli, &ids)) {
        return cm_status_exit_code(CM_E_NOTFOUND);
    }
    CM_AUTO_ERR err = {0};
    return write_pages(cli, folder, &ids, &err) == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

#include "base/base.h"

#include "app/letter_form.h"
#include "app/statute.h"
#include "cli/cli.h"

/* What does not fit in data/law, one line each. False: something does not. */
static bool check_law(cm_cli *cli, cm_status *ret_status, cm_err *err)
{
    static const char *const FAULTS[] = {"data.fault.statute", "data.fault.quote",
                                         "data.fault.overlap", "data.fault.tiling",
                                         "data.fault.numbers", "data.fault.limit"};
    cm_law_report report = {.done = {0}};
    size_t done = 0;
    *ret_status = cm_law_verify(cli->home->law, &cli->mem, &report, err);
    for (size_t i = 0; i < CM_CHECK_COUNT; i++) {
        done += report.done[i];
    }
    for (size_t i = 0; i < report.faults.count; i++) {
        const cm_law_fault *f = &report.faults.items[i];
        cm_word words[] = {{"where", f->where}, {NULL, {NULL, 0}}};
        cm_cli_say_error(cli, FAULTS[f->check], words);
    }
    cm_word words[] = {{"done", cm_cli_number(cli, done)},
                       {"faults", cm_cli_number(cli, report.faults.count)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "data.law", words);
    return report.faults.count == 0;
}

/* Loading checks every table: keys, closed lists, dates, references. What is left is whether the
 * catalogue and the models fit each other. */
int cm_cmd_data_check(cm_cli *cli)
{
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, NULL, 0, &rest, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    if (cm_home_load_models(cli->home, CM_SV(""), &err) != CM_OK) {
        return cm_cli_problems(cli, "model.problems", &err);
    }
    cm_site *site = NULL;
    if (cm_site_open_memory(cli->home, &site, &err) != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    cm_site_close(site);
    cm_letter_forms forms;
    cm_status status = cm_letter_forms_load(&cli->mem, cli->home->data, &forms, &err);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    bool good = check_law(cli, &status, &err);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    if (!good) {
        return cm_status_exit_code(CM_E_SCHEMA);
    }
    cm_word words[] = {{"models", cm_cli_number(cli, cli->home->models.count)},
                       {"tables", cm_cli_number(cli, cli->home->catalogue->tables.count)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "data.good", words);
    return CM_EXIT_OK;
}

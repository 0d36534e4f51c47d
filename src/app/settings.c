#include "base/base.h"

#include "app/settings.h"

#include "base/file.h"
#include "base/limits.h"
#include "model/yaml.h"

static cm_status fault(cm_sv path, const char *what, cm_sv found, cm_err *err)
{
    return cm_err_set_at(err, CM_E_SCHEMA, path, 0, 0,
                         "%s \"%.*s\" where keys: FOLDER, backups: FOLDER or clock: given was "
                         "expected",
                         what, CM_SV_ARG(found));
}

static cm_status take(cm_arena *mem, cm_sv workspace, cm_sv path, const cm_yaml_pair *p,
                      cm_settings *ret, cm_err *err)
{
    bool clock = cm_sv_equal(p->key->text, CM_SV("clock"));
    bool keys = cm_sv_equal(p->key->text, CM_SV("keys"));
    cm_sv value = p->value->kind == CM_YAML_SCALAR ? p->value->text : CM_SV("");
    if (!keys && !clock && !cm_sv_equal(p->key->text, CM_SV("backups"))) {
        return fault(path, "unknown setting", p->key->text, err);
    }
    if (value.len == 0 || (clock && !cm_sv_equal(value, CM_SV("given")))) {
        return fault(path, "nothing known in", p->key->text, err);
    }
    if (!clock) {
        *(keys ? &ret->keys : &ret->backups) =
            cm_sv_starts(value, CM_SV("/")) ? value : cm_file_join(mem, workspace, value);
    }
    ret->clock_given = ret->clock_given || clock;
    return CM_OK;
}

cm_status cm_settings_load(cm_arena *mem, cm_sv workspace, cm_settings *ret, cm_err *err)
{
    *ret = (cm_settings){.clock_given = false};
    cm_sv path = cm_file_join(mem, workspace, CM_SV("chaming.yaml"));
    if (!cm_file_exists(path)) {
        return CM_OK;
    }
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_DATA_FILE);
    cm_status status = cm_file_read(path, &text, err);
    if (status != CM_OK || cm_sv_trim(cm_buf_view(&text)).len == 0) {
        return status;
    }
    const cm_source source = {path, cm_arena_sv(mem, cm_buf_view(&text))};
    cm_problems problems = {0};
    const cm_yaml *tree = cm_yaml_parse(mem, &source, &problems);
    if (tree == NULL || tree->kind != CM_YAML_MAP) {
        uint32_t line = problems.count > 0 ? problems.items[0].line : 0;
        return cm_err_set_at(err, CM_E_SYNTAX, path, line, 0, "not a list of NAME: VALUE");
    }
    for (size_t i = 0; status == CM_OK && i < tree->pairs.count; i++) {
        status = take(mem, workspace, path, &tree->pairs.items[i], ret, err);
    }
    return status;
}

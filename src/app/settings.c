#include "base/base.h"

#include "app/settings.h"

#include "base/file.h"
#include "base/limits.h"
#include "model/yaml.h"

static cm_status fault(cm_sv path, const char *what, cm_sv found, cm_err *err)
{
    return cm_err_set_at(err, CM_E_SCHEMA, path, 0, 0,
                         "%s \"%.*s\" where keys: FOLDER was expected", what, CM_SV_ARG(found));
}

cm_status cm_settings_keys(cm_arena *mem, cm_sv workspace, cm_sv *ret_folder, cm_err *err)
{
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
    for (size_t i = 0; i < tree->pairs.count; i++) {
        const cm_yaml_pair *p = &tree->pairs.items[i];
        if (!cm_sv_equal(p->key->text, CM_SV("keys"))) {
            return fault(path, "unknown setting", p->key->text, err);
        }
        if (p->value->kind != CM_YAML_SCALAR || p->value->text.len == 0) {
            return fault(path, "no folder in", p->key->text, err);
        }
        bool absolute = cm_sv_starts(p->value->text, CM_SV("/"));
        *ret_folder = absolute ? p->value->text : cm_file_join(mem, workspace, p->value->text);
    }
    return CM_OK;
}

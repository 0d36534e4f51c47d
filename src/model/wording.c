#include "model/wording.h"

#include "base/tsv.h"

cm_status cm_wording_add(cm_arena *mem, cm_sv path, cm_wording *wording, cm_err *err)
{
    cm_tsv t;
    size_t id = 0;
    size_t text = 0;
    cm_status status = cm_tsv_load(mem, path, &t, err);
    if (status == CM_OK) {
        status = cm_tsv_column(&t, CM_SV("id"), &id, err);
    }
    if (status == CM_OK) {
        status = cm_tsv_column(&t, CM_SV("text"), &text, err);
    }
    if (status != CM_OK) {
        return status;
    }
    for (size_t i = 0; i < t.rows.count; i++) {
        const cm_tsv_row *row = &t.rows.items[i];
        cm_sv *kept = cm_arena_new(mem, cm_sv);
        *kept = row->cells[text];
        if (cm_map_put(mem, &wording->texts, row->cells[id], kept) != NULL) {
            return cm_err_set_at(err, CM_E_SCHEMA, t.file, row->line, 0, "repeated id '%.*s'",
                                 CM_SV_ARG(row->cells[id]));
        }
    }
    return CM_OK;
}

cm_status cm_wording_load(cm_arena *mem, cm_sv path, cm_wording *ret_wording, cm_err *err)
{
    cm_wording wording = {0};
    cm_status status = cm_wording_add(mem, path, &wording, err);
    if (status == CM_OK) {
        *ret_wording = wording;
    }
    return status;
}

cm_sv cm_wording_find(const cm_wording *wording, cm_sv id)
{
    const cm_sv *text = cm_map_find(&wording->texts, id);
    return text == NULL ? id : *text;
}

static cm_sv word_of(const cm_word *words, cm_sv name)
{
    for (; words->name != NULL; words++) {
        if (cm_sv_equal(name, cm_sv_from(words->name))) {
            return words->value;
        }
    }
    return CM_SV("");
}

void cm_wording_write(cm_buf *out, const cm_wording *wording, cm_sv id, const cm_word *words)
{
    cm_sv text = cm_wording_find(wording, id);
    size_t at = 0;
    while (at < text.len) {
        size_t open = cm_sv_find_byte(text, '{', at);
        size_t close = open == SIZE_MAX ? SIZE_MAX : cm_sv_find_byte(text, '}', open);
        if (close == SIZE_MAX) {
            break;
        }
        cm_buf_add(out, cm_sv_slice(text, at, open));
        cm_buf_add(out, word_of(words, cm_sv_slice(text, open + 1, close)));
        at = close + 1;
    }
    cm_buf_add(out, cm_sv_slice(text, at, text.len));
}

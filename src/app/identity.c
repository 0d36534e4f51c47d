#include "base/base.h"

#include "app/identity.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/tsv.h"

#define PARTS_END "\x1f"

static cm_status load_words(cm_arena *mem, cm_sv path, cm_identity_data *d, cm_err *err)
{
    cm_tsv table;
    size_t kind = 0, text = 0;
    cm_status status = cm_tsv_load(mem, path, &table, err);
    if (status == CM_OK) {
        status = cm_tsv_column(&table, CM_SV("kind"), &kind, err);
    }
    if (status == CM_OK) {
        status = cm_tsv_column(&table, CM_SV("text"), &text, err);
    }
    for (size_t i = 0; status == CM_OK && i < table.rows.count; i++) {
        const cm_tsv_row *r = &table.rows.items[i];
        if (cm_sv_equal(r->cells[kind], CM_SV("phrase"))) {
            *cm_vec_push(mem, &d->phrases) = r->cells[text];
        } else if (cm_sv_equal(r->cells[kind], CM_SV("number_end"))) {
            d->number_ends = r->cells[text];
        } else {
            status = cm_err_set_at(err, CM_E_SCHEMA, path, r->line, 0,
                                   "\"%.*s\" where phrase or number_end was expected",
                                   CM_SV_ARG(r->cells[kind]));
        }
    }
    if (status == CM_OK && (d->phrases.count == 0 || d->number_ends.len == 0)) {
        status = cm_err_set_at(err, CM_E_SCHEMA, path, 0, 0, "no phrase, or no number_end");
    }
    return status;
}

cm_status cm_identity_load(cm_arena *mem, cm_sv data_folder, cm_identity_data *ret_data,
                           cm_err *err)
{
    cm_identity_data d = {0};
    cm_sv lexicon = cm_file_join(mem, data_folder, CM_SV("lexicon"));
    cm_status status = cm_folder_load(mem, lexicon, &d.folder, err);
    if (status == CM_OK) {
        status = load_words(mem, cm_file_join(mem, lexicon, CM_SV("correction.tsv")), &d, err);
    }
    if (status == CM_OK) {
        *ret_data = d;
    }
    return status;
}

bool cm_known_key_is_set(cm_known_key key)
{
    return key.high != 0 || key.low != 0;
}

static cm_known_key key_of(cm_arena *mem, cm_sv court, cm_sv case_no, int kind)
{
    cm_sv whole = cm_arena_format(mem, "%.*s" PARTS_END "%.*s" PARTS_END "%d", CM_SV_ARG(court),
                                  CM_SV_ARG(case_no), kind);
    return cm_known_key_of(cm_digest_of(whole));
}

/* A supplement has the number of its case and one of its own behind it. */
static cm_sv chain_number(const cm_identity_data *d, cm_sv case_no)
{
    size_t end = cm_sv_find(case_no, d->number_ends, 0);
    return end == SIZE_MAX ? case_no : cm_sv_slice(case_no, 0, end + d->number_ends.len);
}

static bool has_phrase(const cm_identity_data *d, cm_sv folded)
{
    for (size_t i = 0; i < d->phrases.count; i++) {
        if (cm_sv_find(folded, d->phrases.items[i], 0) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

cm_identity cm_identity_of(const cm_identity_data *data, cm_arena *mem, cm_sv text,
                           const cm_record *record)
{
    cm_identity id = {0};
    cm_folded folded = {0};
    CM_AUTO_ERR ignored = {0}; /* what was read as a judgment does fold */
    cm_status status = cm_fold(mem, data->folder, text, &folded, &ignored);
    cm_sv plain = status == CM_OK ? folded.text : text;
    id.content = cm_known_key_of(cm_digest_of(plain));
    bool named = record->court.state == CM_KNOWN && record->case_no.state == CM_KNOWN;
    if (named) {
        int kind = record->document_type.state == CM_KNOWN ? record->document_type.value : -1;
        cm_sv court = record->court.value, case_no = record->case_no.value;
        id.chain = key_of(mem, court, chain_number(data, case_no), 0);
        id.corrects = kind == CM_DOC_RULING && has_phrase(data, plain);
        if (kind >= 0) {
            id.subject = key_of(mem, court, case_no, kind + 1);
        }
    }
    return id;
}

#include "base/base.h"

#include "app/site.h"

#include "base/limits.h"
#include "document/document.h"

static cm_status open_part(cm_site *s, int64_t source, cm_part part, cm_err *err)
{
    if (s->vault_source != source) {
        for (size_t i = 0; i < CM_PART_COUNT; i++) {
            cm_vault_close(s->parts[i]);
            s->parts[i] = NULL;
        }
        s->vault_source = source;
    }
    return s->parts[part] != NULL
               ? CM_OK
               : cm_vault_open(&s->workspace, source, part, false, &s->parts[part], err);
}

cm_status cm_site_bytes(cm_site *s, int64_t source_no, const cm_address *at, cm_buf *out,
                        cm_err *err)
{
    cm_status status = open_part(s, source_no, at->part, err);
    return status == CM_OK ? cm_vault_get(s->parts[at->part], at->begin, at->end, out, err)
                           : status;
}

/* The document's text out of its raw bytes: the bytes themselves, or a member of a JSON object. */
static cm_status pick_text(cm_site *s, cm_arena *mem, cm_sv raw, bool is_json, cm_sv *ret_text,
                           cm_err *err)
{
    if (!is_json) {
        *ret_text = cm_arena_sv(mem, raw);
        return CM_OK;
    }
    if (s->reading == NULL) {
        s->reading = cm_reading_new(s->home);
    }
    cm_sv id, text;
    if (cm_reading_pick(s->reading, raw, &id, &text) != CM_CAUSE_NONE) {
        return cm_err_set(err, CM_E_SCHEMA, "the vault does not hold what the facts say");
    }
    *ret_text = cm_arena_sv(mem, text);
    return CM_OK;
}

typedef struct {
    int64_t source;
    cm_address at;
} place;

static cm_sv text_of(cm_rows *rows, cm_document_field field, cm_arena *mem)
{
    return cm_arena_sv(mem, cm_rows_cell(rows, field).text);
}

static uint64_t number_of(cm_rows *rows, cm_document_field field)
{
    return (uint64_t)cm_rows_cell(rows, field).number;
}

static cm_status find_document(cm_site *s, int64_t doc_key, cm_arena *mem,
                               cm_site_document *ret_document, place *ret_at, cm_err *err)
{
    cm_cell key = cm_cell_int(doc_key);
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(s->session, CM_QUERY_DOCUMENT, &key, 1, &rows, err);
    if (status != CM_OK) {
        return status;
    }
    if (cm_rows_next(rows)) {
        cm_cell received = cm_rows_cell(rows, CM_DOCUMENT_RECEIVED_ON);
        *ret_document = (cm_site_document){
            .id = text_of(rows, CM_DOCUMENT_DOC, mem),
            .court = text_of(rows, CM_DOCUMENT_COURT, mem),
            .case_no = text_of(rows, CM_DOCUMENT_CASE_NO, mem),
            .received_on = received.type == CM_CELL_DATE
                               ? cm_date_from_days((int32_t)received.number)
                               : CM_NO_DATE,
            .path = text_of(rows, CM_DOCUMENT_PATH, mem),
            .place = text_of(rows, CM_DOCUMENT_PLACE, mem),
            .line = number_of(rows, CM_DOCUMENT_LINE),
            .labels = text_of(rows, CM_DOCUMENT_LABELS, mem),
        };
        *ret_at = (place){.source = cm_rows_cell(rows, CM_DOCUMENT_SOURCE_NO).number,
                          .at = {.part = (cm_part)number_of(rows, CM_DOCUMENT_PART),
                                 .is_json = number_of(rows, CM_DOCUMENT_IS_JSON) != 0,
                                 .begin = number_of(rows, CM_DOCUMENT_BEGIN),
                                 .end = number_of(rows, CM_DOCUMENT_END),
                                 .map_begin = number_of(rows, CM_DOCUMENT_MAP_BEGIN),
                                 .map_end = number_of(rows, CM_DOCUMENT_MAP_END)}};
    } else {
        status = cm_err_set(err, CM_E_NOTFOUND, "no document %lld", (long long)doc_key);
    }
    cm_rows_close(rows);
    return status;
}

cm_status cm_site_case_no(cm_site *s, int64_t doc_key, cm_arena *mem, cm_sv *ret_case_no,
                          cm_err *err)
{
    cm_site_document d = {0};
    place ignored;
    cm_status status = find_document(s, doc_key, mem, &d, &ignored, err);
    *ret_case_no = d.case_no;
    return status;
}

static cm_status read_map(cm_site *s, const place *p, cm_arena *mem, cm_sv *ret_map, cm_err *err)
{
    if (p->at.map_begin == p->at.map_end) {
        return CM_OK;
    }
    CM_AUTO_BUF raw;
    cm_buf_init(&raw, CM_MAX_LINE);
    const cm_address map = {.part = CM_PART_TEXTS, .begin = p->at.map_begin, .end = p->at.map_end};
    cm_status status = cm_site_bytes(s, p->source, &map, &raw, err);
    if (status == CM_OK) {
        *ret_map = cm_arena_sv(mem, cm_buf_view(&raw));
    }
    return status;
}

cm_status cm_site_text(cm_site *s, int64_t doc_key, cm_arena *mem, cm_site_document *ret_document,
                       cm_err *err)
{
    cm_site_document d = {0};
    place p = {0};
    cm_status status = find_document(s, doc_key, mem, &d, &p, err);
    if (status == CM_OK && s->workspace.lock < 0) {
        d.text = s->kept.items[doc_key - 1]->text;
        d.path = CM_SV(""); /* it came from no file that is kept */
        *ret_document = d;
        return CM_OK;
    }
    CM_AUTO_BUF raw;
    cm_buf_init(&raw, CM_MAX_LINE);
    if (status == CM_OK) {
        status = cm_site_bytes(s, p.source, &p.at, &raw, err);
    }
    if (status == CM_OK) {
        status = pick_text(s, mem, cm_buf_view(&raw), p.at.is_json, &d.text, err);
    }
    if (status == CM_OK) {
        status = read_map(s, &p, mem, &d.map, err);
    }
    if (status == CM_OK) {
        *ret_document = d;
    }
    return status;
}

/* One line of a map. False: it is no such line. */
static bool parse_step(cm_sv line, cm_map_step *ret_step)
{
    int64_t numbers[4] = {0};
    size_t n = 0;
    cm_sv part;
    while (cm_sv_split(&line, ' ', &part)) {
        if (n == CM_COUNT(numbers) || !cm_sv_to_int(part, &numbers[n++])) {
            return false;
        }
    }
    *ret_step = (cm_map_step){(uint32_t)numbers[0], (uint16_t)numbers[1], (uint16_t)numbers[2],
                              (uint64_t)numbers[3]};
    return n == CM_COUNT(numbers) && numbers[1] > 0;
}

bool cm_site_place(const cm_site_document *d, uint32_t at, cm_sv *ret_unit, uint64_t *ret_number)
{
    cm_sv rest = d->map, line;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_map_steps steps = {0};
    if (rest.len == 0 || !cm_sv_split(&rest, '\n', ret_unit)) {
        return false;
    }
    cm_map_step step;
    while (cm_sv_split(&rest, '\n', &line) && parse_step(line, &step)) {
        *cm_vec_push(&mem, &steps) = step;
    }
    if (steps.count == 0) {
        return false;
    }
    *ret_number = cm_map_place(&steps, at);
    return true;
}

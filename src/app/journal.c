#include "base/base.h"

#include "app/journal.h"

#include "base/json.h"
#include "base/limits.h"

#define CHUNK_BYTES ((size_t)256 << 10)

struct cm_journal {
    cm_vault *vault;
    cm_buf line;
    cm_json *json;
    cm_json_reader *reader;
    cm_buf chunk; /* raw bytes from `chunk_at` on */
    uint64_t chunk_at, at;
};

cm_journal *cm_journal_new(cm_vault *vault)
{
    cm_journal *j = cm_alloc_zero(1, sizeof(*j));
    j->vault = vault;
    cm_buf_init(&j->line, CM_MAX_LINE);
    cm_buf_init(&j->chunk, CM_MAX_LINE);
    j->json = cm_json_new(&j->line);
    j->reader = cm_json_reader_new();
    return j;
}

void cm_journal_free(cm_journal *j)
{
    if (j != NULL) {
        cm_json_free(j->json);
        cm_json_reader_free(j->reader);
        cm_buf_clear(&j->line);
        cm_buf_clear(&j->chunk);
        cm_free(j);
    }
}

/* ---- writing ---- */

static void put_number(cm_journal *j, cm_sv name, uint64_t value)
{
    if (value != 0) {
        cm_json_put_int(j->json, name, (int64_t)value);
    }
}

static void put_text(cm_journal *j, cm_sv name, cm_sv value)
{
    if (value.ptr != NULL) {
        cm_json_put_text(j->json, name, value);
    }
}

static cm_status put_line(cm_journal *j, cm_err *err)
{
    cm_json_object_end(j->json);
    cm_json_line(j->json);
    bool over = j->line.over;
    cm_status status =
        over ? cm_err_set(err, CM_E_LIMIT, "a line of the journal over %zu bytes", j->line.max)
             : cm_vault_put(j->vault, cm_buf_view(&j->line), err);
    cm_buf_reset(&j->line);
    return status;
}

cm_status cm_journal_put_source(cm_journal *j, const cm_journal_source *s, cm_err *err)
{
    cm_json_object(j->json);
    cm_json_put_int(j->json, CM_SV("source"), s->source_no);
    put_text(j, CM_SV("label"), s->label);
    if (cm_date_exists(s->received_on)) {
        cm_json_put_int(j->json, CM_SV("received"), cm_date_to_days(s->received_on));
    }
    return put_line(j, err);
}

cm_status cm_journal_put_item(cm_journal *j, const cm_journal_item *i, cm_err *err)
{
    cm_json_object(j->json);
    cm_json_put_int(j->json, CM_SV("in"), i->file_no);
    put_number(j, CM_SV("line"), i->line);
    put_text(j, CM_SV("id"), i->id);
    put_text(j, CM_SV("place"), i->place);
    put_text(j, CM_SV("labels"), i->labels);
    if (i->cause != CM_CAUSE_NONE) {
        put_text(j, CM_SV("cause"), cm_cause_name(i->cause));
    }
    put_number(j, CM_SV("part"), i->at.part);
    put_number(j, CM_SV("json"), i->at.is_json ? 1 : 0);
    put_number(j, CM_SV("begin"), i->at.begin);
    put_number(j, CM_SV("end"), i->at.end);
    put_number(j, CM_SV("map_begin"), i->at.map_begin);
    put_number(j, CM_SV("map_end"), i->at.map_end);
    return put_line(j, err);
}

cm_status cm_journal_put_file(cm_journal *j, const cm_journal_file *f, cm_err *err)
{
    cm_json_object(j->json);
    cm_json_put_int(j->json, CM_SV("file"), f->file_no);
    put_text(j, CM_SV("path"), f->path);
    put_text(j, CM_SV("digest"), f->digest);
    put_text(j, CM_SV("form"), f->form);
    put_number(j, CM_SV("begin"), f->raw_begin);
    put_number(j, CM_SV("kept"), f->kept);
    put_number(j, CM_SV("done"), f->done);
    put_number(j, CM_SV("lines"), f->lines);
    put_number(j, CM_SV("complete"), f->complete ? 1 : 0);
    return put_line(j, err);
}

cm_status cm_journal_put_table(cm_journal *j, const cm_journal_table *t, cm_err *err)
{
    cm_json_object(j->json);
    put_text(j, CM_SV("table"), t->name);
    cm_json_put_int(j->json, CM_SV("in"), t->file_no);
    put_number(j, CM_SV("begin"), t->begin);
    put_number(j, CM_SV("end"), t->end);
    put_number(j, CM_SV("map_begin"), t->schema_begin);
    put_number(j, CM_SV("map_end"), t->schema_end);
    return put_line(j, err);
}

cm_status cm_journal_put_end(cm_journal *j, const cm_journal_end *e, cm_err *err)
{
    cm_json_object(j->json);
    cm_json_put_int(j->json, CM_SV("commit"), e->first_doc_key);
    put_number(j, CM_SV("originals"), e->originals);
    put_number(j, CM_SV("texts"), e->texts);
    put_number(j, CM_SV("complete"), e->complete ? 1 : 0);
    return put_line(j, err);
}

/* ---- reading ---- */

typedef enum {
    SOURCE,
    IN,
    FILE_NO,
    COMMIT,
    LABEL,
    RECEIVED,
    LINE,
    ID,
    PLACE,
    LABELS,
    CAUSE,
    PART,
    JSON,
    BEGIN,
    END,
    MAP_BEGIN,
    MAP_END,
    PATH,
    DIGEST,
    FORM,
    KEPT,
    DONE,
    LINES,
    COMPLETE,
    ORIGINALS,
    TEXTS,
    TABLE,
    MEMBER_COUNT
} member;

static const char *const member_names[MEMBER_COUNT] = {
    [SOURCE] = "source",       [IN] = "in",           [FILE_NO] = "file",
    [COMMIT] = "commit",       [LABEL] = "label",     [RECEIVED] = "received",
    [LINE] = "line",           [ID] = "id",           [PLACE] = "place",
    [LABELS] = "labels",       [CAUSE] = "cause",     [PART] = "part",
    [JSON] = "json",           [BEGIN] = "begin",     [END] = "end",
    [MAP_BEGIN] = "map_begin", [MAP_END] = "map_end", [PATH] = "path",
    [DIGEST] = "digest",       [FORM] = "form",       [KEPT] = "kept",
    [DONE] = "done",           [LINES] = "lines",     [COMPLETE] = "complete",
    [ORIGINALS] = "originals", [TEXTS] = "texts",     [TABLE] = "table",
};

/* A member that is not there is 0. False: not a number. */
static bool take_number(const cm_json_field *f, int64_t *ret_number)
{
    *ret_number = 0;
    return f->type == CM_JSON_MISSING ||
           (f->type == CM_JSON_NUMBER && cm_sv_to_int(f->value, ret_number) && *ret_number >= 0);
}

static bool take_numbers(const cm_json_field *fields, int64_t *numbers)
{
    static const member which[] = {SOURCE, IN,    FILE_NO,  COMMIT,    LINE,    PART,
                                   JSON,   BEGIN, END,      MAP_BEGIN, MAP_END, KEPT,
                                   DONE,   LINES, COMPLETE, ORIGINALS, TEXTS};
    bool good = true;
    for (size_t i = 0; i < CM_COUNT(which); i++) {
        good = take_number(&fields[which[i]], &numbers[which[i]]) && good;
    }
    return good && numbers[PART] < CM_PART_COUNT;
}

static cm_sv text_of(const cm_json_field *f)
{
    return f->type == CM_JSON_TEXT ? f->value : (cm_sv){NULL, 0};
}

static cm_cause cause_of(cm_sv name)
{
    cm_cause cause = CM_CAUSE_NONE;
    for (size_t i = 0; name.ptr != NULL && i < CM_CAUSE_COUNT; i++) {
        cause = cm_sv_equal(cm_cause_name((cm_cause)i), name) ? (cm_cause)i : cause;
    }
    return cause;
}

static cm_journal_item item_of(const cm_json_field *fields, const int64_t *numbers)
{
    return (cm_journal_item){.file_no = numbers[IN],
                             .line = (uint64_t)numbers[LINE],
                             .id = text_of(&fields[ID]),
                             .place = text_of(&fields[PLACE]),
                             .labels = text_of(&fields[LABELS]),
                             .cause = cause_of(text_of(&fields[CAUSE])),
                             .at = {.part = (cm_part)numbers[PART],
                                    .is_json = numbers[JSON] != 0,
                                    .begin = (uint64_t)numbers[BEGIN],
                                    .end = (uint64_t)numbers[END],
                                    .map_begin = (uint64_t)numbers[MAP_BEGIN],
                                    .map_end = (uint64_t)numbers[MAP_END]}};
}

static cm_journal_file file_of(const cm_json_field *fields, const int64_t *numbers)
{
    return (cm_journal_file){.file_no = numbers[FILE_NO],
                             .path = text_of(&fields[PATH]),
                             .digest = text_of(&fields[DIGEST]),
                             .form = text_of(&fields[FORM]),
                             .raw_begin = (uint64_t)numbers[BEGIN],
                             .kept = (uint64_t)numbers[KEPT],
                             .done = (uint64_t)numbers[DONE],
                             .lines = (uint64_t)numbers[LINES],
                             .complete = numbers[COMPLETE] != 0};
}

static bool parse(cm_journal *j, cm_sv line, cm_entry *ret_entry)
{
    cm_json_field fields[MEMBER_COUNT];
    int64_t numbers[MEMBER_COUNT] = {0}, days = 0;
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        fields[i] = (cm_json_field){.name = cm_sv_from(member_names[i])};
    }
    CM_AUTO_ERR why = {0};
    if (cm_json_pick(j->reader, line, fields, MEMBER_COUNT, &why) != CM_OK ||
        !take_numbers(fields, numbers)) {
        return false;
    }
    if (fields[TABLE].type != CM_JSON_MISSING) {
        *ret_entry = (cm_entry){.kind = CM_ENTRY_TABLE,
                                .as.table = {.name = text_of(&fields[TABLE]),
                                             .file_no = numbers[IN],
                                             .begin = (uint64_t)numbers[BEGIN],
                                             .end = (uint64_t)numbers[END],
                                             .schema_begin = (uint64_t)numbers[MAP_BEGIN],
                                             .schema_end = (uint64_t)numbers[MAP_END]}};
    } else if (fields[IN].type != CM_JSON_MISSING) {
        *ret_entry = (cm_entry){.kind = CM_ENTRY_ITEM, .as.item = item_of(fields, numbers)};
    } else if (fields[FILE_NO].type != CM_JSON_MISSING) {
        *ret_entry = (cm_entry){.kind = CM_ENTRY_FILE, .as.file = file_of(fields, numbers)};
    } else if (fields[COMMIT].type != CM_JSON_MISSING) {
        *ret_entry = (cm_entry){.kind = CM_ENTRY_END,
                                .as.end = {numbers[COMMIT], (uint64_t)numbers[ORIGINALS],
                                           (uint64_t)numbers[TEXTS], numbers[COMPLETE] != 0}};
    } else {
        bool dated =
            fields[RECEIVED].type == CM_JSON_NUMBER && cm_sv_to_int(fields[RECEIVED].value, &days);
        *ret_entry =
            (cm_entry){.kind = CM_ENTRY_SOURCE,
                       .as.source = {numbers[SOURCE], text_of(&fields[LABEL]),
                                     dated ? cm_date_from_days((int32_t)days) : CM_NO_DATE}};
    }
    return true;
}

void cm_journal_seek(cm_journal *j, uint64_t at)
{
    cm_buf_reset(&j->chunk);
    j->chunk_at = j->at = at;
}

uint64_t cm_journal_at(const cm_journal *j)
{
    return j->at;
}

/* More bytes behind those of the chunk that are not read yet. False at the end. */
static bool fill(cm_journal *j, cm_err *err)
{
    uint64_t from = j->chunk_at + j->chunk.len, size = cm_vault_size(j->vault);
    if (from >= size) {
        return false;
    }
    CM_AUTO_BUF kept;
    cm_buf_init(&kept, CM_MAX_LINE);
    cm_sv rest = cm_sv_slice(cm_buf_view(&j->chunk), (size_t)(j->at - j->chunk_at), j->chunk.len);
    (void)cm_buf_add(&kept, rest);
    cm_buf_reset(&j->chunk);
    (void)cm_buf_add(&j->chunk, cm_buf_view(&kept));
    j->chunk_at = j->at;
    uint64_t to = size - from > CHUNK_BYTES ? from + CHUNK_BYTES : size;
    return cm_vault_get(j->vault, from, to, &j->chunk, err) == CM_OK;
}

bool cm_journal_next(cm_journal *j, cm_entry *ret_entry, cm_err *err)
{
    size_t searched = (size_t)(j->at - j->chunk_at);
    size_t brk = SIZE_MAX;
    for (;;) {
        brk = cm_sv_find_byte(cm_buf_view(&j->chunk), '\n', searched);
        if (brk != SIZE_MAX) {
            break;
        }
        searched = (size_t)(j->chunk_at + j->chunk.len - j->at);
        if (!fill(j, err)) {
            return false;
        }
    }
    size_t begin = (size_t)(j->at - j->chunk_at);
    cm_sv line = cm_sv_slice(cm_buf_view(&j->chunk), begin, brk);
    uint64_t at = j->at;
    j->at += line.len + 1;
    if (!parse(j, line, ret_entry)) {
        (void)cm_err_set(err, CM_E_SCHEMA, "byte %llu of the journal is not the begin of an entry",
                         (unsigned long long)at);
        return false;
    }
    return true;
}

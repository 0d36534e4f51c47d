#include "base/base.h"

#include "app/check.h"

#include "app/clue_open.h"
#include "app/judgment.h"
#include "app/run.h"
#include "base/file.h"
#include "base/limits.h"
#include "document/document.h"
#include "judgment/record_json.h"
#include "law/limit.h"

static cm_sv first_line(cm_sv text)
{
    cm_sv rest = cm_sv_trim(cm_reading_unmarked(text));
    size_t brk = cm_sv_find_byte(rest, '\n', 0);
    return brk == SIZE_MAX ? rest : cm_sv_slice(rest, 0, brk);
}

/* Only what parses as an object is JSON: a text may begin with any character. */
static void read_document(const cm_home *home, cm_arena *mem, const cm_check_options *options,
                          cm_document *ret_document)
{
    cm_reading *reading = cm_reading_new(home);
    cm_sv line = first_line(options->content);
    if (line.len > 0 && line.ptr[0] == '{') {
        cm_reading_line(reading, mem, line, 1, ret_document);
        if (ret_document->cause == CM_CAUSE_INVALID_JSON) { /* an object over several lines */
            cm_reading_line(reading, mem, options->content, 1, ret_document);
        }
        ret_document->id = cm_arena_sv(mem, ret_document->id);
        ret_document->text = cm_arena_sv(mem, ret_document->text);
        if (ret_document->cause == CM_CAUSE_NONE) {
            /* read again, so that the record's texts are those of the copy */
            cm_reading_text(reading, mem, ret_document->id, ret_document->text, ret_document);
        }
    } else {
        cm_reading_text(reading, mem, options->id, options->content, ret_document);
    }
    cm_reading_free(reading);
}

cm_deadline cm_check_deadline(const cm_law *law, const cm_record *record, cm_date received_on,
                              cm_date today)
{
    cm_deadline d = {.state = CM_DEADLINE_UNKNOWN};
    if (!cm_date_exists(received_on)) {
        return d;
    }
    d.state = CM_DEADLINE_NONE;
    bool criminal =
        record->case_type.state != CM_KNOWN || record->case_type.value == (int)CM_CASE_CRIMINAL;
    bool ruling = record->document_type.value == CM_DOC_RULING;
    cm_sv id = cm_law_protest_limit(ruling);
    bool known = criminal && record->document_type.state == CM_KNOWN &&
                 (ruling || record->document_type.value == CM_DOC_JUDGMENT) &&
                 record->instance.state == CM_KNOWN && record->instance.value == CM_INSTANCE_FIRST;
    cm_limit_query query = {.limit = cm_limit_find(law, id, received_on), .start = received_on};
    cm_limit_end end;
    if (!known || query.limit == NULL || cm_limit_due(law, &query, &end, NULL) != CM_OK) {
        return d;
    }
    d.state = CM_DEADLINE_RUNS;
    d.counted = end.counted;
    d.last = end.due;
    d.unknown_year = end.unknown_year;
    d.days_left = cm_date_to_days(end.due) - cm_date_to_days(today);
    return d;
}

/* A collision asks what other documents say: there are none here. */
static cm_status run_models(const cm_home *home, cm_site *site, const cm_check_options *options,
                            cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_models on = {0};
    for (size_t i = 0; i < home->models.count; i++) {
        const cm_model *model = home->models.items[i];
        if (model->enabled && model->collision == NULL) {
            *cm_vec_push(&mem, &on) = model;
        }
    }
    cm_run_counts *counts = cm_arena_array(&mem, cm_run_counts, on.count + 1);
    const cm_run_watch watch = {.cancel = options->cancel};
    const cm_run_how how = {.as_of = options->today, .watch = &watch};
    return cm_run_models(site, &on, &how, counts, err);
}

cm_status cm_check_open(const cm_home *home, cm_arena *mem, const cm_check_options *options,
                        cm_check *ret_check, cm_err *err)
{
    *ret_check = (cm_check){0};
    cm_document *d = &ret_check->document;
    read_document(home, mem, options, d);
    if (d->cause != CM_CAUSE_NONE) {
        return CM_OK;
    }
    ret_check->deadline =
        cm_check_deadline(home->law, &d->record, options->received_on, options->today);
    cm_fill_use use = cm_home_fill_use(home);
    cm_fill_document fill = {d->id, options->received_on, &d->record, NULL};
    cm_fill(&use, mem, &fill, &ret_check->rows);
    int64_t key = 0;
    cm_status status = cm_site_open_memory(home, &ret_check->site, err);
    if (status == CM_OK) {
        status = cm_site_add(ret_check->site, d, options->received_on, &key, err);
    }
    return status == CM_OK ? run_models(home, ret_check->site, options, err) : status;
}

cm_status cm_check_take(cm_arena *mem, cm_sv name, cm_sv bytes, cm_sv *ret_content, cm_err *err)
{
    cm_form form = cm_form_of(cm_file_name(name), cm_sv_slice(bytes, 0, CM_FORM_HEAD));
    if (form == CM_FORM_LINES || bytes.len == 0) {
        *ret_content = cm_arena_sv(mem, bytes);
        return CM_OK;
    }
    cm_extraction got;
    cm_extractor *extractor = cm_extractor_new(NULL);
    cm_extract_text(extractor, mem, form, bytes, &got);
    cm_extractor_free(extractor);
    /* a text of unknown charset is told by whoever reads it, with the place of the byte */
    bool is_text = form == CM_FORM_TEXT || form == CM_FORM_UNKNOWN;
    if (got.fault != CM_FAULT_NONE && !is_text) {
        return cm_err_set(err, CM_E_SCHEMA, "%.*s: %s: %s", CM_SV_ARG(name), cm_form_id(form).ptr,
                          cm_fault_id(got.fault).ptr);
    }
    *ret_content = cm_arena_sv(mem, got.fault == CM_FAULT_NONE ? got.text : bytes);
    return CM_OK;
}

cm_status cm_check_load(cm_arena *mem, cm_sv path, cm_sv *ret_content, cm_err *err)
{
    CM_AUTO_BUF content;
    cm_buf_init(&content, CM_MAX_LINE);
    cm_status status = cm_file_read(path, &content, err);
    if (status != CM_OK) {
        return status;
    }
    return cm_check_take(mem, path, cm_buf_view(&content), ret_content, err);
}

void cm_check_close(cm_check *c)
{
    cm_site_close(c->site);
    c->site = NULL;
}

/* ---- JSON ---- */

typedef struct {
    cm_json *json;
    const cm_home *home;
    cm_site *site;
    bool with_text;
} output;

static cm_status write_clue(void *payload, const cm_clue *clue, cm_err *err)
{
    output *o = payload;
    if (o->with_text) {
        return cm_clue_write_whole(o->site, clue, o->json, err);
    }
    cm_clue_write_json(o->json, o->home, clue);
    return CM_OK;
}

static cm_status write_clues(output *o, cm_sv name, cm_answer outcome, cm_err *err)
{
    const cm_clue_filter filter = {.outcome = outcome, .with_shown = o->with_text};
    cm_json_key(o->json, name);
    cm_json_array(o->json);
    cm_status status =
        o->site != NULL ? cm_clues_each(o->site, &filter, write_clue, o, err) : CM_OK;
    cm_json_array_end(o->json);
    return status;
}

static void write_deadline(cm_json *json, const cm_deadline *d)
{
    cm_json_key(json, CM_SV("deadline"));
    if (d->state != CM_DEADLINE_RUNS) {
        cm_json_null(json);
        return;
    }
    cm_json_object(json);
    cm_json_put_date(json, CM_SV("counted"), d->counted);
    cm_json_put_date(json, CM_SV("last"), d->last);
    cm_json_put_int(json, CM_SV("days_left"), d->days_left);
    if (d->unknown_year != 0) {
        cm_json_put_int(json, CM_SV("unknown_year"), d->unknown_year);
    }
    cm_json_object_end(json);
}

cm_status cm_check_write_json(cm_json *json, const cm_home *home, const cm_check *check,
                              bool with_text, cm_arena *mem, cm_err *err)
{
    const cm_document *d = &check->document;
    bool read = d->cause == CM_CAUSE_NONE;
    output o = {json, home, check->site, with_text};
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("notice"), cm_wording_find(&home->messages, CM_SV("notice")));
    cm_json_put_text(json, CM_SV("cause"), read ? (cm_sv){NULL, 0} : cm_cause_name(d->cause));
    if (with_text) {
        cm_json_put_text(json, CM_SV("text"), read ? d->text : (cm_sv){NULL, 0});
    }
    cm_json_key(json, CM_SV("facts"));
    if (read) {
        cm_record_write_json(json, mem, cm_reader_choices(home->reader), d->id, &d->record);
    } else {
        cm_json_null(json);
    }
    cm_status status = write_clues(&o, CM_SV("clues"), CM_ANSWER_HIT, err);
    if (status == CM_OK) {
        status = write_clues(&o, CM_SV("undecidable"), CM_ANSWER_UNDECIDABLE, err);
    }
    cm_json_key(json, CM_SV("unread"));
    cm_json_array(json);
    for (size_t i = 0; i < check->rows.unread_groups.count; i++) {
        cm_json_text(json, check->rows.unread_groups.items[i]);
    }
    cm_json_array_end(json);
    write_deadline(json, &check->deadline);
    if (status == CM_OK && with_text && check->site != NULL) {
        status = cm_judgment_write_parts(check->site, d->id, d->text, mem, json, err);
    }
    cm_json_object_end(json);
    return status;
}

cm_status cm_check_extract(cm_json *json, const cm_home *home, cm_arena *mem,
                           const cm_check_options *options, cm_err *err)
{
    cm_document d = {0};
    read_document(home, mem, options, &d);
    if (d.cause != CM_CAUSE_NONE) {
        cm_sv cause = cm_cause_text(home, mem, cm_cause_name(d.cause));
        return cm_err_set(err, CM_E_SCHEMA, "%.*s", CM_SV_ARG(cause));
    }
    cm_record_write_json(json, mem, cm_reader_choices(home->reader), d.id, &d.record);
    return CM_OK;
}

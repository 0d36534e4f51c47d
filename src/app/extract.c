#include "base/base.h"

#include "app/extract.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/lines.h"
#include "base/pipeline.h"
#include "judgment/record_json.h"

enum { ITEMS_PER_WORKER = 4 };

typedef struct {
    cm_buf line, out;
    cm_line at;
    cm_arena mem;
    cm_cause cause;
    size_t text_len;
} item;

typedef struct {
    const cm_home *home;
    const cm_extract_options *options;
    cm_extract_summary *summary;
    cm_lines *lines;
    cm_reading **readings; /* per worker */
} job;

static bool read_item(void *payload, void *it, cm_err *err)
{
    job *j = payload;
    item *i = it;
    do {
        if (!cm_lines_next(j->lines, &i->line, &i->at, err)) {
            return false;
        }
    } while (!i->at.over && cm_sv_trim(cm_buf_view(&i->line)).len == 0);
    return true;
}

static void work_item(void *payload, size_t worker, void *it)
{
    job *j = payload;
    item *i = it;
    cm_buf_reset(&i->out);
    cm_arena_reset(&i->mem);
    i->text_len = 0;
    if (i->at.over) {
        i->cause = CM_CAUSE_TOO_LONG;
        return;
    }
    cm_document d;
    cm_reading_line(j->readings[worker], &i->mem, cm_buf_view(&i->line), i->at.number, &d);
    i->cause = d.cause;
    if (d.cause == CM_CAUSE_NONE) {
        CM_AUTO_JSON *json = cm_json_new(&i->out);
        cm_record_write_json(json, &i->mem, cm_reader_choices(j->home->reader), d.id, &d.record);
        cm_json_line(json);
        i->text_len = d.text.len;
        i->cause = i->out.over ? CM_CAUSE_TOO_LONG : CM_CAUSE_NONE;
    }
}

static cm_status write_item(void *payload, void *it, cm_err *err)
{
    job *j = payload;
    const item *i = it;
    j->summary->lines++;
    j->summary->causes[i->cause]++;
    if (i->cause != CM_CAUSE_NONE) {
        return j->options->not_read(j->options->payload, i->at.number, i->cause, err);
    }
    j->summary->records++;
    j->summary->bytes += i->text_len;
    return j->options->record(j->options->payload, cm_buf_view(&i->out), err);
}

static cm_status run(job *j, size_t workers, cm_err *err)
{
    size_t count = workers * ITEMS_PER_WORKER;
    item *items = cm_alloc_zero(count, sizeof(*items));
    void **ring = cm_alloc_zero(count, sizeof(*ring));
    for (size_t i = 0; i < count; i++) {
        cm_buf_init(&items[i].line, CM_MAX_LINE);
        cm_buf_init(&items[i].out, CM_MAX_JSON);
        cm_arena_init(&items[i].mem);
        ring[i] = &items[i];
    }
    j->readings = cm_readings_new(j->home, workers);
    cm_pipeline p = {workers, ring, count, read_item, work_item, write_item, j, j->options->cancel};
    cm_status status = cm_pipeline_run(&p, err);
    for (size_t i = 0; i < count; i++) {
        cm_buf_clear(&items[i].line);
        cm_buf_clear(&items[i].out);
        cm_arena_clear(&items[i].mem);
    }
    cm_readings_free(j->readings, workers);
    cm_free(ring);
    cm_free(items);
    return status;
}

cm_status cm_extract(const cm_home *home, const cm_extract_options *options,
                     cm_extract_summary *ret_summary, cm_err *err)
{
    *ret_summary = (cm_extract_summary){0};
    job j = {.home = home, .options = options, .summary = ret_summary};
    cm_status status = cm_lines_open(options->path, CM_MAX_LINE, &j.lines, err);
    if (status != CM_OK) {
        return status;
    }
    cm_lines_set_cancel(j.lines, options->cancel);
    status = run(&j, options->workers != 0 ? options->workers : cm_processors(), err);
    cm_lines_close(j.lines);
    return status;
}

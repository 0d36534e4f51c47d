#include "base/base.h"

#include "app/redaction.h"

#include "app/letter_content.h"
#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/moment.h"
#include "base/tsv.h"
#include "desk/change.h"
#include "desk/clue.h"
#include "desk/correction.h"
#include "desk/mask.h"
#include "desk/right.h"

enum { BATCH = 1000 }; /* clues of one change */

#define ACT CM_SV("clue.retire")

typedef struct {
    const cm_home *home;
    cm_desk *desk;
    cm_arena *mem;
    cm_mask_words words;
    cm_redaction redaction;
    cm_sv doc; /* of the clue, where it was deleted; or empty */
} redacting;

static cm_status begin(redacting *r, const cm_home *home, cm_desk *desk, cm_arena *mem, cm_err *err)
{
    *r = (redacting){.home = home, .desk = desk, .mem = mem};
    return cm_mask_load(mem, cm_file_join(mem, home->data, CM_SV("desk")), &r->words, err);
}

/* ---- what stands for what ---- */

static bool has_digit(cm_sv text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9') {
            return true;
        }
    }
    return false;
}

/* Persons in the order in which the clue tells of them; dates and numbers are hidden. */
static void put_stands(redacting *r)
{
    cm_redaction *to = &r->redaction;
    size_t person = 0;
    to->stands = (cm_svs){0};
    for (size_t i = 0; i < to->names.count; i++) {
        bool named = !has_digit(to->names.items[i]) && person < r->words.pseudonyms.count;
        *cm_vec_push(r->mem, &to->stands) = r->doc.len != 0 ? r->words.deleted
                                            : named         ? r->words.pseudonyms.items[person]
                                                            : r->words.hidden;
        person += named ? 1 : 0;
    }
}

static cm_sv without(const redacting *r, cm_sv text)
{
    return cm_mask_replace(r->mem, text, &r->redaction.names, &r->redaction.stands);
}

static bool is_deleted(const redacting *r, const cm_letter_value *bind)
{
    return r->doc.len != 0 &&
           (cm_sv_equal(bind->ref, r->doc) || cm_sv_equal(bind->source, CM_SV("clue")));
}

/* A sentence that rests on what was deleted goes whole. */
static void redact_sentence(const redacting *r, cm_sentence *s)
{
    bool gone = false;
    for (size_t i = 0; i < s->binds.count; i++) {
        cm_letter_value *bind = &s->binds.items[i];
        gone = gone || is_deleted(r, bind);
        bind->text = is_deleted(r, bind) ? r->words.deleted : without(r, bind->text);
    }
    s->text = gone ? r->words.deleted : without(r, s->text);
}

static cm_status redact_content(void *payload, cm_sv json, cm_sv *ret_content, cm_err *err)
{
    redacting *r = payload;
    cm_letter_content content = {0};
    const cm_letter_use use = {.mem = r->mem, .home = r->home};
    cm_status status = cm_letter_content_read(r->mem, json, &content, err);
    for (size_t i = 0; status == CM_OK && i < content.sentences.count; i++) {
        redact_sentence(r, &content.sentences.items[i]);
    }
    for (size_t i = 0; status == CM_OK && i < content.entries.count; i++) {
        content.entries.items[i].text = without(r, content.entries.items[i].text);
    }
    if (status == CM_OK) {
        *ret_content = cm_letter_content_write(&use, &content);
    }
    return status;
}

/* Inside a change. `source` 0: its time has ended. */
static cm_status redact(redacting *r, const cm_redact_clue_row *clue, int64_t source, cm_sv at,
                        cm_err *err)
{
    r->doc = source != 0 ? clue->doc : CM_SV("");
    r->redaction = (cm_redaction){.whole = source != 0 ? r->words.deleted : CM_SV(""),
                                  .content = redact_content,
                                  .payload = r};
    cm_status status = cm_redact_names(r->desk, clue->no, r->mem, &r->redaction.names, err);
    if (status == CM_OK) {
        put_stands(r);
        status = cm_redact_clue(r->desk, clue->no, &r->redaction, err);
    }
    return status == CM_OK ? cm_redact_keep(r->desk, clue->no, source, at, err) : status;
}

/* ---- when its time has ended ---- */

typedef CM_VEC(cm_retention) retentions;

static cm_status load_rules(const cm_home *home, cm_arena *mem, retentions *ret, cm_err *err)
{
    static const char *const NAMES[] = {"state", "days", "zh", "en"};
    size_t at[CM_COUNT(NAMES)] = {0};
    cm_tsv t;
    cm_sv path =
        cm_file_join(mem, cm_file_join(mem, home->data, CM_SV("desk")), CM_SV("retention.tsv"));
    cm_status status = cm_tsv_load(mem, path, &t, err);
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(NAMES); i++) {
        status = cm_tsv_column(&t, cm_sv_from(NAMES[i]), &at[i], err);
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        const cm_sv *cells = t.rows.items[i].cells;
        cm_retention rule = {.state = cells[at[0]], .zh = cells[at[2]], .en = cells[at[3]]};
        const cm_course_state *state = cm_course_state_of(&home->course, rule.state);
        bool good = state != NULL && state->final && cm_sv_to_int(cells[at[1]], &rule.days) &&
                    rule.days >= 0 && rule.days < INT32_MAX / 2;
        if (!good) {
            status =
                cm_err_set_at(err, CM_E_SCHEMA, path, t.rows.items[i].line, 0,
                              "no final state '%.*s', or no number of days", CM_SV_ARG(rule.state));
        } else {
            *cm_vec_push(mem, ret) = rule;
        }
    }
    return status;
}

static cm_date days_from(cm_date day, int64_t days)
{
    return cm_date_from_days(cm_date_to_days(day) + (int32_t)days);
}

static cm_right_object object_of(const cm_redact_clue_row *clue)
{
    return (cm_right_object){.office = clue->office, .handler = clue->handler, .bulk = true};
}

cm_status cm_retire_list(cm_workdesk *w, const cm_caller *caller, cm_date on, cm_arena *mem,
                         cm_retirings *ret_list, cm_err *err)
{
    cm_retirings list = {0};
    retentions rules = {0};
    cm_status status = load_rules(w->home, mem, &rules, err);
    for (size_t i = 0; status == CM_OK && i < rules.count; i++) {
        cm_redact_clues found = {0};
        const cm_retention *rule = &rules.items[i];
        status = cm_redact_due(w->desk, rule->state, days_from(on, -rule->days), mem, &found, err);
        for (size_t k = 0; status == CM_OK && k < found.count; k++) {
            const cm_redact_clue_row *clue = &found.items[k];
            const cm_right_object object = object_of(clue);
            cm_sv why;
            if (cm_right_may(w->home->rights, caller, ACT, &object, &why)) {
                *cm_vec_push(mem, &list) =
                    (cm_retiring){*clue, rule, days_from(clue->since, rule->days)};
            }
        }
    }
    if (status == CM_OK) {
        *ret_list = list;
    }
    return status;
}

void cm_retiring_write_json(cm_json *json, const cm_retiring *r)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("id"), r->clue.id);
    cm_json_put_text(json, CM_SV("state"), r->clue.state);
    cm_json_put_date(json, CM_SV("since"), r->clue.since);
    cm_json_put_date(json, CM_SV("from"), r->from);
    cm_json_object_end(json);
}

cm_status cm_retire_do(cm_workdesk *w, const cm_caller *caller, const cm_retiring *item,
                       cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    redacting r;
    cm_deed deed = {0};
    const cm_right_object object = object_of(&item->clue);
    cm_status status = begin(&r, w->home, w->desk, &mem, err);
    if (status == CM_OK) {
        status = cm_right_deed(w->home->rights, caller, ACT, &object, &deed, err);
    }
    if (status == CM_OK) {
        status = cm_change_begin(w->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    deed.object = cm_arena_format(&mem, "clue %.*s", CM_SV_ARG(item->clue.id));
    deed.reason = item->rule->state;
    status = redact(&r, &item->clue, 0, caller->at, err);
    return cm_change_end(w->desk, status, &deed, err);
}

/* ---- with a source that was deleted ---- */

static cm_sv detail_of(cm_arena *mem, const char *what, int64_t clues)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    cm_json_put_int(json, cm_sv_from(what), clues);
    cm_json_object_end(json);
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static cm_deed deed_of(cm_arena *mem, int64_t source, const char *what, int64_t clues)
{
    return (cm_deed){.at = cm_moment_now(mem),
                     .action = CM_SV("data.redact"),
                     .object = cm_arena_format(mem, "source %lld", (long long)source),
                     .detail = detail_of(mem, what, clues)};
}

static cm_status mark(cm_site *s, cm_desk *desk, int64_t source, int64_t *ret_clues, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv at = cm_moment_now(&s->mem);
    cm_cell number = cm_cell_int(source);
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(s->session, CM_QUERY_SOURCE_DOCUMENTS, &number, 1, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        int64_t clues = 0;
        status = cm_redact_mark(desk, cm_rows_cell(rows, 0).text, source, at, &clues, err);
        *ret_clues += clues;
    }
    cm_rows_close(rows);
    return status;
}

cm_status cm_redaction_prepare(cm_site *s, int64_t source, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk *desk = NULL;
    int64_t clues = 0;
    cm_status status = cm_site_desk(s, true, cm_moment_now(&mem), &desk, err);
    if (status != CM_OK || desk == NULL) {
        return status;
    }
    status = cm_change_begin(desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = mark(s, desk, source, &clues, err);
    if (status == CM_OK && clues == 0) {
        cm_change_undo(desk);
        return CM_OK;
    }
    const cm_deed deed = deed_of(&mem, source, "marked", clues);
    return cm_change_end(desk, status, &deed, err);
}

static cm_status is_there(cm_site *s, cm_sv doc, bool *ret_there, cm_err *err)
{
    *ret_there = false;
    if (s->session == NULL) {
        return CM_OK;
    }
    const cm_cell id = cm_cell_text(doc);
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(s->session, CM_QUERY_DOC_KEY, &id, 1, &rows, err);
    *ret_there = status == CM_OK && cm_rows_next(rows);
    cm_rows_close(rows);
    return status;
}

typedef struct {
    cm_site *site;
    cm_arena mem;
    cm_svs gone;
} missing;

static cm_status look_for(void *payload, cm_sv doc, cm_err *err)
{
    missing *m = payload;
    bool there = false;
    cm_status status = is_there(m->site, doc, &there, err);
    if (status == CM_OK && !there) {
        *cm_vec_push(&m->mem, &m->gone) = cm_arena_sv(&m->mem, doc);
    }
    return status;
}

/* Also those that nobody marked: their judgment is not there any more. */
static cm_status mark_gone(cm_site *s, cm_desk *desk, int64_t source, cm_err *err)
{
    missing m = {.site = s};
    int64_t clues = 0;
    cm_arena_init(&m.mem);
    cm_status status = cm_desk_clue_docs(desk, look_for, &m, err);
    cm_sv at = cm_moment_now(&m.mem);
    bool any = status == CM_OK && m.gone.count != 0;
    if (any) {
        status = cm_change_begin(desk, err);
    }
    bool begun = any && status == CM_OK;
    for (size_t i = 0; begun && status == CM_OK && i < m.gone.count; i++) {
        int64_t count = 0;
        status = cm_redact_mark(desk, m.gone.items[i], source, at, &count, err);
        clues += count;
    }
    if (begun && status == CM_OK && clues == 0) {
        cm_change_undo(desk);
    } else if (begun) {
        const cm_deed deed = deed_of(&m.mem, source, "marked", clues);
        status = cm_change_end(desk, status, &deed, err);
    }
    cm_arena_clear(&m.mem);
    return status;
}

static cm_status settle_some(cm_site *s, redacting *r, const cm_redact_clues *clues, int64_t source,
                             size_t *at, cm_err *err)
{
    int64_t redacted = 0;
    cm_sv now = cm_moment_now(r->mem);
    cm_status status = cm_change_begin(r->desk, err);
    if (status != CM_OK) {
        return status;
    }
    for (size_t end = *at + BATCH; status == CM_OK && *at < clues->count && *at < end; ++*at) {
        const cm_redact_clue_row *clue = &clues->items[*at];
        bool there = false;
        status = is_there(s, clue->doc, &there, err);
        if (status == CM_OK) {
            status = there ? cm_redact_spare(r->desk, clue->no, source, now, err)
                           : redact(r, clue, source, now, err);
            redacted += there ? 0 : 1;
        }
    }
    const cm_deed deed = deed_of(r->mem, source, "redacted", redacted);
    return cm_change_end(r->desk, status, &deed, err);
}

/* What people corrected in documents that are not there any more. */
static cm_status redact_corrections(cm_site *s, cm_desk *desk, int64_t source, cm_arena *mem,
                                    cm_err *err)
{
    cm_corrections all = {0};
    const cm_correction_filter filter = {.ended_too = true};
    cm_sv now = cm_moment_now(mem);
    cm_sv why = cm_wording_find(&s->home->messages, CM_SV("fact.source_deleted"));
    cm_status status = cm_corrections_load(desk, &filter, mem, &all, err);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        bool there = all.items[i].why.len == 0; /* done already */
        int64_t count = 0;
        if (!there) {
            status = is_there(s, all.items[i].doc, &there, err);
        }
        if (status != CM_OK || there) {
            continue;
        }
        status = cm_change_begin(desk, err);
        if (status == CM_OK) {
            status = cm_correction_redact(desk, all.items[i].doc, now, why, &count, err);
            if (status == CM_OK && count == 0) { /* with an earlier one of the same document */
                cm_change_undo(desk);
                continue;
            }
            const cm_deed deed = deed_of(mem, source, "corrections", count);
            status = cm_change_end(desk, status, &deed, err);
        }
    }
    return status;
}

cm_status cm_redaction_settle(cm_site *s, int64_t source, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    redacting r;
    cm_desk *desk = NULL;
    cm_redact_clues clues = {0};
    cm_status status = cm_site_desk(s, true, cm_moment_now(&mem), &desk, err);
    if (status != CM_OK || desk == NULL) {
        return status;
    }
    status = begin(&r, s->home, desk, &mem, err);
    if (status == CM_OK && s->session != NULL) {
        status = mark_gone(s, desk, source, err);
    }
    if (status == CM_OK) {
        status = cm_redact_marked(desk, source, &mem, &clues, err);
    }
    for (size_t at = 0; status == CM_OK && at < clues.count;) {
        status = settle_some(s, &r, &clues, source, &at, err);
    }
    return status == CM_OK && s->session != NULL ? redact_corrections(s, desk, source, &mem, err)
                                                 : status;
}

#include "base/base.h"

#include "app/letter_form.h"

#include "base/file.h"
#include "base/tsv.h"

static const char *const ASKS[CM_LETTER_ASK_COUNT] = {
    [CM_LETTER_ASK_FRESH] = "fresh",
    [CM_LETTER_ASK_LINT] = "lint",
    [CM_LETTER_ASK_OTHER] = "other",
    [CM_LETTER_ASK_REASON] = "reason",
    [CM_LETTER_ASK_COMMITTEE] = "committee",
    [CM_LETTER_ASK_NUMBER] = "number",
    [CM_LETTER_ASK_DAY] = "day",
    [CM_LETTER_ASK_RESULT] = "result",
};

typedef struct {
    cm_arena *mem;
    cm_sv data;
    cm_letter_forms *forms;
    cm_letter_kind *kind; /* whose template is read */
    cm_tsv table;
    const cm_tsv_row *row;
    cm_err *err;
    cm_status status; /* the first fault */
} loading;

typedef void (*take_row)(loading *l);

static void fault(loading *l, const char *what, cm_sv found)
{
    if (l->status == CM_OK) {
        l->status = cm_err_set_at(l->err, CM_E_SCHEMA, l->table.file, l->row->line, 0, "%s: '%.*s'",
                                  what, CM_SV_ARG(found));
    }
}

static cm_sv cell(loading *l, const char *column)
{
    size_t at = 0;
    if (l->status == CM_OK) {
        l->status = cm_tsv_column(&l->table, cm_sv_from(column), &at, l->err);
    }
    return l->status == CM_OK ? l->row->cells[at] : CM_SV("");
}

static bool is_yes(loading *l, const char *column)
{
    cm_sv found = cell(l, column);
    if (found.len != 0 && !cm_sv_equal(found, CM_SV("yes"))) {
        fault(l, "expected yes or nothing", found);
    }
    return found.len != 0;
}

static cm_svs list_of(loading *l, const char *column, char separator)
{
    cm_svs list = {0};
    cm_sv rest = cell(l, column), one;
    while (rest.len != 0 && cm_sv_split(&rest, separator, &one)) {
        *cm_vec_push(l->mem, &list) = one;
    }
    return list;
}

static void each_row(loading *l, const char *path, take_row take)
{
    if (l->status == CM_OK) {
        cm_sv file = cm_arena_format(l->mem, "%.*s/%s", CM_SV_ARG(l->data), path);
        l->status = cm_tsv_load(l->mem, file, &l->table, l->err);
    }
    for (size_t i = 0; l->status == CM_OK && i < l->table.rows.count; i++) {
        l->row = &l->table.rows.items[i];
        take(l);
    }
}

/* ---- rows ---- */

static cm_letter_field named(loading *l, const char *id)
{
    return (cm_letter_field){.id = cell(l, id), .zh = cell(l, "zh"), .en = cell(l, "en")};
}

static void take_field(loading *l)
{
    cm_letter_field f = named(l, "field");
    f.source = cell(l, "source");
    *cm_vec_push(l->mem, &l->forms->fields) = f;
}

static void take_reply(loading *l)
{
    *cm_vec_push(l->mem, &l->forms->replies) = named(l, "result");
}

static void take_state(loading *l)
{
    cm_letter_field f = named(l, "state");
    const cm_letter_state s = {f.id, f.zh, f.en, is_yes(l, "open"), is_yes(l, "final")};
    *cm_vec_push(l->mem, &l->forms->states) = s;
}

static void take_step(loading *l)
{
    cm_letter_field f = named(l, "step");
    cm_letter_step s = {.id = f.id, .zh = f.zh, .en = f.en};
    s.from = cell(l, "from");
    s.to = cell(l, "to");
    s.act = cell(l, "act");
    const cm_letter_state *from = cm_letter_state_of(l->forms, s.from);
    if (from == NULL || from->final || cm_letter_state_of(l->forms, s.to) == NULL) {
        fault(l, "expected two states, the first not final", s.from);
    }
    if (cm_letter_step_of(l->forms, s.id, s.from) != NULL) {
        fault(l, "a step leads to one state only", s.id);
    }
    cm_svs asks = list_of(l, "asks", ',');
    for (size_t i = 0; i < asks.count; i++) {
        size_t k = 0;
        while (k < CM_COUNT(ASKS) && !cm_sv_equal(asks.items[i], cm_sv_from(ASKS[k]))) {
            k++;
        }
        if (k == CM_COUNT(ASKS)) {
            fault(l, "no such condition", asks.items[i]);
            return;
        }
        s.asks[k] = true;
    }
    *cm_vec_push(l->mem, &l->forms->steps) = s;
}

static void take_kind(loading *l)
{
    cm_letter_field f = named(l, "kind");
    cm_letter_kind k = {.id = f.id, .zh = f.zh, .en = f.en};
    k.number = cell(l, "number");
    k.approver = cell(l, "approver");
    k.committee = is_yes(l, "committee");
    k.addressee = cell(l, "addressee");
    k.limit = cell(l, "limit");
    k.stated_limit = cell(l, "stated_limit");
    k.meets = list_of(l, "meets", ';');
    k.states = list_of(l, "states", ';');
    k.needs = list_of(l, "needs", ';');
    k.basis = list_of(l, "basis", ';');
    k.proposals = list_of(l, "proposal", ';');
    k.carries = is_yes(l, "carries");
    k.notice = is_yes(l, "notice");
    if (cm_letter_field_of(l->forms, k.addressee) == NULL) {
        fault(l, "no such field", k.addressee);
    }
    *cm_vec_push(l->mem, &l->forms->kinds) = k;
}

static void take_overclaim(loading *l)
{
    static const char ELLIPSIS[] = {'\xe2', '\x80', '\xa6'};
    const cm_sv mark = {ELLIPSIS, sizeof(ELLIPSIS)};
    cm_letter_overclaim o = {.phrase = cell(l, "phrase"), .instead = cell(l, "instead")};
    o.kinds = list_of(l, "kinds", ';');
    cm_sv level = cell(l, "level");
    o.is_error = cm_sv_equal(level, CM_SV("error"));
    if (!o.is_error && !cm_sv_equal(level, CM_SV("warning"))) {
        fault(l, "expected error or warning", level);
    }
    size_t begin = 0;
    while (begin <= o.phrase.len) {
        size_t end = cm_sv_find(o.phrase, mark, begin);
        *cm_vec_push(l->mem, &o.parts) = cm_sv_slice(o.phrase, begin, end);
        begin = end == SIZE_MAX ? SIZE_MAX : end + mark.len;
    }
    *cm_vec_push(l->mem, &l->forms->overclaims) = o;
}

/* ---- templates ---- */

static void check_name(loading *l, cm_sv name, cm_sv each)
{
    bool of_each = cm_sv_equal(name, CM_SV("each")) || cm_sv_starts(name, CM_SV("each."));
    if (of_each ? each.len == 0 : cm_letter_field_of(l->forms, name) == NULL) {
        fault(l, "no such field", name);
    }
}

static void check_line(loading *l, const cm_letter_line *line)
{
    size_t at = 0, begin = 0;
    cm_sv name, rest = line->when, test;
    while (cm_letter_place_next(line->sentence, &at, &begin, &name)) {
        check_name(l, name, line->each);
    }
    while (rest.len != 0 && cm_sv_split(&rest, ',', &test)) {
        check_name(l, cm_sv_slice(test, cm_sv_starts(test, CM_SV("!")) ? 1 : 0, test.len),
                   line->each);
    }
    const cm_letter_field *list = cm_letter_field_of(l->forms, line->each);
    if (line->each.len != 0 && (list == NULL || !cm_sv_equal(list->source, CM_SV("each")))) {
        fault(l, "no such list", line->each);
    }
}

static void take_line(loading *l)
{
    cm_letter_line line = {.part = cell(l, "part")};
    cm_sv need = cell(l, "need"), block = cell(l, "block");
    line.required = cm_sv_equal(need, CM_SV("required"));
    line.each = cell(l, "each");
    line.when = cell(l, "when");
    line.sentence = cell(l, "sentence");
    if (need.len != 0 && !line.required) {
        fault(l, "expected required or nothing", need);
    }
    if (line.part.len == 0 || line.sentence.len == 0) {
        fault(l, "expected a part and a sentence", line.part);
    }
    if (!cm_paper_kind_find(block, &line.block)) {
        fault(l, "no such block", block);
    }
    check_line(l, &line);
    *cm_vec_push(l->mem, &l->kind->lines) = line;
}

cm_status cm_letter_forms_load(cm_arena *mem, cm_sv data, cm_letter_forms *ret_forms, cm_err *err)
{
    *ret_forms = (cm_letter_forms){0};
    loading l = {.mem = mem, .data = data, .forms = ret_forms, .err = err};
    each_row(&l, "desk/document_fields.tsv", take_field);
    each_row(&l, "desk/document_states.tsv", take_state);
    each_row(&l, "desk/document_steps.tsv", take_step);
    each_row(&l, "desk/document_replies.tsv", take_reply);
    each_row(&l, "desk/overclaims.tsv", take_overclaim);
    each_row(&l, "desk/documents.tsv", take_kind);
    for (size_t i = 0; l.status == CM_OK && i < ret_forms->kinds.count; i++) {
        l.kind = &ret_forms->kinds.items[i];
        cm_sv path = cm_arena_format(mem, "templates/documents/%.*s.tsv", CM_SV_ARG(l.kind->id));
        each_row(&l, path.ptr, take_line);
    }
    return l.status;
}

/* ---- looking up ---- */

#define FIND(list, key)                                                                            \
    for (size_t i = 0; i < (list).count; i++) {                                                    \
        if (cm_sv_equal((list).items[i].id, (key))) {                                              \
            return &(list).items[i];                                                               \
        }                                                                                          \
    }                                                                                              \
    return NULL

const cm_letter_kind *cm_letter_kind_of(const cm_letter_forms *f, cm_sv id)
{
    FIND(f->kinds, id);
}

const cm_letter_state *cm_letter_state_of(const cm_letter_forms *f, cm_sv id)
{
    FIND(f->states, id);
}

const cm_letter_field *cm_letter_field_of(const cm_letter_forms *f, cm_sv id)
{
    FIND(f->fields, id);
}

const cm_letter_field *cm_letter_reply_of(const cm_letter_forms *f, cm_sv id)
{
    FIND(f->replies, id);
}

const cm_letter_step *cm_letter_step_of(const cm_letter_forms *f, cm_sv id, cm_sv from)
{
    for (size_t i = 0; i < f->steps.count; i++) {
        const cm_letter_step *s = &f->steps.items[i];
        if (cm_sv_equal(s->id, id) && cm_sv_equal(s->from, from)) {
            return s;
        }
    }
    return NULL;
}

bool cm_svs_have(const cm_svs *list, cm_sv one)
{
    for (size_t i = 0; i < list->count; i++) {
        if (cm_sv_equal(list->items[i], one)) {
            return true;
        }
    }
    return false;
}

bool cm_letter_place_next(cm_sv sentence, size_t *at, size_t *ret_begin, cm_sv *ret_name)
{
    size_t begin = cm_sv_find_byte(sentence, '{', *at);
    size_t end = begin == SIZE_MAX ? SIZE_MAX : cm_sv_find_byte(sentence, '}', begin);
    if (end == SIZE_MAX) {
        return false;
    }
    *ret_begin = begin;
    *ret_name = cm_sv_slice(sentence, begin + 1, end);
    *at = end + 1;
    return true;
}

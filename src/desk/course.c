#include "base/base.h"

#include "desk/course.h"

#include "base/file.h"
#include "base/tsv.h"

static const char *const NEEDS[CM_NEED_COUNT] = {
    "why",    "reason", "office",  "organ", "person", "day",
    "number", "into",   "outcome", "check", "told",   "document",
};

/* ---- tables: the first fault is kept ---- */

typedef struct {
    cm_arena *mem;
    cm_course *course;
    cm_tsv table;
    const cm_tsv_row *row;
    cm_status status;
    cm_err *err;
} reading;

static bool open_table(reading *r, cm_sv folder, const char *name)
{
    if (r->status == CM_OK) {
        cm_sv path = cm_file_join(r->mem, folder, cm_sv_from(name));
        r->table = (cm_tsv){0};
        r->status = cm_tsv_load(r->mem, path, &r->table, r->err);
    }
    return r->status == CM_OK;
}

static bool next_row(reading *r)
{
    if (r->status != CM_OK || r->table.rows.count == 0) {
        return false;
    }
    r->row = r->row == NULL ? r->table.rows.items : r->row + 1;
    if (r->row == r->table.rows.items + r->table.rows.count) {
        r->row = NULL;
        return false;
    }
    return true;
}

static cm_sv cell(reading *r, const char *column)
{
    size_t at = 0;
    if (r->status == CM_OK) {
        r->status = cm_tsv_column(&r->table, cm_sv_from(column), &at, r->err);
    }
    return r->status == CM_OK ? r->row->cells[at] : CM_SV("");
}

static void wrong(reading *r, const char *what, cm_sv found)
{
    if (r->status == CM_OK) {
        r->status = cm_err_set_at(r->err, CM_E_SCHEMA, r->table.file, r->row->line, 0,
                                  "no %s '%.*s'", what, CM_SV_ARG(found));
    }
}

/* Index of the cell's word in a list. */
static size_t choice(reading *r, const char *column, const char *const *words, size_t count)
{
    cm_sv found = cell(r, column);
    for (size_t i = 0; i < count; i++) {
        if (cm_sv_equal(found, cm_sv_from(words[i]))) {
            return i;
        }
    }
    wrong(r, column, found);
    return 0;
}

static bool flag(reading *r, const char *column)
{
    static const char *const WORDS[] = {"0", "1"};
    return choice(r, column, WORDS, CM_COUNT(WORDS)) == 1;
}

static cm_date day(reading *r, const char *column)
{
    cm_date ret = CM_NO_DATE;
    cm_sv found = cell(r, column);
    if (found.len != 0 && !(cm_date_parse(found, &ret) && cm_date_exists(ret))) {
        wrong(r, column, found);
    }
    return ret;
}

static cm_svs list(reading *r, const char *column)
{
    cm_svs ret = {0};
    cm_sv rest = cell(r, column), part;
    while (rest.len != 0 && cm_sv_split(&rest, ';', &part)) {
        *cm_vec_push(r->mem, &ret) = part;
    }
    return ret;
}

/* ---- the tables ---- */

static void read_codes(reading *r, cm_sv folder, const char *file, const char *list_or_id)
{
    bool reasons = cm_sv_equal(cm_sv_from(list_or_id), CM_SV("reason"));
    bool results = cm_sv_equal(cm_sv_from(list_or_id), CM_SV("result"));
    bool outcomes = cm_sv_equal(cm_sv_from(list_or_id), CM_SV("outcome"));
    (void)open_table(r, folder, file);
    while (next_row(r)) {
        cm_course_code code = {.list = cm_sv_from(list_or_id),
                               .id = cell(r, list_or_id),
                               .zh = cell(r, "zh"),
                               .en = cell(r, "en")};
        if (reasons) {
            code.list = cell(r, "list");
            code.false_positive = flag(r, "false_positive");
            code.suppress = day(r, "suppress");
        }
        code.done = results && flag(r, "done");
        if (outcomes) {
            cm_svs counts = list(r, "counts");
            for (size_t i = 0; i < counts.count; i++) {
                code.amount = code.amount || cm_sv_equal(counts.items[i], CM_SV("amount"));
                code.persons = code.persons || cm_sv_equal(counts.items[i], CM_SV("persons"));
            }
        }
        *cm_vec_push(r->mem, &r->course->codes) = code;
    }
}

static size_t rung_of(reading *r)
{
    cm_sv found = cell(r, "rung");
    for (size_t i = 0; i < r->course->rungs.count; i++) {
        if (cm_sv_equal(r->course->rungs.items[i], found)) {
            return i;
        }
    }
    wrong(r, "rung", found);
    return 0;
}

static void read_states(reading *r, cm_sv folder)
{
    for (size_t i = 0; i < r->course->codes.count; i++) {
        if (cm_sv_equal(r->course->codes.items[i].list, CM_SV("rung"))) {
            *cm_vec_push(r->mem, &r->course->rungs) = r->course->codes.items[i].id;
        }
    }
    (void)open_table(r, folder, "states.tsv");
    while (next_row(r)) {
        cm_course_state state = {.id = cell(r, "state"), .zh = cell(r, "zh"), .en = cell(r, "en")};
        state.rung = rung_of(r);
        state.final = flag(r, "final");
        *cm_vec_push(r->mem, &r->course->states) = state;
    }
    if (r->status == CM_OK && r->course->states.count == 0) {
        r->status = cm_err_set(r->err, CM_E_SCHEMA, "%.*s: no states", CM_SV_ARG(r->table.file));
    }
}

static bool has_list(const cm_course *c, cm_sv name)
{
    for (size_t i = 0; i < c->codes.count; i++) {
        if (cm_sv_equal(c->codes.items[i].list, name)) {
            return true;
        }
    }
    return false;
}

static cm_needs needs_of(reading *r)
{
    cm_needs ret = {0};
    cm_svs words = list(r, "needs");
    for (size_t i = 0; i < words.count; i++) {
        cm_sv rest = words.items[i], name = CM_SV("");
        size_t kind = 0;
        (void)cm_sv_split(&rest, ':', &name);
        while (kind < CM_NEED_COUNT && !cm_sv_equal(name, cm_sv_from(NEEDS[kind]))) {
            kind++;
        }
        bool checks = kind == CM_NEED_CHECK || kind == CM_NEED_TOLD;
        bool named = !checks || cm_sv_equal(rest, CM_SV("*")) ||
                     cm_course_code_of(r->course, CM_SV("check"), rest) != NULL;
        if (kind == CM_NEED_COUNT || !named ||
            (kind == CM_NEED_REASON && !has_list(r->course, rest))) {
            wrong(r, "need", words.items[i]);
        } else {
            *cm_vec_push(r->mem, &ret) = (cm_need){(cm_need_kind)kind, rest};
        }
    }
    return ret;
}

static void check_step(reading *r, const cm_course_step *step)
{
    for (size_t i = 0; i < step->from.count; i++) {
        if (cm_course_state_of(r->course, step->from.items[i]) == NULL) {
            wrong(r, "state", step->from.items[i]);
        }
    }
    if (cm_course_state_of(r->course, step->to) == NULL) {
        wrong(r, "state", step->to);
    }
    if (cm_course_step_of(r->course, step->id) != NULL) {
        wrong(r, "second step", step->id);
    }
}

static void read_steps(reading *r, cm_sv folder)
{
    static const char *const BY[] = {"person", "program", "any"};
    static const char *const BULK[] = {"no", "yes", "calm"};
    static const char *const OWN[] = {"", "other"};
    (void)open_table(r, folder, "steps.tsv");
    while (next_row(r)) {
        cm_course_step step = {.id = cell(r, "step"), .zh = cell(r, "zh"), .en = cell(r, "en")};
        step.act = cell(r, "act");
        step.by = (cm_course_by)choice(r, "by", BY, CM_COUNT(BY));
        step.from = list(r, "from");
        step.to = cell(r, "to");
        step.needs = needs_of(r);
        step.bulk = (cm_course_bulk)choice(r, "bulk", BULK, CM_COUNT(BULK));
        step.undo = flag(r, "undo");
        step.other = choice(r, "own", OWN, CM_COUNT(OWN)) == 1;
        step.starts = list(r, "starts");
        step.meets = list(r, "meets");
        check_step(r, &step);
        *cm_vec_push(r->mem, &r->course->steps) = step;
    }
}

static void read_urgent(reading *r, cm_sv folder)
{
    (void)open_table(r, folder, "urgent.tsv");
    while (next_row(r)) {
        cm_course_urgent u = {cell(r, "class"), cell(r, "direction"), cell(r, "stage"),
                              list(r, "starts")};
        *cm_vec_push(r->mem, &r->course->urgent) = u;
    }
}

static void read_follows(reading *r, cm_sv folder)
{
    (void)open_table(r, folder, "follow.tsv");
    while (next_row(r)) {
        cm_course_follow f = {cell(r, "document_step"), cell(r, "result"), cell(r, "step")};
        if (cm_course_step_of(r->course, f.step) == NULL) {
            wrong(r, "step", f.step);
        }
        *cm_vec_push(r->mem, &r->course->follows) = f;
    }
}

cm_status cm_course_load(cm_arena *mem, cm_sv folder, cm_course *ret_course, cm_err *err)
{
    static const struct {
        const char *file, *id;
    } CODES[] = {
        {"rungs.tsv", "rung"},   {"reasons.tsv", "reason"}, {"outcomes.tsv", "outcome"},
        {"organs.tsv", "organ"}, {"checks.tsv", "check"},   {"results.tsv", "result"},
        {"own.tsv", "own"},
    };

    cm_course course = {0};
    reading r = {.mem = mem, .course = &course, .err = err};
    for (size_t i = 0; i < CM_COUNT(CODES); i++) {
        read_codes(&r, folder, CODES[i].file, CODES[i].id);
    }
    read_states(&r, folder);
    read_steps(&r, folder);
    read_urgent(&r, folder);
    read_follows(&r, folder);
    if (r.status == CM_OK) {
        *ret_course = course;
    }
    return r.status;
}

/* ---- questions ---- */

const cm_course_state *cm_course_state_of(const cm_course *c, cm_sv id)
{
    for (size_t i = 0; i < c->states.count; i++) {
        if (cm_sv_equal(c->states.items[i].id, id)) {
            return &c->states.items[i];
        }
    }
    return NULL;
}

const cm_course_step *cm_course_step_of(const cm_course *c, cm_sv id)
{
    for (size_t i = 0; i < c->steps.count; i++) {
        if (cm_sv_equal(c->steps.items[i].id, id)) {
            return &c->steps.items[i];
        }
    }
    return NULL;
}

const cm_course_code *cm_course_code_of(const cm_course *c, cm_sv list_name, cm_sv id)
{
    for (size_t i = 0; i < c->codes.count; i++) {
        const cm_course_code *code = &c->codes.items[i];
        if (cm_sv_equal(code->list, list_name) && cm_sv_equal(code->id, id)) {
            return code;
        }
    }
    return NULL;
}

cm_sv cm_course_follow_of(const cm_course *c, cm_sv document_step, cm_sv result)
{
    for (size_t i = 0; i < c->follows.count; i++) {
        const cm_course_follow *f = &c->follows.items[i];
        if (cm_sv_equal(f->document_step, document_step) && cm_sv_equal(f->result, result)) {
            return f->step;
        }
    }
    return CM_SV("");
}

bool cm_course_leaves(const cm_course_step *step, cm_sv state)
{
    for (size_t i = 0; i < step->from.count; i++) {
        if (cm_sv_equal(step->from.items[i], state)) {
            return true;
        }
    }
    return false;
}

const cm_need *cm_course_need(const cm_course_step *step, cm_need_kind kind)
{
    for (size_t i = 0; i < step->needs.count; i++) {
        if (step->needs.items[i].kind == kind) {
            return &step->needs.items[i];
        }
    }
    return NULL;
}

cm_sv cm_course_need_name(cm_need_kind kind)
{
    return cm_sv_from(NEEDS[kind]);
}

const cm_course_urgent *cm_course_urgent_of(const cm_course *c, cm_sv error_class, cm_sv direction,
                                            cm_sv stage)
{
    for (size_t i = 0; i < c->urgent.count; i++) {
        const cm_course_urgent *u = &c->urgent.items[i];
        if (cm_sv_equal(u->error_class, error_class) && cm_sv_equal(u->direction, direction) &&
            (cm_sv_equal(u->stage, CM_SV("*")) || cm_sv_equal(u->stage, stage))) {
            return u;
        }
    }
    return NULL;
}

#include "base/base.h"

#include "desk/census.h"

#include "base/digest.h"
#include "base/lock.h"
#include "base/map.h"
#include "desk/replay.h"
#include "desk/statement.h"
#include "desk/suppression.h"

#include <stdlib.h>
#include <string.h>

/* Words are numbers in a list of all words; 0: none. */
enum {
    MODEL,
    COURT,
    CHARGE,
    OFFICE,
    HANDLER,
    DIRECTION,
    CONTENT,
    STATE,
    OUTCOME,
    YEAR,
    SEVERITY,
    SUB,
    WORDS
};

typedef struct {
    int64_t no, amount, persons;
    const char *id;
    uint32_t words[WORDS];
    cm_date since, outcome_on, verdict_on, due_on;
    int32_t model_version;
    uint8_t rung, verdict;
    bool there, gone, urgent;
    bool narrow; /* there is or was a suppression for it alone */
} entry;

struct cm_census {
    const cm_verdicts *verdicts;
    cm_lock *lock;
    cm_arena mem;
    CM_VEC(entry) entries; /* by number */
    cm_svs words;
    cm_map codes;  /* word -> its place in `words` */
    int64_t line;  /* of the audit, up to which all is known; -1: nothing is */
    cm_desk *desk; /* that brings it up to date */
};

static void clear(cm_census *c)
{
    cm_arena_clear(&c->mem);
    cm_arena_init(&c->mem);
    c->entries.items = NULL;
    c->entries.count = c->entries.cap = 0;
    c->words = (cm_svs){0};
    c->codes = (cm_map){0};
    c->line = -1;
}

cm_census *cm_census_new(const cm_verdicts *verdicts)
{
    cm_census *c = cm_alloc_zero(1, sizeof(*c));
    c->verdicts = verdicts;
    c->lock = cm_lock_new();
    cm_arena_init(&c->mem);
    clear(c);
    return c;
}

void cm_census_free(cm_census *c)
{
    if (c != NULL) {
        cm_arena_clear(&c->mem);
        cm_lock_free(c->lock);
        cm_free(c);
    }
}

void cm_desk_take_census(cm_desk *desk, cm_census *census)
{
    desk->census = census;
}

/* ---- taking a clue in ---- */

/* The map holds the place + 1, so that none is NULL. */
static bool find_word(const cm_census *c, cm_sv word, uint32_t *ret_code)
{
    const uint32_t *code = word.len != 0 ? cm_map_find(&c->codes, word) : NULL;
    *ret_code = code != NULL ? *code : 0;
    return code != NULL || word.len == 0;
}

static uint32_t code_of(cm_census *c, cm_sv word)
{
    uint32_t code = 0;
    if (c->words.count == 0) {
        *cm_vec_push(&c->mem, &c->words) = CM_SV("");
    }
    if (!find_word(c, word, &code)) {
        cm_sv kept = cm_arena_sv(&c->mem, word);
        code = (uint32_t)c->words.count;
        *cm_vec_push(&c->mem, &c->words) = kept;
        uint32_t *known = cm_arena_array(&c->mem, uint32_t, 1);
        *known = code;
        (void)cm_map_put(&c->mem, &c->codes, kept, known);
    }
    return code;
}

static cm_sv word_of(const cm_census *c, const entry *e, int which)
{
    return c->words.items[e->words[which]];
}

/* Where the clue stands, or would. */
static size_t place_of(const cm_census *c, int64_t no)
{
    size_t low = 0, high = c->entries.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->entries.items[middle].no < no) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static entry *find_entry(const cm_census *c, int64_t no)
{
    size_t at = place_of(c, no);
    bool found = at < c->entries.count && c->entries.items[at].no == no;
    return found ? &c->entries.items[at] : NULL;
}

/* Numbers rise: one that is not there yet comes at the end. */
static cm_status take_in(void *payload, const cm_replayed *one, cm_err *err)
{
    cm_census *c = payload;
    const cm_standing *s = &one->standing;
    entry *e = find_entry(c, s->no);
    const char *id = e != NULL ? e->id : cm_arena_sv(&c->mem, s->id).ptr;
    bool narrow = e != NULL && e->narrow;
    if (e == NULL && place_of(c, s->no) != c->entries.count) {
        return cm_err_set(err, CM_E_DB, "clue %lld came late", (long long)s->no);
    }
    e = e != NULL ? e : cm_vec_push(&c->mem, &c->entries);
    const cm_sv words[WORDS] = {
        [MODEL] = s->model,     [COURT] = s->court,     [CHARGE] = s->charge,
        [OFFICE] = s->office,   [HANDLER] = s->handler, [DIRECTION] = s->direction,
        [CONTENT] = s->content, [STATE] = s->state,     [OUTCOME] = s->outcome,
        [YEAR] = s->year,       [SUB] = one->sub,       [SEVERITY] = one->severity,
    };
    *e = (entry){.no = s->no,
                 .amount = s->amount,
                 .persons = s->persons,
                 .id = id,
                 .since = s->since,
                 .outcome_on = s->outcome_on,
                 .verdict_on = s->verdict_on,
                 .due_on = one->due_on,
                 .model_version = (int32_t)s->model_version,
                 .rung = (uint8_t)s->rung,
                 .verdict = (uint8_t)s->verdict,
                 .there = true,
                 .gone = s->gone,
                 .urgent = one->urgent,
                 .narrow = narrow};
    for (size_t i = 0; i < WORDS; i++) {
        e->words[i] = code_of(c, words[i]);
    }
    return CM_OK;
}

/* ---- bringing it up to date ---- */

static cm_status mark_narrow(cm_census *c, const char *sql, int64_t no, cm_err *err)
{
    cm_statement s = cm_statement_new(c->desk, sql);
    if (no != 0) {
        cm_statement_int(&s, no);
    }
    while (cm_statement_next(&s)) {
        entry *e = find_entry(c, cm_statement_number(&s, 0));
        if (e != NULL) {
            e->narrow = true;
        }
    }
    return cm_statement_end(&s, err);
}

static cm_status load_all(cm_census *c, cm_err *err)
{
    const cm_replay_of all = {.verdicts = c->verdicts};
    cm_statement s = cm_statement_new(c->desk, "SELECT coalesce(max(no), 0) FROM audit");
    int64_t line = cm_statement_next(&s) ? cm_statement_number(&s, 0) : 0;
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        status = cm_replay_each(c->desk, &all, take_in, c, err);
    }
    if (status == CM_OK) {
        status =
            mark_narrow(c, "SELECT k.no FROM suppression s JOIN clue k ON k.id = s.clue", 0, err);
    }
    c->line = line;
    return status;
}

typedef struct {
    CM_VEC(int64_t) clues, suppressions;
} touched;

/* Lines of "table number digest". */
static void read_rows(cm_sv rows, cm_arena *mem, touched *t)
{
    cm_sv line, table, number;
    while (rows.len != 0 && cm_sv_split(&rows, '\n', &line)) {
        int64_t no = 0;
        if (!cm_sv_split(&line, ' ', &table) || !cm_sv_split(&line, ' ', &number) ||
            !cm_sv_to_int(number, &no)) {
            continue;
        }
        if (cm_sv_equal(table, CM_SV("clue"))) {
            *cm_vec_push(mem, &t->clues) = no;
        } else if (cm_sv_equal(table, CM_SV("suppression"))) {
            *cm_vec_push(mem, &t->suppressions) = no;
        }
    }
}

static int by_number(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static cm_status reload(cm_census *c, touched *t, cm_err *err)
{
    cm_status status = CM_OK;
    if (t->clues.count > 1) {
        qsort(t->clues.items, t->clues.count, sizeof(*t->clues.items), by_number);
    }
    for (size_t i = 0; status == CM_OK && i < t->clues.count; i++) {
        const cm_replay_of one = {.verdicts = c->verdicts, .no = t->clues.items[i]};
        if (i > 0 && one.no == t->clues.items[i - 1]) {
            continue;
        }
        entry *before = find_entry(c, one.no);
        if (before != NULL) {
            before->there = false; /* taking it in says that it is */
        }
        status = cm_replay_each(c->desk, &one, take_in, c, err);
    }
    for (size_t i = 0; status == CM_OK && i < t->suppressions.count; i++) {
        status = mark_narrow(c,
                             "SELECT k.no FROM suppression s JOIN clue k ON k.id = s.clue "
                             "WHERE s.no = ?",
                             t->suppressions.items[i], err);
    }
    return status;
}

static cm_status load_changes(cm_census *c, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    touched t = {0};
    int64_t line = c->line;
    cm_statement s = cm_statement_new(c->desk, "SELECT no, rows FROM audit WHERE no > ? "
                                               "ORDER BY no");
    cm_statement_int(&s, c->line);
    while (cm_statement_next(&s)) {
        line = cm_statement_number(&s, 0);
        read_rows(cm_statement_cell(&s, 1, &mem), &mem, &t);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        status = reload(c, &t, err);
    }
    c->line = line;
    return status;
}

/* All of it as of one moment, unless the desk is in the midst of a change. */
static cm_status read_changes(cm_census *c, cm_err *err)
{
    bool own = sqlite3_get_autocommit(c->desk->db) != 0;
    cm_status status = CM_OK;
    if (own) {
        cm_statement s = cm_statement_new(c->desk, "BEGIN");
        status = cm_statement_run(&s, err);
    }
    if (status == CM_OK) {
        status = c->line < 0 ? load_all(c, err) : load_changes(c, err);
    }
    if (own && sqlite3_get_autocommit(c->desk->db) == 0) {
        CM_AUTO_ERR ignored = {0};
        cm_statement s = cm_statement_new(c->desk, "COMMIT");
        cm_status ended = cm_statement_run(&s, status == CM_OK ? err : &ignored);
        status = status != CM_OK ? status : ended;
    }
    return status;
}

/* With the lock taken. What failed begins anew the next time. */
static cm_status refresh(cm_census *c, cm_desk *desk, cm_err *err)
{
    c->desk = desk;
    cm_status status = read_changes(c, err);
    c->desk = NULL;
    if (status != CM_OK) {
        clear(c);
    }
    return status;
}

cm_status cm_census_refresh(cm_desk *desk, cm_err *err)
{
    cm_census *c = desk->census;
    cm_lock_take(c->lock);
    cm_status status = refresh(c, desk, err);
    cm_lock_leave(c->lock);
    return status;
}

/* ---- what is out of sight ---- */

typedef struct {
    const cm_census *census;
    cm_desk *desk;
    const cm_scope *scope;
    cm_arena mem;
    CM_VEC(int64_t) sealed;
    uint32_t office, handler; /* of the clue before, */
    bool asked, in_scope;     /* and the answer */
} sight;

static cm_status sight_open(sight *v, cm_err *err)
{
    cm_arena_init(&v->mem);
    cm_statement s = cm_statement_new(v->desk, "SELECT k.no FROM seal s CROSS JOIN clue k ON "
                                               "k.doc = s.doc WHERE s.ended_at IS NULL");
    while (cm_statement_next(&s)) { /* CROSS: few seals are looked up among many clues */
        *cm_vec_push(&v->mem, &v->sealed) = cm_statement_number(&s, 0);
    }
    if (v->sealed.count > 1) {
        qsort(v->sealed.items, v->sealed.count, sizeof(*v->sealed.items), by_number);
    }
    return cm_statement_end(&s, err);
}

static bool is_seen(sight *v, const entry *e)
{
    if (!e->there) {
        return false;
    }
    if (v->scope != NULL && !v->scope->all &&
        (!v->asked || v->office != e->words[OFFICE] || v->handler != e->words[HANDLER])) {
        v->asked = true;
        v->office = e->words[OFFICE];
        v->handler = e->words[HANDLER];
        v->in_scope =
            cm_scope_has(v->scope, word_of(v->census, e, OFFICE), word_of(v->census, e, HANDLER));
    }
    bool in = v->scope == NULL || v->scope->all || v->in_scope;
    return in && (v->sealed.count == 0 || bsearch(&e->no, v->sealed.items, v->sealed.count,
                                                  sizeof(*v->sealed.items), by_number) == NULL);
}

/* ---- standings ---- */

typedef struct {
    sight sight;
    const cm_standing_filter *filter;
    cm_suppressions wide;
    uint32_t wanted[WORDS];
    bool asked[WORDS];
} standings;

/* False: a word that no clue has. */
static bool read_filter(standings *w)
{
    const cm_standing_filter *f = w->filter;
    const cm_sv words[WORDS] = {
        [MODEL] = f->model,   [COURT] = f->court, [CHARGE] = f->charge,
        [OFFICE] = f->office, [YEAR] = f->year,   [DIRECTION] = f->direction};
    bool known = true;
    for (size_t i = 0; i < WORDS; i++) {
        w->asked[i] = words[i].ptr != NULL;
        known = known && (!w->asked[i] || find_word(w->sight.census, words[i], &w->wanted[i]));
    }
    return known;
}

static bool is_wanted(const standings *w, const entry *e)
{
    const cm_standing_filter *f = w->filter;
    for (size_t i = 0; i < WORDS; i++) {
        if (w->asked[i] && w->wanted[i] != e->words[i]) {
            return false;
        }
    }
    return (!cm_date_exists(f->from) || cm_date_compare(e->since, f->from) >= 0) &&
           (!cm_date_exists(f->to) || cm_date_compare(e->since, f->to) <= 0);
}

static cm_status leave_out(standings *w, const entry *e, cm_standing *s, cm_err *err)
{
    bool settled = s->verdict == CM_VERDICT_FALSE || s->verdict == CM_VERDICT_REJECTED;
    if (settled || (!e->narrow && w->wide.count == 0)) {
        return CM_OK;
    }
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_suppressible asked = {.model = s->model,
                             .clue = s->id,
                             .finding = CM_SV(""),
                             .court = s->court,
                             .charge = s->charge,
                             .sub = word_of(w->sight.census, e, SUB)};
    s->left_out = cm_suppression_of(&w->wide, &asked, w->filter->today) != NULL;
    if (s->left_out || !e->narrow) {
        return CM_OK;
    }
    cm_suppressions own = {0};
    cm_statement t = cm_statement_new(w->sight.desk, "SELECT finding FROM clue WHERE no = ?");
    cm_statement_int(&t, e->no);
    cm_sv finding = cm_statement_next(&t) ? cm_statement_cell(&t, 0, &mem) : CM_SV("");
    cm_status status = cm_statement_end(&t, err);
    if (status == CM_OK) {
        status = cm_suppressions_of_clue(w->sight.desk, s->id, &mem, &own, err);
    }
    asked.finding = cm_digest_hex(&mem, cm_digest_of(finding));
    s->left_out = cm_suppression_of(&own, &asked, w->filter->today) != NULL;
    return status;
}

static cm_standing standing_of(const cm_census *c, const entry *e)
{
    return (cm_standing){.no = e->no,
                         .id = cm_sv_from(e->id),
                         .model = word_of(c, e, MODEL),
                         .court = word_of(c, e, COURT),
                         .charge = word_of(c, e, CHARGE),
                         .office = word_of(c, e, OFFICE),
                         .handler = word_of(c, e, HANDLER),
                         .direction = word_of(c, e, DIRECTION),
                         .year = word_of(c, e, YEAR),
                         .since = e->since,
                         .state = word_of(c, e, STATE),
                         .outcome = word_of(c, e, OUTCOME),
                         .outcome_on = e->outcome_on,
                         .rung = e->rung,
                         .amount = e->amount,
                         .persons = e->persons,
                         .gone = e->gone,
                         .verdict = (cm_verdict)e->verdict,
                         .verdict_on = e->verdict_on,
                         .content = word_of(c, e, CONTENT),
                         .model_version = e->model_version};
}

static cm_status visit_all(standings *w, cm_standing_visit visit, void *payload, cm_err *err)
{
    const cm_census *c = w->sight.census;
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < c->entries.count; i++) {
        const entry *e = &c->entries.items[i];
        if (!is_wanted(w, e) || !is_seen(&w->sight, e)) {
            continue;
        }
        cm_standing s = standing_of(c, e);
        status = leave_out(w, e, &s, err);
        if (status == CM_OK) {
            status = visit(payload, &s, err);
        }
    }
    return status;
}

cm_status cm_census_each(cm_desk *desk, const cm_standing_filter *filter, cm_standing_visit visit,
                         void *payload, cm_err *err)
{
    cm_census *c = desk->census;
    standings w = {.sight = {.census = c, .desk = desk, .scope = filter->scope}, .filter = filter};
    cm_lock_take(c->lock);
    cm_status status = refresh(c, desk, err);
    if (status == CM_OK) {
        status = sight_open(&w.sight, err);
    }
    if (status == CM_OK) {
        status = cm_suppressions_wide(desk, &w.sight.mem, &w.wide, err);
    }
    if (status == CM_OK && read_filter(&w)) {
        status = visit_all(&w, visit, payload, err);
    }
    cm_lock_leave(c->lock);
    cm_arena_clear(&w.sight.mem);
    return status;
}

/* ---- facets ---- */

/* A value is a place in a list: that of all words, or one of the facet's own. */
static const struct {
    bool own;
    int word;
} FACETS[CM_FACET_COUNT] = {
    [CM_FACET_STATE] = {false, STATE},
    [CM_FACET_MODEL] = {false, MODEL},
    [CM_FACET_COURT] = {false, COURT},
    [CM_FACET_CHARGE] = {false, CHARGE},
    [CM_FACET_OFFICE] = {false, OFFICE},
    [CM_FACET_HANDLER] = {false, HANDLER},
    [CM_FACET_DIRECTION] = {false, DIRECTION},
    [CM_FACET_SEVERITY] = {false, SEVERITY},
    [CM_FACET_YEAR] = {false, YEAR},
    [CM_FACET_DUE] = {true, 0},
    [CM_FACET_URGENT] = {true, 0},
};

static const char *const DUE[] = {"", "overdue", "today", "soon", "later"};
static const char *const URGENT[] = {"0", "1"};

typedef struct {
    sight sight;
    const cm_list_filter *filter;
    cm_date today, soon;
    bool all[CM_FACET_COUNT];     /* no value is asked for */
    bool *wanted[CM_FACET_COUNT]; /* by place */
    int64_t *counts[CM_FACET_COUNT];
    int64_t total;
} counting;

static cm_sv value_at(const counting *w, size_t facet, size_t place)
{
    if (facet == CM_FACET_DUE) {
        return cm_sv_from(DUE[place]);
    }
    return facet == CM_FACET_URGENT ? cm_sv_from(URGENT[place])
                                    : w->sight.census->words.items[place];
}

static size_t places_of(const counting *w, size_t facet)
{
    if (facet == CM_FACET_DUE) {
        return CM_COUNT(DUE);
    }
    return facet == CM_FACET_URGENT ? CM_COUNT(URGENT) : w->sight.census->words.count;
}

static void prepare(counting *w)
{
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        const cm_svs *values = &w->filter->values[i];
        size_t places = places_of(w, i);
        w->all[i] = values->count == 0;
        w->wanted[i] = cm_arena_array(&w->sight.mem, bool, places + 1);
        w->counts[i] = cm_arena_array(&w->sight.mem, int64_t, places + 1);
        for (size_t k = 0; k < values->count; k++) {
            uint32_t code = 0;
            if (!FACETS[i].own && find_word(w->sight.census, values->items[k], &code)) {
                w->wanted[i][code] = true;
            }
            for (size_t p = 0; FACETS[i].own && p < places; p++) {
                w->wanted[i][p] =
                    w->wanted[i][p] || cm_sv_equal(value_at(w, i, p), values->items[k]);
            }
        }
    }
}

static size_t due_place(const counting *w, cm_date due)
{
    if (!cm_date_exists(due)) {
        return 0;
    }
    int today = cm_date_compare(due, w->today);
    if (today <= 0) {
        return today < 0 ? 1 : 2;
    }
    return cm_date_compare(due, w->soon) <= 0 ? 3 : 4;
}

/* A clue that one facet alone keeps out still counts for that facet. */
static void count_entry(counting *w, const entry *e)
{
    size_t places[CM_FACET_COUNT], out = 0, which = 0;
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        places[i] = FACETS[i].own ? (i == CM_FACET_DUE ? due_place(w, e->due_on) : e->urgent)
                                  : e->words[FACETS[i].word];
        if (!w->all[i] && !w->wanted[i][places[i]]) {
            out++;
            which = i;
        }
    }
    for (size_t i = 0; out <= 1 && i < CM_FACET_COUNT; i++) {
        w->counts[i][places[i]] += out == 0 || which == i;
    }
    w->total += out == 0;
}

static void give_facets(const counting *w, cm_arena *mem, cm_facets *ret)
{
    *ret = (cm_facets){.total = w->total};
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        for (size_t p = 0; p < places_of(w, i); p++) {
            if (w->counts[i][p] != 0) {
                *cm_vec_push(mem, &ret->facets[i]) =
                    (cm_facet_count){cm_arena_sv(mem, value_at(w, i, p)), w->counts[i][p]};
            }
        }
    }
}

cm_status cm_census_facets(cm_desk *desk, const cm_list_filter *filter, cm_arena *mem,
                           cm_facets *ret_facets, cm_err *err)
{
    cm_census *c = desk->census;
    counting w = {.sight = {.census = c, .desk = desk, .scope = filter->scope},
                  .filter = filter,
                  .today = filter->today,
                  .soon = filter->today};
    if (cm_date_exists(filter->today)) {
        w.soon = cm_date_from_days(cm_date_to_days(filter->today) + CM_LIST_SOON);
    }
    cm_lock_take(c->lock);
    cm_status status = refresh(c, desk, err);
    if (status == CM_OK) {
        status = sight_open(&w.sight, err);
    }
    if (status == CM_OK) {
        prepare(&w);
        for (size_t i = 0; i < c->entries.count; i++) {
            const entry *e = &c->entries.items[i];
            if ((filter->with_gone || !e->gone) && is_seen(&w.sight, e)) {
                count_entry(&w, e);
            }
        }
        give_facets(&w, mem, ret_facets);
    }
    cm_lock_leave(c->lock);
    cm_arena_clear(&w.sight.mem);
    return status;
}

#include "text/pattern.h"

#include "base/lock.h"

#include <hs/hs.h>
#include <stdlib.h>

enum { FLAGS = HS_FLAG_UTF8 | HS_FLAG_SOM_LEFTMOST };

/* Compiling takes far longer than all other loading, and most commands read no judgment: it waits
 * for the first scratch. */
struct cm_patterns {
    const char **texts; /* NUL-terminated */
    size_t count;
    cm_lock *lock;           /* of the database */
    hs_database_t *database; /* NULL: not compiled yet */
};

struct cm_pattern_scratch {
    hs_scratch_t *hs;
};

cm_status cm_patterns_new(cm_arena *mem, const cm_svs *expressions, cm_patterns **ret_patterns,
                          size_t *ret_bad, cm_err *err)
{
    cm_patterns *p = cm_arena_new(mem, cm_patterns);
    p->texts = cm_arena_array(mem, const char *, expressions->count);
    p->count = expressions->count;
    for (size_t i = 0; i < p->count; i++) {
        p->texts[i] = cm_arena_format(mem, "%.*s", CM_SV_ARG(expressions->items[i])).ptr;
        hs_expr_info_t *info = NULL;
        hs_compile_error_t *fault = NULL;
        if (hs_expression_info(p->texts[i], FLAGS, &info, &fault) != HS_SUCCESS) {
            *ret_bad = i;
            cm_status status = cm_err_set(err, CM_E_SCHEMA, "the expression does not compile: %s",
                                          fault != NULL ? fault->message : "unknown fault");
            (void)hs_free_compile_error(fault);
            return status;
        }
        cm_free(info);
    }
    p->lock = cm_lock_new();
    *ret_patterns = p;
    return CM_OK;
}

void cm_patterns_free(cm_patterns *patterns)
{
    if (patterns != NULL) {
        (void)hs_free_database(patterns->database);
        patterns->database = NULL;
        cm_lock_free(patterns->lock);
        patterns->lock = NULL;
    }
}

/* Each expression was found good when it was loaded. */
static hs_database_t *compile(const cm_patterns *patterns)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    unsigned *flags = cm_arena_array(&mem, unsigned, patterns->count);
    unsigned *ids = cm_arena_array(&mem, unsigned, patterns->count);
    for (size_t i = 0; i < patterns->count; i++) {
        flags[i] = FLAGS;
        ids[i] = (unsigned)i;
    }
    hs_database_t *database = NULL;
    hs_compile_error_t *fault = NULL;
    cm_assert(hs_compile_multi(patterns->texts, flags, ids, (unsigned)patterns->count,
                               HS_MODE_BLOCK, NULL, &database, &fault) == HS_SUCCESS);
    return database;
}

cm_pattern_scratch *cm_pattern_scratch_new(cm_patterns *patterns)
{
    cm_pattern_scratch *s = cm_alloc_zero(1, sizeof(*s));
    cm_lock_take(patterns->lock);
    if (patterns->database == NULL) {
        patterns->database = compile(patterns);
    }
    cm_lock_leave(patterns->lock);
    cm_assert(hs_alloc_scratch(patterns->database, &s->hs) == HS_SUCCESS);
    return s;
}

void cm_pattern_scratch_free(cm_pattern_scratch *scratch)
{
    if (scratch != NULL) {
        (void)hs_free_scratch(scratch->hs);
        cm_free(scratch);
    }
}

typedef struct {
    cm_arena *mem;
    cm_matches found;
} collecting;

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                    void *payload)
{
    collecting *c = payload;
    (void)flags;
    *cm_vec_push(c->mem, &c->found) = (cm_match){(uint32_t)from, (uint32_t)to, id};
    return 0;
}

static int compare(const void *left, const void *right)
{
    const cm_match *a = left;
    const cm_match *b = right;
    if (a->begin != b->begin) {
        return a->begin < b->begin ? -1 : 1;
    }
    if (a->end != b->end) {
        return a->end > b->end ? -1 : 1;
    }
    return a->phrase < b->phrase ? -1 : (a->phrase > b->phrase ? 1 : 0);
}

cm_matches cm_patterns_match(cm_arena *mem, const cm_patterns *patterns,
                             cm_pattern_scratch *scratch, cm_sv text)
{
    collecting c = {.mem = mem};
    if (text.len == 0) {
        return c.found;
    }
    cm_assert(hs_scan(patterns->database, text.ptr, (unsigned)text.len, 0, scratch->hs, on_match,
                      &c) == HS_SUCCESS);
    if (c.found.count > 1) {
        qsort(c.found.items, c.found.count, sizeof(*c.found.items), compare);
    }
    uint32_t *ends = cm_arena_array(mem, uint32_t, patterns->count);
    size_t kept = 0;
    for (size_t i = 0; i < c.found.count; i++) {
        cm_match m = c.found.items[i];
        if (m.begin >= ends[m.phrase]) {
            ends[m.phrase] = m.end;
            c.found.items[kept++] = m;
        }
    }
    c.found.count = kept;
    return c.found;
}

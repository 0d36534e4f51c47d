/* desk/list.h - lists of clues, page by page, and how many there are of each kind. In every order
 * those who may be held too long come first. A page goes on behind the last clue of the one before,
 * so that nothing is seen twice or left out while clues are added. Nothing outside the scope is
 * listed or counted.
 * Memory: the arena given. Threads: as the desk. */
#ifndef CM_DESK_LIST_H
#define CM_DESK_LIST_H

#include "desk/clue.h"
#include "desk/right.h"

typedef enum {
    CM_FACET_STATE,
    CM_FACET_MODEL,
    CM_FACET_COURT,
    CM_FACET_CHARGE,
    CM_FACET_OFFICE,
    CM_FACET_HANDLER,
    CM_FACET_DIRECTION,
    CM_FACET_SEVERITY,
    CM_FACET_YEAR,   /* of the decision */
    CM_FACET_DUE,    /* "overdue", "today", "soon", "later" than that; where it stands today */
    CM_FACET_URGENT, /* "1" or "0" */
    CM_FACET_COUNT
} cm_facet;

enum { CM_LIST_SOON = 3 }; /* days */

cm_sv cm_facet_name(cm_facet facet);

typedef enum {
    CM_LIST_BY_PLACE, /* severity, day due, as they came in */
    CM_LIST_BY_DUE,
    CM_LIST_BY_NEWEST,
    CM_LIST_BY_MODEL, /* then as PLACE */
    CM_LIST_BY_COURT, /* then as PLACE */
    CM_LIST_BY_COUNT
} cm_list_order;

cm_sv cm_list_order_name(cm_list_order order);
bool cm_list_order_find(cm_sv name, cm_list_order *ret_order);

/* What is looked for: it stands in the case number, in the name of a defendant that the one who
 * asks is shown, is the id of the clue, or one of these models is meant by it. */
typedef struct {
    cm_sv text;
    cm_sv wide;    /* the same with the other brackets of case numbers */
    cm_svs models; /* ids */
} cm_list_word;

typedef CM_VEC(cm_list_word) cm_list_words;

typedef struct {
    cm_svs values[CM_FACET_COUNT]; /* any of them; none: all. An empty one: where there is none */
    bool with_gone;                /* also what the last run no longer gave */
    const cm_scope *scope;         /* of the one that asks */
    const cm_svs *only, *except;   /* ids: none but these; all but these; NULL: all */
    cm_list_words words;           /* each of them */
    cm_sv reader;                  /* whose unmasked clues are searched for names, too */
    bool names;                    /* every name is shown to him */
    cm_date today;
    cm_list_order order; /* of pages */
} cm_list_filter;

typedef struct {
    CM_VEC(cm_desk_clue) clues;
    cm_sv next; /* cursor of the next page; empty: this is the last one */
} cm_list_page;

/* `after`: the cursor of a page before, or empty. Fails: ARG (no such cursor), DB. */
CM_MUST_USE cm_status cm_list_page_of(cm_desk *desk, const cm_list_filter *filter, cm_sv after,
                                      int64_t limit, cm_arena *mem, cm_list_page *ret_page,
                                      cm_err *err);

/* Ids of those in the filter that are in one of `states` (of a step), in the order of the list,
 * at most `limit` of them. Fails: DB. */
CM_MUST_USE cm_status cm_list_ids(cm_desk *desk, const cm_list_filter *filter, const cm_svs *states,
                                  int64_t limit, cm_arena *mem, cm_svs *ret_ids, cm_err *err);

/* How many are in the filter. Fails: DB. */
CM_MUST_USE cm_status cm_list_count(cm_desk *desk, const cm_list_filter *filter, cm_arena *mem,
                                    int64_t *ret_count, cm_err *err);

/* How many came within reach at `since` or later, and how many of them are urgent. Fails: DB. */
CM_MUST_USE cm_status cm_list_arrived(cm_desk *desk, const cm_scope *scope, cm_sv since,
                                      cm_arena *mem, int64_t *ret_count, int64_t *ret_urgent,
                                      cm_err *err);

typedef struct {
    cm_sv value;
    int64_t count;
} cm_facet_count;

typedef CM_VEC(cm_facet_count) cm_facet_counts;

typedef struct {
    int64_t total;                          /* under the whole filter */
    cm_facet_counts facets[CM_FACET_COUNT]; /* under all of it but the facet's own values */
} cm_facets;

/* One pass over an index that holds all facets. Most frequent first. Fails: DB. */
CM_MUST_USE cm_status cm_list_facets(cm_desk *desk, const cm_list_filter *filter, cm_arena *mem,
                                     cm_facets *ret_facets, cm_err *err);

#endif

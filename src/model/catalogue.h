/* model/catalogue.h - the views that rules are written over, as data (data/catalogue.tsv):
 * judgment, defendant, conviction, and their child tables. Says what can be asked, holds no facts.
 * Memory: the arena given to load. Threads: immutable afterwards.
 *
 * Tables in the database, made from this catalogue:
 *   <view>                   doc_key BIGINT, defendant_no INTEGER (0 in judgment), count_no INTEGER
 *                            (0 outside conviction), one column per cm_column (cm_type_sql), unread
 *                            VARCHAR[] (names of its columns and child tables that are unread),
 *                            unread_groups VARCHAR[] (fact groups that were not read)
 *   child_<view>_<child>     the first key_count of the three keys, row_no INTEGER, one column per
 *                            cm_column, unread VARCHAR[]
 * A NULL that is listed in unread, or whose group is listed in unread_groups, is unread; any other
 * NULL is absent. The two lists are never NULL. */
#ifndef CM_MODEL_CATALOGUE_H
#define CM_MODEL_CATALOGUE_H

#include "text/terms.h"

typedef enum {
    CM_TYPE_TEXT,
    CM_TYPE_DATE,
    CM_TYPE_INTEGER,
    CM_TYPE_MONEY, /* fen */
    CM_TYPE_BOOLEAN,
    CM_TYPE_COUNT
} cm_type;

typedef struct {
    cm_sv name, title, about, explain; /* what it says, in English and in Chinese */
    cm_type type;
    cm_sv group;    /* fact group, or "" */
    cm_sv unit;     /* of an integer: what follows the number, or "" */
    cm_svs allowed; /* the closed list of a text column, else empty */
} cm_column;

typedef struct cm_view cm_view;

struct cm_view {
    cm_sv name;  /* "conviction", or "conviction.tiers" of a child */
    cm_sv child; /* "tiers", or "" of a view */
    cm_sv title;
    cm_sv table;                       /* "conviction", "child_conviction_tiers" */
    cm_sv group;                       /* of a child: the group that must have been read */
    size_t key_count;                  /* 1 doc_key, 2 + defendant_no, 3 + count_no */
    const cm_view *wider;              /* of a view: the view it inherits from, else NULL */
    CM_VEC(const cm_column *) columns; /* inherited ones first */
    CM_VEC(const cm_view *) children;  /* inherited ones first; of a child: none */
};

typedef struct {
    cm_sv file;
    CM_VEC(cm_view *) views;  /* judgment, defendant, conviction */
    CM_VEC(cm_view *) tables; /* views and child tables, in the order of the file */
} cm_catalogue;

/* Load the catalogue; closed lists are those of `terms`.
 * Fails: as cm_tsv_load; SCHEMA (unknown type, view, list or repeated column). */
CM_MUST_USE cm_status cm_catalogue_load(cm_arena *mem, cm_sv path, const cm_terms *terms,
                                        const cm_catalogue **ret_catalogue, cm_err *err);
const cm_view *cm_catalogue_view(const cm_catalogue *catalogue, cm_sv name); /* or NULL */
/* Position in columns or children, or SIZE_MAX. */
size_t cm_view_column(const cm_view *view, cm_sv name);
size_t cm_view_child(const cm_view *view, cm_sv name);

/* A type as the catalogue writes it: date; text:LIST or text:a|b with its closed list;
 * integer:UNIT. False: no such type or list. */
bool cm_column_set_type(cm_arena *mem, const cm_terms *terms, cm_sv type, cm_column *column);

const char *cm_type_name(cm_type type); /* "text", "date" ... as in the catalogue */
const char *cm_type_sql(cm_type type);  /* VARCHAR, DATE, BIGINT, BIGINT, BOOLEAN */

#endif

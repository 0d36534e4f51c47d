/* app/home.h - the reference data that every use case stands on, loaded once: law, terms,
 * catalogue, lexicon (in the reader), words of messages, and on request the models. Memory: its own
 * arena. Threads: immutable after load, shared freely. */
#ifndef CM_APP_HOME_H
#define CM_APP_HOME_H

#include "app/fill.h"
#include "app/identity.h"
#include "desk/course.h"
#include "desk/policy.h"
#include "desk/right.h"
#include "desk/view.h"
#include "law/measure.h"
#include "model/model.h"
#include "model/schema.h"
#include "search/words.h"

/* An office vouches that it knows a law up to a later day than the program's data. */
typedef struct {
    cm_sv law, by, reason;
    cm_date known_to;
} cm_horizon;

/* A model that was published in a workspace: which proposal, who let it, when. */
typedef struct {
    cm_sv model, by, at;
    int64_t proposal;
    const cm_model *bundled; /* the one that it stands for; NULL: a new model */
} cm_home_release;

typedef CM_VEC(cm_home_release) cm_home_releases;

typedef struct cm_home cm_home;

struct cm_home {
    cm_arena mem;
    const cm_home *of;   /* whose data these are, but for the words; NULL: its own */
    cm_sv data, library; /* folders: data, and the models that come with the program */
    bool english;        /* the language of `messages`, else Chinese */
    cm_terms terms;
    const cm_law *law;
    cm_reader *reader;
    const cm_catalogue *catalogue;
    cm_identity_data identity;
    const cm_term_list *answers, *directions, *stages, *error_classes;
    cm_search_words search;
    const cm_rights *rights; /* who may do what: data/desk */
    cm_policies policies;    /* what an office decides about log-ins: data/desk */
    cm_preference_keys preferences;
    cm_course course;            /* the life of a clue: data/desk */
    cm_schemas schemas;          /* of tables that models may read: data/tables */
    cm_wording finding_words;    /* Chinese always: findings quote Chinese law */
    cm_wording words;            /* of values and of mistakes in models */
    cm_wording messages;         /* of the command line and of causes */
    CM_VEC(cm_horizon) horizons; /* of a workspace */
    cm_models models;
    cm_home_releases releases; /* of the models */
    cm_problems problems;      /* mistakes in the models */
};

/* `data` empty: $CHAMING_DATA, else found from where the program is. language: zh or en.
 * Fails: NOTFOUND, IO, SYNTAX, SCHEMA: the reference data are not as they must be. */
CM_MUST_USE cm_status cm_home_open(cm_sv data, cm_sv language, cm_home **ret_home, cm_err *err);
/* The same with the words of another language; `h`, with its models, must outlive it. Fails: as
 * above. */
CM_MUST_USE cm_status cm_home_in(const cm_home *h, cm_sv language, cm_home **ret_home, cm_err *err);
void cm_home_close(cm_home *h);

/* Load the library's models and those of a workspace (may be empty or missing): of its folder
 * `models`, and those that were published there, which take the place of the others. Fails: SCHEMA
 * with every mistake in h->problems; IO, DB. */
CM_MUST_USE cm_status cm_home_load_models(cm_home *h, cm_sv workspace, cm_err *err);
/* The same data with the models as they are now; `h` must outlive it. Fails: as above. */
CM_MUST_USE cm_status cm_home_renew(const cm_home *h, cm_sv workspace, cm_home **ret_home,
                                    cm_err *err);
/* One file instead. */
CM_MUST_USE cm_status cm_home_load_model(cm_home *h, cm_sv path, cm_err *err);
/* One from memory; `name` is only named. */
CM_MUST_USE cm_status cm_home_parse_model(cm_home *h, cm_sv name, cm_sv text, cm_err *err);
/* The same with the cases of `base` (cm_model_parse_beside). */
CM_MUST_USE cm_status cm_home_parse_beside(cm_home *h, cm_sv text, const cm_model *base,
                                           cm_err *err);
const cm_model *cm_home_model(const cm_home *h, cm_sv id);             /* or NULL */
const cm_home_release *cm_home_release_of(const cm_home *h, cm_sv id); /* or NULL */

/* A home of one's own without models, over the reference data of another that outlives it: for
 * trying a model beside those that are shared. */
void cm_home_borrow(const cm_home *h, cm_home *ret_own);
void cm_home_return(cm_home *own);

cm_fill_use cm_home_fill_use(const cm_home *h);

/* A message by id with its {name} places filled; words end with a NULL name, or NULL for none. */
void cm_home_say(const cm_home *h, cm_buf *out, cm_sv id, const cm_word *words);

#endif

/* app/docket_words.h - the desk in words: titles of states, steps and codes in the language of the
 * home, the filter of a list as people give it, and why a step was refused. Memory: that of the
 * docket, or the arena given. Threads: as the docket. */
#ifndef CM_APP_DOCKET_WORDS_H
#define CM_APP_DOCKET_WORDS_H

#include "app/docket.h"

/* The id itself where there is no such one. */
cm_sv cm_docket_state_title(const cm_home *home, cm_sv id);
cm_sv cm_docket_step_title(const cm_home *home, cm_sv id);
cm_sv cm_docket_code_title(const cm_home *home, cm_sv list, cm_sv id);

/* What was asked of a list: values of its facets as they were given. */
typedef struct {
    cm_svs values[CM_FACET_COUNT]; /* not of CM_FACET_URGENT */
    bool urgent, gone;
    cm_sv words;         /* looked for, parted by blanks */
    cm_sv order;         /* its name, or empty */
    cm_svs only, except; /* ids */
    bool has_only;       /* none but those of `only` */
} cm_docket_asked;

/* States and directions may be called by their titles; who asks is the caller of the docket.
 * `asked` must outlive the filter. */
cm_list_filter cm_docket_filter(const cm_docket *d, const cm_docket_asked *asked,
                                const cm_scope *scope);
/* What a value of a facet is called: the value itself where it has no other name. */
cm_sv cm_docket_facet_title(const cm_home *home, cm_facet facet, cm_sv value);
/* As it was given, for the record of a batch or an export; of words only that there were some: they
 * may be names. */
cm_sv cm_docket_filter_text(const cm_docket *d, const cm_docket_asked *asked);

/* Why one of many was refused. */
cm_sv cm_docket_refusal_text(const cm_docket *d, const cm_docket_refused_one *refused);

/* Why the last step was refused, by the message `prefix` + id of the refusal. False: a right was
 * missing or something failed, for which there are no words here. */
CM_MUST_USE bool cm_docket_refused(const cm_docket *d, const cm_err *err, const char *prefix,
                                   cm_buf *out);

#endif

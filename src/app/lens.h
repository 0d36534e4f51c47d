/* app/lens.h - through whose eyes results are read: what lies outside the caller's reach or is
 * sealed is not there at all, and personal data are masked unless he unmasked the clue today.
 * A site has at most one (cm_site.lens); without one the program reads for itself and sees all.
 * Reads of unmasked data, of what needs a reason, and of sealed documents are told to the audit.
 * Memory: heap, freed with the site. Threads: as the site. */
#ifndef CM_APP_LENS_H
#define CM_APP_LENS_H

#include "app/clue.h"
#include "app/similar.h"
#include "desk/right.h"

typedef struct cm_lens cm_lens;

typedef struct {
    const cm_caller *caller; /* must outlive the site */
    cm_sv act;               /* for which the results are read */
    cm_sv reason;            /* that he gave, or empty */
    cm_sv case_no, ground;   /* of law, to open what is sealed; or empty */
} cm_lens_use;

/* Put it before the site. Nothing is put where nobody is registered and nothing is sealed. Fails:
 * DB, IO, ARG (no such ground). */
CM_MUST_USE cm_status cm_lens_put(cm_site *site, const cm_lens_use *use, cm_err *err);
void cm_lens_free(cm_lens *lens); /* NULL allowed */

/* Whether the clue is there for the caller. Fails: DENIED (only a reason is missing), DB. */
CM_MUST_USE cm_status cm_lens_admit(cm_lens *lens, const cm_clue *clue, bool *ret_there,
                                    cm_err *err);
/* Look up together what masking these documents will ask for: doc_keys joined by ','. Fails: DB. */
CM_MUST_USE cm_status cm_lens_expect(cm_lens *lens, cm_sv doc_keys, cm_err *err);
/* Mask what he may not see; the clue was admitted last. Texts into mem. Fails: DB. */
CM_MUST_USE cm_status cm_lens_mask(cm_lens *lens, cm_clue *clue, cm_arena *mem, cm_err *err);
/* Whether the clue that was admitted last is as it is, nothing masked. Fails: DENIED. */
CM_MUST_USE cm_status cm_lens_unmasked(const cm_lens *lens, cm_err *err); /* NULL: it is */
/* Both at once. */
CM_MUST_USE cm_status cm_lens_similar(cm_lens *lens, cm_similar *one, cm_arena *mem,
                                      bool *ret_there, cm_err *err);
/* A text of a document, the places in it kept. Fails: DB. */
CM_MUST_USE cm_status cm_lens_text(cm_lens *lens, int64_t doc_key, cm_sv text, cm_arena *mem,
                                   cm_sv *ret_text, cm_err *err);
/* Whether a document is there for the caller: what is sealed, only with its case number and a
 * ground of law, and that is told to the audit. Fails: DENIED, DB. */
CM_MUST_USE cm_status cm_lens_document(cm_lens *lens, cm_sv doc, cm_sv case_no, bool *ret_there,
                                       cm_err *err);
/* A value of a fact of a document whose text was looked at last, masked as its field says; what is
 * neither text nor name as a whole. */
cm_sv cm_lens_fact(cm_lens *lens, cm_sv fact, cm_sv value, cm_arena *mem);
/* A field of data/desk/fields.tsv of it. */
cm_sv cm_lens_field(cm_lens *lens, const char *field, cm_sv value, cm_arena *mem);
/* Counts over all results are only for one who may see them all. Fails: DENIED. */
CM_MUST_USE cm_status cm_lens_whole(const cm_lens *lens, cm_err *err); /* NULL: it is */
/* Whether what no office has is there for the caller. */
bool cm_lens_unclaimed(const cm_lens *lens);

/* Personal data other than the defendant's name that the finding tells: of facts that are masked by
 * a row of their own, and of the rows beside. */
cm_svs cm_clue_told(const cm_rights *rights, const cm_clue *clue, cm_arena *mem);
/* Names of natural persons that the record of a document has. Fails: DB. */
CM_MUST_USE cm_status cm_document_names(const cm_home *home, cm_session *session, int64_t doc_key,
                                        cm_arena *mem, cm_svs *ret_names, cm_err *err);

#endif

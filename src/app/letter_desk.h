/* app/letter_desk.h - what the files of app/letter.h share. */
#ifndef CM_APP_LETTER_DESK_H
#define CM_APP_LETTER_DESK_H

#include "app/letter.h"
#include "desk/change.h"

/* Keep why, and fail. */
cm_status cm_letter_refuse(cm_letter_desk *d, cm_status status, const char *id, cm_sv word,
                           cm_err *err);
CM_MUST_USE cm_status cm_letter_may(cm_letter_desk *d, cm_sv act, const cm_desk_clue *clue,
                                    const cm_letter *letter, cm_sv *ret_role, cm_err *err);
/* Somebody changed it since the caller looked at it; version 0: he did not say. */
CM_MUST_USE cm_status cm_letter_check_version(cm_letter_desk *d, const cm_letter *row,
                                              int64_t version, cm_err *err);
/* What the law seals stands in no document, and its documents are not opened. */
CM_MUST_USE cm_status cm_letter_check_seal(cm_letter_desk *d, const cm_desk_clue *clue,
                                           cm_err *err);
/* Whether a document of that kind may be drafted from the clue as it stands. */
CM_MUST_USE cm_status cm_letter_check_clue(cm_letter_desk *d, const cm_letter_kind *kind,
                                           const cm_desk_clue *clue, const cm_letter_values *values,
                                           cm_err *err);
/* Whether the caller is whom the step asks for beside the right: another than the drafter, in the
 * role of the kind. */
CM_MUST_USE cm_status cm_letter_check_other(cm_letter_desk *d, const cm_letter_opened *o,
                                            const cm_letter_step *step, cm_err *err);
cm_deed cm_letter_deed(cm_letter_desk *d, const cm_letter *row, cm_sv act, cm_sv role);
/* The values of the clue, with what the desk knows of it and of the document. */
CM_MUST_USE cm_status cm_letter_values_now(cm_letter_desk *d, const cm_letter_kind *kind,
                                           const cm_letter *row, const cm_class_filter *filter,
                                           cm_letter_values *ret_values, cm_err *err);
/* The row, with the content as its next version when that is not NULL; `step`: as of
 * cm_letter_version. Inside a change. */
CM_MUST_USE cm_status cm_letter_keep(cm_letter_desk *d, const cm_letter_use *use, cm_letter *row,
                                     const cm_letter_content *content, cm_sv step, cm_err *err);
/* What was submitted or approved and no longer holds, by the step `lock` of the data. */
CM_MUST_USE cm_status cm_letter_lock(cm_letter_desk *d, cm_letter_opened *o, int64_t k, cm_sv what,
                                     cm_err *err);
/* Whether everything holds; else *ret_k is the first sentence that does not (0: one is missing). */
bool cm_letter_is_fresh(const cm_letter_marks *marks, int64_t *ret_k, cm_sv *ret_what);

#endif

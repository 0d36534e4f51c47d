/* server/answer.h - what several handlers do alike: refusals of the desk in words, pages of a list
 * that was loaded whole, files that are made to be downloaded. Memory: the exchange. */
#ifndef CM_SERVER_ANSWER_H
#define CM_SERVER_ANSWER_H

#include "app/docket_json.h"
#include "app/docket_words.h"
#include "app/letter_say.h"
#include "server/exchange.h"

/* `status`, with the words for it where the desk has some. */
cm_status cm_answer_docket(cm_exchange *x, const cm_docket *d, cm_status status, cm_err *err);
cm_status cm_answer_letter(cm_exchange *x, const cm_letter_desk *d, cm_status status, cm_err *err);

/* {"no": N} with status 201. */
void cm_answer_number(cm_exchange *x, int64_t no);
/* Member "next", and the link. Empty: the last page. */
void cm_answer_next(cm_exchange *x, cm_sv next);
/* Ends the items, with member "next", and their object. */
void cm_answer_list_end(cm_exchange *x, cm_sv next);
int64_t cm_answer_limit(const cm_exchange *x); /* parameter `limit`, or its default */

/* A page by the parameters `after` and `limit`: items come with keys that go up. */
typedef struct {
    int64_t after, limit, count, last;
    bool more;
} cm_answer_page;

/* Fails: ARG (no such place). */
CM_MUST_USE cm_status cm_answer_page_begin(cm_exchange *x, cm_answer_page *ret_page, cm_err *err);
bool cm_answer_page_has(cm_answer_page *page, int64_t key); /* the item is on it */
/* Ends the items, with member "next", and their object. */
void cm_answer_page_end(cm_exchange *x, const cm_answer_page *page);

/* Path of a file that the handler makes; send replies with it under `name` and takes it away, also
 * where `status` says that it was not made. Fails: IO. */
CM_MUST_USE cm_status cm_answer_file_begin(cm_exchange *x, cm_sv *ret_path, cm_err *err);
CM_MUST_USE cm_status cm_answer_file_send(cm_exchange *x, cm_sv path, cm_sv name, cm_status status,
                                          cm_err *err);
#define CM_TYPE_XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define CM_TYPE_DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

#endif

/* app/docket_json.h - clues of the desk, what is on record of one, pages and counts as JSON; the
 * forms of docs/desk.md. Personal data stand there as the caller sees them. */
#ifndef CM_APP_DOCKET_JSON_H
#define CM_APP_DOCKET_JSON_H

#include "app/docket.h"
#include "base/json.h"

/* Members of an object that the caller begins and ends. */
void cm_docket_json_clue(cm_json *json, const cm_docket *d, const cm_desk_clue *clue);

/* All that is on record of a clue, as one object. */
typedef struct {
    cm_clue_events events;
    cm_verifications verifications;
    cm_notes notes;
} cm_docket_record;

/* Texts with personal data are masked unless `unmasked`. Fails: DB. */
CM_MUST_USE cm_status cm_docket_record_of(cm_docket *d, const cm_desk_clue *clue, bool unmasked,
                                          cm_docket_record *ret_record, cm_err *err);
void cm_docket_json_record(cm_json *json, const cm_docket_record *record);
/* The member of a request that a need of that name is met by; empty: none is. */
cm_sv cm_docket_member(cm_sv need);
/* Member "steps": those that persons take and that leave its state, with what each asks for and
 * whether the caller may take it. */
void cm_docket_json_steps(cm_json *json, const cm_docket *d, const cm_desk_clue *clue);
/* Items: steps that persons may take over a list, with the states each starts from. */
void cm_docket_json_bulk_steps(cm_json *json, const cm_docket *d);
/* Members of an object: what became of many. */
void cm_docket_json_bulk(cm_json *json, const cm_docket *d, const cm_docket_bulk *bulk);
/* An object: a value, what it is called, how many there are. */
void cm_docket_json_count(cm_json *json, cm_sv value, cm_sv title, int64_t count);
/* Each value with what it is called in the language of the home. */
void cm_docket_json_facets(cm_json *json, const cm_home *home, const cm_facets *facets);

#endif

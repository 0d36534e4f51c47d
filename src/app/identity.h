/* app/identity.h - which document this is: the same content as another whatever its form, another
 * version of the same document, or one that corrects another. Data: data/lexicon/fold.tsv and
 * correction.tsv. Memory: the arena given to load. Threads: immutable after load. */
#ifndef CM_APP_IDENTITY_H
#define CM_APP_IDENTITY_H

#include "app/known.h"
#include "judgment/record.h"
#include "text/fold.h"

typedef struct {
    cm_folder *folder;
    cm_svs phrases;    /* folded; one of them makes a ruling a correction */
    cm_sv number_ends; /* how the number of a case ends, before the number of a supplement */
} cm_identity_data;

typedef struct {
    cm_known_key content; /* of the text without blanks, width and forms of digits */
    cm_known_key subject; /* of court, case number and kind; 0: one of them is not known */
    cm_known_key chain;   /* of court and case number without that of a supplement; 0: as above */
    bool corrects;        /* it corrects a document of its chain */
} cm_identity;

/* Fails: as cm_tsv_load; SCHEMA. */
CM_MUST_USE cm_status cm_identity_load(cm_arena *mem, cm_sv data_folder, cm_identity_data *ret_data,
                                       cm_err *err);
cm_identity cm_identity_of(const cm_identity_data *data, cm_arena *mem, cm_sv text,
                           const cm_record *record);
bool cm_known_key_is_set(cm_known_key key);

#endif

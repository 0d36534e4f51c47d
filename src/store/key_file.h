/* store/key_file.h - a file that holds one key, for this folder: read, and made with random bytes
 * that are on disk when it returns. Threads: any. */
#ifndef CM_STORE_KEY_FILE_H
#define CM_STORE_KEY_FILE_H

#include "store/key.h"

/* Fails: NOTFOUND, IO, SCHEMA (no key in it). */
CM_MUST_USE cm_status cm_key_file_read(cm_sv path, cm_key *ret_key, cm_err *err);
/* Makes the folder, closed to others, where there is none. Fails: CONFLICT (there is a file), IO.
 */
CM_MUST_USE cm_status cm_key_file_make(cm_sv folder, cm_sv path, cm_key *ret_key, cm_err *err);

/* A new file that only its owner may read, on disk when it returns. Fails: CONFLICT (there is a
 * file), IO. */
CM_MUST_USE cm_status cm_secret_write(cm_sv path, const uint8_t *bytes, size_t count, cm_err *err);

#endif

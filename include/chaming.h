/* chaming.h - Chaming 查明 for other programs: the facts of a Chinese court document, and the
 * supervision clues in it, as JSON. Everything it gives is a clue to be verified (线索，待核实).
 *
 *   chaming *c;
 *   chaming_error error = {NULL};
 *   if (chaming_open(NULL, &c, &error) == CHAMING_OK) {
 *       chaming_judgment judgment = {.id = "my-id", .text = text, .text_len = strlen(text)};
 *       char *json;
 *       if (chaming_read(c, &judgment, &json, NULL, &error) == CHAMING_OK) {
 *           fputs(json, stdout);
 *           chaming_free(json);
 *       }
 *       chaming_close(c);
 *   }
 *   chaming_error_clear(&error);
 *
 * Text in and out is UTF-8. A judgment is at most 128 MB. Offsets in the JSON are bytes of the text
 * that was passed in. Memory: what a function puts in a `ret_` argument is the caller's:
 * chaming_free for strings, chaming_close for a chaming. On failure nothing is put there. Threads:
 * a chaming is used by one thread at a time; open one for each. The library has no state of its
 * own, prints nothing, and ends the program only when memory runs out or it finds a fault in
 * itself. */
#ifndef CHAMING_H
#define CHAMING_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct chaming chaming;

typedef enum {
    CHAMING_OK = 0,
    CHAMING_BAD_CALL, /* an argument is NULL, or a date is none */
    CHAMING_NOT_READ, /* the text is no document of a Chinese court; the message says why */
    CHAMING_BAD_DATA, /* reference data or models are missing or wrong */
    CHAMING_FAILED    /* the system or the database failed */
} chaming_status;

/* Filled when a function fails: one line, NUL-terminated, valid until the error is used again or
 * cleared with chaming_error_clear. Start with {NULL}. */
typedef struct {
    char *message;
} chaming_error;

void chaming_error_clear(chaming_error *error); /* NULL allowed */

/* "0.1.0". Valid for ever. */
const char *chaming_version(void);

/* Load the reference data and models: some 30 MB of memory, a fraction of a second. `data_folder`
 * NULL: $CHAMING_DATA, else the data beside the running program, else the installed ones; the
 * models are in the folder `models` next to the data. Fails: BAD_DATA. */
chaming_status chaming_open(const char *data_folder, chaming **ret_chaming, chaming_error *error);
void chaming_close(chaming *c); /* NULL allowed */

/* A judgment to look at; borrowed for the call. */
typedef struct {
    const char *id; /* repeated in the result */
    const char *text;
    size_t text_len;         /* bytes */
    const char *received_on; /* the day it was received, YYYY-MM-DD, or NULL; for chaming_check */
} chaming_judgment;

/* Read one judgment. The result is the judgment record as one line of JSON (docs/record.md) with
 * the place of each fact in the text under `spans`. It ends in a newline and is NUL-terminated;
 * ret_len may be NULL. Fails: BAD_CALL, NOT_READ. */
chaming_status chaming_read(chaming *c, const chaming_judgment *judgment, char **ret_json,
                            size_t *ret_len, chaming_error *error);

/* Read one judgment and run all models on it. The result is one object: facts (as chaming_read),
 * clues, undecidable, unread, deadline (docs/cli.md: check --json). Nothing is stored.
 * Fails: BAD_CALL, NOT_READ, FAILED. */
chaming_status chaming_check(chaming *c, const chaming_judgment *judgment, char **ret_json,
                             size_t *ret_len, chaming_error *error);

void chaming_free(char *json); /* NULL allowed */

#ifdef __cplusplus
}
#endif

#endif

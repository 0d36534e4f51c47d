/* app/glossary.h - the words a screen needs: what the closed lists call their ids, the columns of
 * the fact tables, and what exactly this program is. Each writes one object. */
#ifndef CM_APP_GLOSSARY_H
#define CM_APP_GLOSSARY_H

#include "app/home.h"
#include "base/json.h"

/* Lists of data/terms, and of data/desk those that have names in Chinese and English; `list`: one
 * of them, empty: all. Fails: NOTFOUND (no such list), as cm_tsv_load. */
CM_MUST_USE cm_status cm_glossary_write_json(const cm_home *home, cm_sv list, cm_json *json,
                                             cm_err *err);
void cm_catalogue_write_json(const cm_home *home, cm_json *json);
/* Program, digests of the reference data and of the models, and how many of those there are.
 * Fails: IO. */
CM_MUST_USE cm_status cm_version_write_json(const cm_home *home, cm_sv program, cm_json *json,
                                            cm_err *err);

#endif

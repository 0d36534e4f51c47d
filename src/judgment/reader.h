/* judgment/reader.h - from the text of a judgment to a judgment record, each fact with its place.
 * It never guesses: what it did not understand is marked unread. Reads no files but reference data.
 * A cm_reader is immutable and shared by threads; each thread has its own cm_reader_scratch.
 *
 *   cm_reader *reader;
 *   cm_reader_load(&process, CM_SV("data"), &reader, &err);
 *   cm_reader_scratch *scratch = cm_reader_scratch_new(reader);
 *   cm_reader_read(reader, scratch, &document, text, &record, &err);
 */
#ifndef CM_JUDGMENT_READER_H
#define CM_JUDGMENT_READER_H

#include "judgment/record.h"
#include "text/lexer.h"

typedef struct cm_reader cm_reader;
typedef struct cm_reader_scratch cm_reader_scratch;

/* The lists of data/terms/terms.tsv that the enums of choice.h and law/kind.h stand for. */
typedef struct {
    const cm_term_list *penalty, *document_type, *case_type, *instance, *procedure, *panel,
        *hearing, *party, *sex, *measure, *prior, *sanction, *judge_role, *order, *outcome,
        *appellant, *circumstance, *extent, *group, *section, *law_title, *law_short, *case_letter,
        *case_mark, *case_bracket, *charge_word, *other_act, *joint, *performance, *prison,
        *party_role, *list_mark, *decision_part, *place, *defender_kind, *amount, *drug, *injury,
        *adoption, *appeal_from, *fine_deadline, *award, *mention, *reason, *weight_unit, *bound,
        *copula, *particle, *result, *law_procedure, *release, *counted, *counted_from,
        *property_word, *wording, *court_level, *special_court;
} cm_choices;

/* Load lexicon and terms from the data folder. Fails: NOTFOUND, IO, SYNTAX, SCHEMA. */
CM_MUST_USE cm_status cm_reader_load(cm_arena *mem, cm_sv data_folder, cm_reader **ret_reader,
                                     cm_err *err);
void cm_reader_free(cm_reader *reader);
const cm_choices *cm_reader_choices(const cm_reader *reader);
cm_reader_scratch *cm_reader_scratch_new(const cm_reader *reader);
void cm_reader_scratch_free(cm_reader_scratch *scratch);

/* Read one judgment; the record and all in it live in `mem`; `text` must outlive them. Any valid
 * UTF-8 reads. Fails: UTF8 (err->pos), LIMIT (CM_MAX_DOCUMENT, CM_MAX_DEFENDANTS). Linear. */
CM_MUST_USE cm_status cm_reader_read(const cm_reader *reader, cm_reader_scratch *scratch,
                                     cm_arena *mem, cm_sv text, cm_record *ret_record, cm_err *err);

/* Any text as tokens, as the reader sees one. Fails: UTF8, LIMIT. */
CM_MUST_USE cm_status cm_reader_lex(const cm_reader *reader, cm_reader_scratch *scratch,
                                    cm_arena *mem, cm_sv text, cm_folded *ret_folded,
                                    cm_lexed *ret_lexed, cm_err *err);

#endif

/* judgment/statement.h - the sentences in which the court itself says what it found: its findings
 * (finding.h), then those of its reasoning that report nobody's opinion. Internal to src/judgment.
 */
#ifndef CM_JUDGMENT_STATEMENT_H
#define CM_JUDGMENT_STATEMENT_H

#include "judgment/finding.h"

typedef struct {
    const cm_parse *p;
    cm_names names;
    cm_finding finding;
    cm_range sentence; /* the one at hand; its range leaves out the full stop */
    cm_place place;
    size_t at; /* next token of the reasoning */
} cm_statements;

/* Start after the operative part is read: it settles the order of the defendants. */
cm_statements cm_statements_start(const cm_parse *p);
bool cm_statements_next(cm_statements *s);
/* The one defendant whom token i of the sentence is about; CM_NO_DEFENDANT when it names several,
 * or none of several. */
size_t cm_statement_defendant(const cm_statements *s, size_t i);
/* Whether somebody's opinion is told in the sentence. */
bool cm_statement_is_opinion(const cm_parse *p, cm_range sentence);
/* First token of the clause that holds token i. */
size_t cm_statement_clause(const cm_statements *s, size_t i);
/* The nearest token with the cue before token i, not before `from`; SIZE_MAX when there is none. */
size_t cm_statement_back(const cm_statements *s, size_t from, size_t i, cm_cue cue);

/* The readers of one sentence; each adds to the record. */
typedef struct {
    size_t last;  /* the token that named a drug last, or SIZE_MAX */
    bool several; /* more than one kind was named */
} cm_drug_memory;

void cm_amount_read(cm_parse *p, const cm_statements *s);                     /* amount.c */
void cm_drug_read(cm_parse *p, const cm_statements *s, cm_drug_memory *seen); /* drug.c */
void cm_injury_read(cm_parse *p, const cm_statements *s);                     /* injury.c */
void cm_alcohol_read(cm_parse *p, const cm_statements *s);                    /* alcohol.c */
void cm_seizure_read(cm_parse *p, const cm_statements *s);                    /* seizure.c */

/* written.c: how the document is written; two parts of it: turns of phrase, names of charges. */
void cm_written_parse(cm_parse *p);
void cm_wording_parse(cm_parse *p);
void cm_charge_word_parse(cm_parse *p);

#endif

/* app/fill_parts.h - the pieces of fill.c, one file per noun: what they share and nothing else. */
#ifndef CM_APP_FILL_PARTS_H
#define CM_APP_FILL_PARTS_H

#include "app/fill.h"

typedef struct {
    const cm_fill_use *use;
    const cm_record *record;
    cm_fact_rows *rows;
    cm_date_fact first_act, last_act; /* by date; state as a column of dates needs it */
    int province;                     /* of the court, position in its list; -1 not known */
} cm_filling;

/* The group's facts were not read at all. */
bool cm_filling_unread(const cm_filling *f, cm_group group);

/* What was not wholly read, and where; what the text says two ways. */
void cm_fill_gaps(cm_filling *f);
/* The record as tables hold it: a fact of which the text says two things is unread, neither is
 * chosen. The name of a person stays: a slip of the pen does not make him unknown. */
const cm_record *cm_fill_settle(cm_arena *mem, const cm_record *record);
/* A criminal case, or one whose kind was not read: who is accused of what should be told. */
bool cm_filling_criminal(const cm_filling *f);

/* The defendant with its convictions; NULL when the judgment gave none. */
void cm_fill_defendant(cm_filling *f, const cm_defendant *d, int64_t number);
/* One conviction; count NULL when the defendant has none. */
void cm_fill_conviction(cm_filling *f, const cm_fact_row *defendant_row, const cm_defendant *d,
                        const cm_count *count, int64_t number);
/* The confiscation of property of a count or a sentence, into a column of the closed list all,
 * part, amount. */
void cm_fill_confiscation(cm_filling *f, cm_fact_row *row, cm_sv column,
                          const cm_extent_fact *fact);
/* Deprivation of political rights: a column of the closed list life, a term, and one of months. */
void cm_fill_rights(cm_filling *f, cm_fact_row *row, cm_sv column, cm_sv months,
                    const cm_extent_fact *fact);
/* The children that tell sentences: earlier decisions, the counts, what is combined with them. */
void cm_fill_sentences(cm_filling *f, const cm_fact_row *row, const cm_defendant *d);
/* What data/law/charges.tsv says of a charge, or of several named in one. */
void cm_fill_charge(cm_filling *f, cm_fact_row *row, const cm_text_fact *printed);
/* What a ruling on commutation or parole says of the defendant; else the columns stay absent. */
void cm_fill_commutation(cm_filling *f, cm_fact_row *row, const cm_defendant *d);
/* What found.h holds of the judgment, and of its defendant `index`. */
void cm_fill_found(cm_filling *f, cm_fact_row *row);
void cm_fill_found_of(cm_filling *f, cm_fact_row *row, const cm_defendant *d, size_t index);
/* The number of the defendant a fact is tied to, as in the keys of the rows. */
void cm_fill_whose(cm_filling *f, cm_fact_row *row, size_t defendant);
/* How the document is written (written.h), and what follows from court and case number. */
void cm_fill_written(cm_filling *f, cm_fact_row *row);
/* The charge in the words of the law, and since when and until when that is its name. */
void cm_fill_charge_name(cm_filling *f, cm_fact_row *row, const cm_count *count);
/* What the decision under review imposed on the defendant. */
void cm_fill_below(cm_filling *f, cm_fact_row *row, const cm_defendant *d);
/* An article of the criminal law (264, 133-1) stands among those the decision relies on. */
bool cm_fill_is_cited(const cm_filling *f, cm_sv article);
/* Some circumstance or cited article lets the court go below the range; CM_UNREAD: can't be told.
 */
cm_state cm_fill_mitigated(cm_filling *f, const cm_defendant *d, bool *ret_value);

#endif

/* engine/query.h - the list of what the program asks of its tables and changes in them, with the
 * values that each takes, and the columns of what comes back. The SQL is in facts.c. */
#ifndef CM_ENGINE_QUERY_H
#define CM_ENGINE_QUERY_H

#include "engine/field.h"

typedef enum {
    CM_QUERY_BEGIN,
    CM_QUERY_COMMIT,
    CM_QUERY_ROLLBACK,
    CM_QUERY_CHECKPOINT,
    CM_QUERY_LAST_KEYS,     /* -> source_no, file_no, doc_key */
    CM_QUERY_FILE_DIGESTS,  /* -> digest, file_no, complete */
    CM_QUERY_FILE,          /* file_no -> source_no, path, digest, form, raw_begin, kept, done,
                               lines, complete, received_on */
    CM_QUERY_FILE_DELETE,   /* file_no */
    CM_QUERY_SOURCE_DELETE, /* source_no: the row of `source` alone */
    CM_QUERY_CONTENTS,      /* -> doc_key, content */
    CM_QUERY_LINKS_DELETE,
    CM_QUERY_LINK_VERSIONS,    /* each later version of a document to the first */
    CM_QUERY_LINK_CORRECTIONS, /* each correction to every version of what it corrects */
    CM_QUERY_LINK_COUNT,       /* -> links */
    CM_QUERY_ADOPTED, /* adoption -> doc_key, defendant_no of those whose recommendation it was */
    CM_QUERY_LAYOUT_TABLE,
    CM_QUERY_LAYOUT,      /* -> mark of the tables; NULL: tables without one */
    CM_QUERY_LAYOUT_MARK, /* mark */
    CM_QUERY_KEYS,        /* -> first and last doc_key */
    /* These three: models and doc_keys, joined by ',', or NULL for every document. */
    CM_QUERY_RESULT_DELETE,
    CM_QUERY_RESULT_FACT_DELETE,
    CM_QUERY_RESULT_RELATED_DELETE,
    CM_QUERY_RESULT_IDS, /* models, joined by ',' -> clue, doc_key, outcome, finding */
    CM_QUERY_CHOSEN,     /* court (a part), from, to, source_no, ids joined by line breaks, each or
                            NULL -> doc_key */
    CM_QUERY_RESULT_RELATED, /* model, subject's keys -> role, row_no, other_doc, doc, case_no,
                                court, decided_on, name, fact, title, value, begin, end */
    CM_QUERY_FACT_ANCHORS,   /* doc_key, defendant_no, count_no, fact -> begin_at, end_at */
    CM_QUERY_RESULT_COUNTS,  /* -> model, outcome, direction, number */
    CM_QUERY_RESULT_PLACE,   /* clue, outcome or NULL -> doc_key */
    CM_QUERY_RESULTS,        /* model or NULL, outcome or NULL, clue or NULL, doc_key or NULL ->
                              * cm_result_field */
    CM_QUERY_RESULT_FACTS,   /* the same four -> cm_result_fact_field */
    CM_QUERY_RESULT_VALUES,  /* the first three, court, charge, year and missing facts or NULL ->
                                which of model, court, charge, year, missing; value, number */
    CM_QUERY_RESULTS_PAGE,   /* those three, direction or NULL, doc_key or NULL, model and keys of
                                the result before, how many, court, charge, year and missing facts
                                or NULL -> cm_result_field */
    CM_QUERY_RESULT_FACTS_PAGE, /* the same -> cm_result_fact_field */
    CM_QUERY_RESULTS_PAGE_DOCS, /* the same -> doc_keys, joined by ',' */
    CM_QUERY_JUDGMENTS, /* from, to, court (a part), document_type, case_type, case_no (a part),
                           group not wholly read, each or NULL; all read or not, or NULL; doc_key
                           before, how many -> the columns of app/judgment.c */
    CM_QUERY_ORIGINAL,  /* doc_key -> source_no, path, line, part, begin and end of its bytes; of
                           the file's */
    CM_QUERY_DOCUMENT,  /* doc_key -> cm_document_field */
    CM_QUERY_CORPUS,    /* -> documents */
    CM_QUERY_OF_KIND,   /* case_type -> documents */
    CM_QUERY_SOURCES,   /* -> source_no, label, received_on, documents */
    CM_QUERY_SOURCE,    /* source_no -> label, received_on, originals, texts, journal, files,
                           documents, duplicates, not_read */
    CM_QUERY_SOURCE_DOCUMENTS, /* source_no -> doc */
    CM_QUERY_CHAIN, /* doc, name -> doc, decided_on, document_type, instance, court, case_no, name,
                     * by id_number, by name birth origin, same case, is it, charges, sentence_kind,
                     * sentence_months, doc_key, defendant_no or 0; by date */
    CM_QUERY_SOURCE_OPEN,  /* label, received_on -> source_no that is not complete, or NULL */
    CM_QUERY_SOURCE_SIZES, /* -> source_no, journal */
    CM_QUERY_FINGERPRINT,  /* -> table, rows, what tells two such tables apart whatever the order */
    CM_QUERY_LINKS,        /* doc_key -> other, doc, kind, case_no: both directions */
    CM_QUERY_DUPLICATES,   /* doc_key -> path, line, place, doc */
    CM_QUERY_ORPHANS,      /* -> duplicates whose document is gone: source_no, file_no, line, doc,
                              part, is_json, raw_begin, raw_end, map_begin, map_end, place,
                              labels, received_on, path */
    CM_QUERY_ORPHANS_DELETE,
    CM_QUERY_NOT_READ,        /* -> path, line, cause */
    CM_QUERY_NOT_READ_COUNTS, /* -> cause, number */
    CM_QUERY_COVERAGE,        /* -> documents, without a gap, conflicts */
    CM_QUERY_GROUP_GAPS,      /* -> group, documents partly read, unread */
    CM_QUERY_COVERAGE_COURT,  /* -> name, documents, with gaps, without any group read */
    CM_QUERY_COVERAGE_MONTH,  /* the same by month of decision, source, kind of case */
    CM_QUERY_COVERAGE_SOURCE,
    CM_QUERY_COVERAGE_KIND,
    CM_QUERY_GAPS, /* group or NULL, doc or NULL, after doc_key -> doc_key, doc, case_no, group,
                      state, begin_at, end_at */
    CM_QUERY_CONFLICTS, /* doc or NULL, after doc_key -> doc_key, doc, case_no, defendant_no, name,
                           fact, first, second, begin_at, end_at of each */
    CM_QUERY_ANCHORS,   /* doc_key -> defendant_no, count_no, fact, begin_at, end_at */
    CM_QUERY_CHARGES,   /* doc_key, defendant_no, count_no, 0 for all -> charge */
    CM_QUERY_COVERAGE_CHARGE, /* -> charge, documents */
    CM_QUERY_COVERAGE_YEAR,   /* -> year or NULL, documents */
    CM_QUERY_MATCH_CLEAR,
    CM_QUERY_SIMILAR,      /* clue, hit, days, least grounds -> the columns of app/similar.c */
    CM_QUERY_CLASS_COUNTS, /* model, court (a part) or NULL, from or NULL, to or NULL, hit,
                              undecidable -> court, year, documents examined, hit, undecidable */
    CM_QUERY_CLASS_KINDS,  /* the same up to hit -> court, sub, direction, hits, documents */
    CM_QUERY_TABLES,       /* -> the fields of cm_table_info (app/table.c) */
    CM_QUERY_SEARCH,       /* from, to, court (a part of its name), document_type, case_type, each
                              or NULL; doc_key before -> the columns of app/search.c */
    CM_QUERY_NAMES,        /* doc_key, word for a unit -> names of natural persons */
    CM_QUERY_NAMES_OF,     /* doc_keys joined by ',', word for a unit -> doc_key, name */
    CM_QUERY_SEAL_TABLE,   /* temporary: what no search and no count may have */
    CM_QUERY_DOC_KEY,      /* id of a document -> doc_key */
    CM_QUERY_IDENTITY,     /* doc_key -> doc, content, subject, chain, corrects */
    CM_QUERY_IDENTITY_SET, /* doc_key, subject, chain, corrects */
    CM_QUERY_CONTENT,      /* content -> doc_key, doc */
    CM_QUERY_SUBJECT,      /* doc_key, subject or NULL -> doc_key, doc of all that are of the same
                              case as the one, or of that subject */
    CM_QUERY_HITS_OF,      /* doc_keys joined by ',', outcome -> model, clue, doc_key, defendant_no,
                              count_no */
    CM_QUERY_SEAL,         /* id of a document */
    CM_QUERY_SEAL_CLEAR,
    CM_QUERY_SEALED,   /* -> doc_key, in order */
    CM_QUERY_LAW_ROWS, /* doc_key, defendant_no, count_no -> law_row */
    CM_QUERY_COUNT
} cm_facts_query;

#endif

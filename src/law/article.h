/* law/article.h - the words of statutes by article, paragraph and date, and citations of them.
 * Memory: the law's. Threads: pure.
 *
 *   cm_law_ref ref;
 *   cm_law_text text;
 *   if (cm_law_ref_parse(law, citation, &ref) && cm_law_article(law, ref, day, &text)) ...
 */
#ifndef CM_LAW_ARTICLE_H
#define CM_LAW_ARTICLE_H

#include "base/buf.h"
#include "law/law.h"

typedef struct {
    cm_sv law; /* the law's name in data/law/sources.tsv, or one of its short names */
    int article, sub, paragraph; /* sub: 1 for "article 133 bis"; paragraph 0: the whole article */
} cm_law_ref;

typedef struct {
    int number;    /* of the paragraph */
    cm_sv text;    /* items stand on lines of their own */
    cm_sv heading; /* the article's number as the law prints it */
    cm_sv source;  /* the text it comes from: an amendment, a number of issue */
    cm_date valid_from, valid_to;
} cm_law_paragraph;

typedef struct {
    const cm_law_paragraph *paragraphs;
    size_t count;
    bool applied; /* in force on the day asked for; else the oldest text at hand: say so */
} cm_law_text;

/* "<law>73", "<law>73.1", "<law>133-1.2": law name, article, paragraph. False: no such law, or not
 * a citation. Whether the article exists is asked of cm_law_article. */
bool cm_law_ref_parse(const cm_law *law, cm_sv citation, cm_law_ref *ret_ref);

/* The text in force on `on` (a full date); CM_NO_DATE: the newest text. False: no such article or
 * paragraph in the tables. */
bool cm_law_article(const cm_law *law, cm_law_ref ref, cm_date on, cm_law_text *ret_text);

/* The article as people cite it: law, article and, where it had several on that day, paragraph. One
 * that is not at hand is cited by its numbers. */
void cm_law_cite(const cm_law *law, cm_law_ref ref, cm_date on, cm_buf *out);

/* One row of data/law/sources.tsv. */
typedef struct {
    cm_sv name, number, provenance, doubt;
    cm_sv later; /* the law that replaced it, empty: none */
    cm_date known_to;
    cm_date valid_from, valid_to; /* valid_to: the first day no longer in force, none: in force */
    bool is_whole;                /* every article is in the tables */
} cm_law_source;

/* NULL: no law of that name. */
const cm_law_source *cm_law_source_of(const cm_law *law, cm_sv name);

/* The law that the charges and penalties are of. */
const cm_law_source *cm_law_penalty_source(const cm_law *law);

/* The law that stood in the place of `source` on that day; NULL: none is known, or `source` itself
 * was in force. */
const cm_law_source *cm_law_source_then(const cm_law *law, const cm_law_source *source, cm_date on);

/* The law is known but this article's words are not in the tables: cite it, say so. */
bool cm_law_not_at_hand(const cm_law *law, cm_law_ref ref);

/* The last day up to which the text of a law is known to be complete. False: no such law. */
bool cm_law_known_to(const cm_law *law, cm_sv name, cm_date *ret_day);

#endif

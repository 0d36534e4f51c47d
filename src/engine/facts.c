#include "base/base.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/limits.h"
#include "engine/facts.h"

/* Where a text came from and where it stands. */
#define ADDRESS                                                                                    \
    "source_no BIGINT, file_no BIGINT, line BIGINT, place VARCHAR, doc VARCHAR, part BIGINT, "     \
    "is_json BOOLEAN, raw_begin BIGINT, raw_end BIGINT, map_begin BIGINT, map_end BIGINT, "        \
    "labels VARCHAR"

/* raw_begin and raw_end are bytes in the vault of the source; kept is how much of the file the
 * vault holds, done how far its lines were read (docs/facts.md explains each column). */
static const struct {
    const char *name, *columns;
} fixed_tables[CM_TABLE_COUNT] = {
    [CM_TABLE_SOURCE] = {"source", "source_no BIGINT, label VARCHAR, received_on DATE, "
                                   "originals BIGINT, texts BIGINT, journal BIGINT, "
                                   "complete BOOLEAN"},
    [CM_TABLE_FILE] = {"file", "file_no BIGINT, source_no BIGINT, path VARCHAR, digest VARCHAR, "
                               "form VARCHAR, raw_begin BIGINT, kept BIGINT, done BIGINT, "
                               "lines BIGINT, complete BOOLEAN"},
    [CM_TABLE_DOCUMENT] = {"document", "doc_key BIGINT, " ADDRESS
                                       ", digest VARCHAR, content VARCHAR, subject VARCHAR, "
                                       "chain VARCHAR, corrects BOOLEAN"},
    [CM_TABLE_DUPLICATE] = {"duplicate", "doc_key BIGINT, " ADDRESS},
    [CM_TABLE_LINK] = {"document_link", "doc_key BIGINT, other BIGINT, kind VARCHAR"},
    [CM_TABLE_NOT_READ] = {"not_read", "file_no BIGINT, line BIGINT, place VARCHAR, "
                                       "cause VARCHAR"},
    [CM_TABLE_ANCHOR] = {"fact_anchor", "doc_key BIGINT, defendant_no BIGINT, count_no BIGINT, "
                                        "fact VARCHAR, begin_at BIGINT, end_at BIGINT"},
    [CM_TABLE_GAP] = {"gap", "doc_key BIGINT, fact_group VARCHAR, unread BOOLEAN, "
                             "begin_at BIGINT, end_at BIGINT"},
    [CM_TABLE_CONFLICT] = {"conflict", "doc_key BIGINT, defendant_no BIGINT, fact VARCHAR, "
                                       "first VARCHAR, second VARCHAR, first_begin BIGINT, "
                                       "first_end BIGINT, second_begin BIGINT, second_end BIGINT"},
    [CM_TABLE_IMPORTED] = {"imported", "name VARCHAR, source_no BIGINT, file_no BIGINT, "
                                       "schema VARCHAR, rows BIGINT, sealed BIGINT, bad BIGINT"},
    [CM_TABLE_MATCH] = {"text_match", "name VARCHAR, doc_key BIGINT, begin_at BIGINT, "
                                      "end_at BIGINT, unread BOOLEAN"},
    [CM_TABLE_RESULT] = {"result", "model VARCHAR, version BIGINT, content VARCHAR, clue VARCHAR, "
                                   "doc_key BIGINT, defendant_no BIGINT, count_no BIGINT, "
                                   "outcome BIGINT, direction BIGINT, sub VARCHAR, "
                                   "missing VARCHAR, finding VARCHAR, as_of DATE, "
                                   "stage VARCHAR, measure VARCHAR"},
    [CM_TABLE_RESULT_FACT] = {"result_fact", "model VARCHAR, doc_key BIGINT, defendant_no BIGINT, "
                                             "count_no BIGINT, seq BIGINT, fact VARCHAR, "
                                             "title VARCHAR, value VARCHAR, begin_at BIGINT, "
                                             "end_at BIGINT"},
    [CM_TABLE_RESULT_RELATED] = {"result_related",
                                 "model VARCHAR, doc_key BIGINT, defendant_no BIGINT, "
                                 "count_no BIGINT, role VARCHAR, row_no BIGINT, "
                                 "other_doc BIGINT, other_defendant BIGINT, fact VARCHAR, "
                                 "title VARCHAR, value VARCHAR, begin_at BIGINT, end_at BIGINT"},
};

/* Results with what a reader of the list wants to see of their subject. */
#define RESULT_FILTER                                                                              \
    "($1::VARCHAR IS NULL OR r.model = $1) AND ($2::BIGINT IS NULL OR r.outcome = $2) "            \
    "AND ($3::VARCHAR IS NULL OR r.clue = $3) "
/* Known beforehand, it keeps the joins from reading whole tables. */
#define RESULT_OF_DOCUMENT "AND ($4::BIGINT IS NULL OR r.doc_key = $4) "
#define RESULT_ORDER       "ORDER BY r.model, r.doc_key, r.defendant_no, r.count_no"
#define RESULT_FIELDS                                                                              \
    "SELECT r.*, d.doc, j.case_no, j.court, j.decided_on, j.first_act_on, j.last_act_on, "         \
    "p.name, c.charge, j.received_on, j.document_type "
#define RESULT_SUBJECT                                                                             \
    "JOIN document d USING (doc_key) LEFT JOIN fact_judgment j USING (doc_key) "                   \
    "LEFT JOIN fact_defendant p USING (doc_key, defendant_no) "                                    \
    "LEFT JOIN fact_conviction c USING (doc_key, defendant_no, count_no) "
/* By what the subject is: court, charge, year of the decision, missing facts. */
#define RESULT_CHOICE(court, charge, year, missing)                                                \
    "AND (" court "::VARCHAR IS NULL OR r.doc_key IN (SELECT doc_key FROM fact_judgment WHERE "    \
    "court = " court ")) AND (" year "::BIGINT IS NULL OR r.doc_key IN (SELECT doc_key FROM "      \
    "fact_judgment WHERE year(decided_on) = " year ")) AND (" charge "::VARCHAR IS NULL OR "       \
    "(r.doc_key, r.defendant_no, r.count_no) IN (SELECT (doc_key, defendant_no, count_no) FROM "   \
    "fact_conviction WHERE charge = " charge ")) AND (" missing "::VARCHAR IS NULL OR r.missing "  \
    "= " missing ") "
#define RESULT_VALUES                                                                              \
    "WITH chosen AS (SELECT r.model, j.court, c.charge, year(j.decided_on)::VARCHAR AS year, "     \
    "r.missing FROM result r LEFT JOIN fact_judgment j USING (doc_key) "                           \
    "LEFT JOIN fact_conviction c USING (doc_key, defendant_no, count_no) WHERE " RESULT_FILTER     \
        RESULT_CHOICE(                                                                             \
            "$4", "$5", "$6",                                                                      \
            "$7") "AND r.doc_key NOT IN (SELECT doc_key FROM sealed_document)) "                   \
                  "SELECT 'model' AS which, model AS value, count(*) AS number FROM chosen GROUP " \
                  "BY ALL "                                                                        \
                  "UNION ALL SELECT 'court', court, count(*) FROM chosen GROUP BY ALL "            \
                  "UNION ALL SELECT 'charge', charge, count(*) FROM chosen GROUP BY ALL "          \
                  "UNION ALL SELECT 'year', year, count(*) FROM chosen GROUP BY ALL "              \
                  "UNION ALL SELECT 'missing', missing, count(*) FROM chosen GROUP BY ALL "        \
                  "ORDER BY which, number DESC, value NULLS LAST"
/* A stretch of them, behind the one that the values say. */
#define RESULT_PAGE                                                                                \
    "WITH page AS (SELECT r.* FROM result r WHERE " RESULT_FILTER                                  \
    "AND ($4::BIGINT IS NULL OR r.direction = $4) AND ($5::BIGINT IS NULL OR r.doc_key = "         \
    "$5) " RESULT_CHOICE(                                                                          \
        "$11", "$12", "$13",                                                                       \
        "$14") "AND r.model >= $6 AND (r.model > $6 OR r.doc_key > $7 OR (r.doc_key = $7 "         \
               "AND (r.defendant_no > $8 OR (r.defendant_no = $8 AND r.count_no > "                \
               "$9)))) " RESULT_ORDER " LIMIT $10) "

#define OF_MODELS "list_contains(string_split($1::VARCHAR, ','), model)"
#define OF_DOCUMENTS                                                                               \
    "($2::VARCHAR IS NULL OR "                                                                     \
    "doc_key IN (SELECT TRY_CAST(unnest(string_split($2, ',')) AS BIGINT)))"

/* Documents by something: all, those with a gap, and those of which nothing was read. */
#define COVERAGE_BY(name)                                                                          \
    "SELECT " name " AS name, count(*), count(g.doc_key), count(*) FILTER (g.unread = $1) "        \
    "FROM document d JOIN fact_judgment j USING (doc_key) "                                        \
    "JOIN source s ON s.source_no = d.source_no "                                                  \
    "LEFT JOIN (SELECT doc_key, count(DISTINCT fact_group) FILTER (unread) AS unread FROM gap "    \
    "GROUP BY doc_key) g ON g.doc_key = d.doc_key GROUP BY name ORDER BY name NULLS LAST"

/* What belongs to the subject (doc_key, defendant_no, count_no) `of`: a subject is a judgment, a
 * defendant or a conviction, and what is wider holds what is narrower. */
#define ALL_OF(row, of)                                                                            \
    row ".doc_key = " of ".doc_key AND (" of ".defendant_no = 0 OR " row ".defendant_no = " of     \
        ".defendant_no) "
#define CONVICTIONS_OF(row, of)                                                                    \
    ALL_OF(row, of) "AND (" of ".count_no = 0 OR " row ".count_no = " of ".count_no) "
#define SHARED(name, table, column, of, mine)                                                      \
    name " AS (SELECT o.doc_key, o.defendant_no, o.count_no, string_agg(DISTINCT x." column        \
         ", ',' ORDER BY x." column ") AS words FROM other o JOIN " table " x ON " of              \
         "WHERE x." column " IN (SELECT x." column " FROM " table " x JOIN me ON " mine            \
         ") GROUP BY o.doc_key, o.defendant_no, o.count_no), "
#define SIMILAR_OTHERS                                                                             \
    "WITH me AS (SELECT r.*, j.court, j.decided_on FROM result r JOIN fact_judgment j "            \
    "USING (doc_key) WHERE r.clue = $1 AND r.outcome = $2 "                                        \
    "ORDER BY r.doc_key, r.defendant_no, r.count_no LIMIT 1), "                                    \
    "other AS (SELECT r.* FROM result r JOIN me ON r.model = me.model WHERE NOT (r.doc_key = "     \
    "me.doc_key AND r.defendant_no = me.defendant_no AND r.count_no = me.count_no) "               \
    "AND r.doc_key NOT IN (SELECT doc_key FROM sealed_document)), "
#define SIMILAR_CHARGES                                                                            \
    SHARED("charges", "fact_conviction", "charge", CONVICTIONS_OF("x", "o"),                       \
           CONVICTIONS_OF("x", "me"))
#define SIMILAR_CIRCUMSTANCES                                                                      \
    SHARED("circumstances", "child_defendant_circumstances", "kind", ALL_OF("x", "o"),             \
           ALL_OF("x", "me"))
#define SIMILAR_JUDGES                                                                             \
    SHARED("judges", "child_judgment_judges", "name", "x.doc_key = o.doc_key ",                    \
           "x.doc_key = me.doc_key ")
#define SAME_SUBJECT(table)                                                                        \
    "LEFT JOIN " table " ON " table ".doc_key = o.doc_key AND " table                              \
    ".defendant_no = o.defendant_no AND " table ".count_no = o.count_no "
#define SIMILAR_FOUND                                                                              \
    "found AS (SELECT o.doc_key, o.defendant_no, o.count_no, o.clue, o.outcome, o.direction, "     \
    "o.sub, o.finding, d.doc, j.case_no, j.court, j.decided_on, p.name, c.charge, "                \
    "coalesce(j.court = me.court, false) AS same_court, "                                          \
    "coalesce(abs(j.decided_on - me.decided_on) <= $3, false) AS near, "                           \
    "charges.words AS charges, circumstances.words AS circumstances, judges.words AS judges "      \
    "FROM other o JOIN me ON true JOIN document d ON d.doc_key = o.doc_key "                       \
    "JOIN fact_judgment j ON j.doc_key = o.doc_key "                                               \
    "LEFT JOIN fact_defendant p ON p.doc_key = o.doc_key AND p.defendant_no = o.defendant_no "     \
    "LEFT JOIN fact_conviction c ON c.doc_key = o.doc_key AND c.defendant_no = o.defendant_no "    \
    "AND c.count_no = o.count_no " SAME_SUBJECT("charges") SAME_SUBJECT("circumstances")           \
        SAME_SUBJECT("judges") "), "
/* All hits, and of each other judgment the one subject that is most alike. */
#define SIMILAR_RANKED                                                                             \
    "graded AS (SELECT *, same_court::BIGINT + near::BIGINT + (charges IS NOT NULL)::BIGINT + "    \
    "(circumstances IS NOT NULL)::BIGINT + (judges IS NOT NULL)::BIGINT AS grounds FROM found), "  \
    "ranked AS (SELECT g.*, row_number() OVER (PARTITION BY g.doc_key ORDER BY grounds DESC, "     \
    "defendant_no, count_no) AS place, bool_or(outcome = $2) OVER (PARTITION BY g.doc_key) OR "    \
    "g.doc_key IN (SELECT doc_key FROM me) AS has_hit FROM graded g) "                             \
    "SELECT * EXCLUDE (place, has_hit) FROM ranked WHERE outcome = $2 OR (grounds >= $4 AND "      \
    "place = 1 AND NOT has_hit) "                                                                  \
    "ORDER BY outcome = $2 DESC, grounds DESC, doc_key, defendant_no, count_no"

/* The documents about the person of a name in a document: the identity number is the same, or,
 * where one of the two has none, name, day of birth and origin are. */
#define CHAIN_PERSON                                                                               \
    "WITH me AS (SELECT d.doc_key, d.chain, p.name, p.birth_date, p.origin, p.id_number "          \
    "FROM document d LEFT JOIN fact_defendant p ON p.doc_key = d.doc_key AND p.name = $2 "         \
    "WHERE d.doc = $1), person AS (SELECT o.doc_key, o.defendant_no, o.name, "                     \
    "coalesce(o.id_number = me.id_number, false) AS by_id, o.doc_key = me.doc_key AS is_own, "     \
    "coalesce(o.name = me.name AND o.birth_date = me.birth_date AND o.origin = me.origin, false) " \
    "AS by_person FROM me JOIN fact_defendant o ON CASE WHEN o.doc_key = me.doc_key THEN "         \
    "o.name = me.name WHEN o.id_number IS NOT NULL AND me.id_number IS NOT NULL THEN "             \
    "o.id_number = me.id_number ELSE o.name = me.name AND o.birth_date = me.birth_date AND "       \
    "o.origin = me.origin END), "
/* And those of the same case, whoever they are about. */
#define CHAIN_CASE                                                                                 \
    "same AS (SELECT o.doc_key FROM me JOIN document o USING (chain) UNION SELECT l.other FROM "   \
    "me JOIN document_link l USING (doc_key) UNION SELECT l.doc_key FROM me JOIN document_link l " \
    "ON l.other = me.doc_key UNION SELECT o.doc_key FROM me JOIN fact_judgment j USING (doc_key) " \
    "JOIN fact_judgment o ON o.case_no IN (j.below_case_no, j.first_case_no) OR j.case_no IN "     \
    "(o.below_case_no, o.first_case_no)), every AS (SELECT doc_key FROM person UNION SELECT "      \
    "doc_key FROM "                                                                                \
    "same UNION SELECT doc_key FROM me) "
#define CHAIN_LIST                                                                                 \
    "SELECT d.doc, any_value(j.decided_on) AS day, any_value(j.document_type), "                   \
    "any_value(j.instance), any_value(j.court), any_value(j.case_no), any_value(p.name), "         \
    "coalesce(bool_or(p.by_id), false), coalesce(bool_or(p.by_person), false), "                   \
    "bool_or(e.doc_key IN (SELECT doc_key FROM same)), "                                           \
    "bool_or(e.doc_key IN (SELECT doc_key FROM me)), "                                             \
    "string_agg(DISTINCT c.charge, ',' ORDER BY c.charge), any_value(f.sentence_kind), "           \
    "any_value(f.sentence_months)::BIGINT, d.doc_key, coalesce(min(p.defendant_no), 0)::BIGINT "   \
    "FROM every e JOIN document d USING (doc_key) "                                                \
    "LEFT JOIN fact_judgment j USING (doc_key) LEFT JOIN person p USING (doc_key) "                \
    "LEFT JOIN fact_conviction c ON c.doc_key = p.doc_key AND c.defendant_no = p.defendant_no "    \
    "LEFT JOIN fact_defendant f ON f.doc_key = p.doc_key AND f.defendant_no = p.defendant_no "     \
    "WHERE e.doc_key NOT IN (SELECT doc_key FROM sealed_document) GROUP BY d.doc, d.doc_key "      \
    "ORDER BY day NULLS LAST, d.doc"

/* Natural persons of the documents `of`. */
#define NAMES(of)                                                                                  \
    "SELECT doc_key, name FROM fact_defendant WHERE " of " AND name IS NOT NULL AND party IS "     \
    "DISTINCT FROM $2 UNION SELECT doc_key, name FROM child_judgment_parties WHERE " of " AND "    \
    "name IS NOT NULL AND party IS DISTINCT FROM $2 UNION SELECT doc_key, written FROM "           \
    "child_judgment_near_names WHERE " of " AND written IS NOT NULL"

/* Judgments that a model examined. */
#define CLASS_FILTER                                                                               \
    "FROM result r JOIN fact_judgment j USING (doc_key) WHERE r.model = $1 "                       \
    "AND ($2::VARCHAR IS NULL OR contains(j.court, $2)) "                                          \
    "AND ($3::DATE IS NULL OR j.decided_on >= $3) AND ($4::DATE IS NULL OR j.decided_on <= $4) "   \
    "AND j.doc_key NOT IN (SELECT doc_key FROM sealed_document) "

static const char *const queries[CM_QUERY_COUNT] = {
    [CM_QUERY_BEGIN] = "BEGIN TRANSACTION",
    [CM_QUERY_COMMIT] = "COMMIT",
    [CM_QUERY_ROLLBACK] = "ROLLBACK",
    [CM_QUERY_CHECKPOINT] = "CHECKPOINT",
    [CM_QUERY_LAST_KEYS] = "SELECT (SELECT coalesce(max(source_no), 0) FROM source), "
                           "(SELECT coalesce(max(file_no), 0) FROM file), "
                           "(SELECT coalesce(max(doc_key), 0) FROM document)",
    [CM_QUERY_FILE_DIGESTS] =
        "SELECT CASE WHEN form = 'table' THEN '' ELSE digest END, file_no, complete "
        "FROM file ORDER BY file_no DESC",
    [CM_QUERY_FILE] =
        "SELECT f.source_no, f.path, f.digest, f.form, f.raw_begin, f.kept, f.done, f.lines, "
        "f.complete, s.received_on FROM file f JOIN source s USING (source_no) "
        "WHERE f.file_no = $1",
    [CM_QUERY_FILE_DELETE] = "DELETE FROM file WHERE file_no = $1",
    [CM_QUERY_SOURCE_DELETE] = "DELETE FROM source WHERE source_no = $1",
    [CM_QUERY_CONTENTS] = "SELECT doc_key, content FROM document ORDER BY doc_key",
    [CM_QUERY_LINKS_DELETE] = "DELETE FROM document_link",
    [CM_QUERY_LINK_VERSIONS] =
        "INSERT INTO document_link SELECT d.doc_key, f.doc_key, 'same_case' FROM document d JOIN "
        "(SELECT subject, min(doc_key) AS doc_key FROM document WHERE subject IS NOT NULL AND NOT "
        "corrects GROUP BY subject) f USING (subject) WHERE NOT d.corrects AND "
        "d.doc_key <> f.doc_key ORDER BY d.doc_key",
    [CM_QUERY_LINK_CORRECTIONS] =
        "INSERT INTO document_link SELECT c.doc_key, d.doc_key, 'correction' FROM document c JOIN "
        "document d USING (chain) WHERE c.corrects AND NOT d.corrects "
        "ORDER BY c.doc_key, d.doc_key",
    [CM_QUERY_LINK_COUNT] = "SELECT count(*) FROM document_link",
    [CM_QUERY_FINGERPRINT] =
        "SELECT 'document', count(*), coalesce(sum(hash(digest)), 0)::VARCHAR FROM document "
        "UNION ALL SELECT 'fact_anchor', count(*), coalesce(sum(hash(concat_ws('/', d.digest, "
        "a.defendant_no, a.count_no, a.fact, a.begin_at, a.end_at))), 0)::VARCHAR "
        "FROM fact_anchor a JOIN document d USING (doc_key) ORDER BY 1",
    [CM_QUERY_ADOPTED] = "SELECT doc_key, defendant_no FROM defendant WHERE asked_adopted = ?",
    [CM_QUERY_LAYOUT_TABLE] = "CREATE TABLE IF NOT EXISTS layout (digest VARCHAR)",
    [CM_QUERY_LAYOUT] = "SELECT digest FROM layout UNION ALL SELECT NULL FROM duckdb_tables() "
                        "WHERE table_name = 'document' AND NOT EXISTS (SELECT * FROM layout)",
    [CM_QUERY_LAYOUT_MARK] = "INSERT INTO layout VALUES ($1)",
    [CM_QUERY_KEYS] = "SELECT min(doc_key), max(doc_key) FROM document",
    [CM_QUERY_RESULT_DELETE] = "DELETE FROM result WHERE " OF_MODELS " AND " OF_DOCUMENTS,
    [CM_QUERY_RESULT_FACT_DELETE] = "DELETE FROM result_fact WHERE " OF_MODELS " AND " OF_DOCUMENTS,
    [CM_QUERY_RESULT_RELATED_DELETE] =
        "DELETE FROM result_related WHERE " OF_MODELS " AND " OF_DOCUMENTS,
    [CM_QUERY_RESULT_IDS] = "SELECT clue, doc_key, outcome, finding FROM result WHERE " OF_MODELS
                            " AND clue IS NOT NULL ORDER BY doc_key, defendant_no, count_no",
    [CM_QUERY_CHOSEN] =
        "SELECT d.doc_key FROM document d JOIN fact_judgment j USING (doc_key) "
        "WHERE ($1::VARCHAR IS NULL OR contains(j.court, $1)) "
        "AND ($2::DATE IS NULL OR j.decided_on >= $2) AND ($3::DATE IS NULL OR j.decided_on <= $3) "
        "AND ($4::BIGINT IS NULL OR d.source_no = $4) AND ($5::VARCHAR IS NULL OR "
        "d.doc IN (SELECT unnest(string_split($5, chr(10))))) ORDER BY d.doc_key",
    [CM_QUERY_RESULT_RELATED] =
        "SELECT r.role, r.row_no, r.other_doc, d.doc, j.case_no, j.court, j.decided_on, p.name, "
        "r.fact, r.title, r.value, r.begin_at, r.end_at FROM result_related r "
        "LEFT JOIN document d ON d.doc_key = r.other_doc "
        "LEFT JOIN fact_judgment j ON j.doc_key = r.other_doc "
        "LEFT JOIN fact_defendant p ON p.doc_key = r.other_doc AND p.defendant_no = "
        "r.other_defendant WHERE r.model = $1 AND r.doc_key = $2 AND r.defendant_no = $3 "
        "AND r.count_no = $4 ORDER BY r.role, r.row_no, r.rowid",
    [CM_QUERY_FACT_ANCHORS] =
        "SELECT begin_at, end_at FROM fact_anchor WHERE doc_key = $1 AND "
        "defendant_no IN (0, $2) AND count_no IN (0, $3) AND fact = $4 ORDER BY begin_at, end_at",
    [CM_QUERY_RESULT_COUNTS] = "SELECT model, outcome, direction, count(*) FROM result "
                               "GROUP BY model, outcome, direction "
                               "ORDER BY model, outcome, direction",
    [CM_QUERY_RESULT_PLACE] = "SELECT doc_key FROM result WHERE clue = $1 AND ($2::BIGINT IS NULL "
                              "OR outcome = $2) LIMIT 1",
    [CM_QUERY_RESULTS] = RESULT_FIELDS "FROM result r " RESULT_SUBJECT
                                       "WHERE " RESULT_FILTER RESULT_OF_DOCUMENT RESULT_ORDER,
    [CM_QUERY_RESULT_FACTS] =
        "SELECT f.* FROM result r JOIN result_fact f "
        "USING (model, doc_key, defendant_no, count_no) WHERE " RESULT_FILTER RESULT_OF_DOCUMENT
            RESULT_ORDER ", f.seq, f.begin_at",
    [CM_QUERY_RESULT_VALUES] = RESULT_VALUES,
    [CM_QUERY_RESULTS_PAGE] = RESULT_PAGE RESULT_FIELDS "FROM page r " RESULT_SUBJECT RESULT_ORDER,
    [CM_QUERY_RESULT_FACTS_PAGE] = RESULT_PAGE
    "SELECT f.* FROM page r JOIN result_fact f "
    "USING (model, doc_key, defendant_no, count_no) " RESULT_ORDER ", f.seq, f.begin_at",
    [CM_QUERY_RESULTS_PAGE_DOCS] =
        RESULT_PAGE "SELECT string_agg(DISTINCT doc_key::VARCHAR, ',') FROM page",
    [CM_QUERY_JUDGMENTS] =
        "WITH keys AS (SELECT j.doc_key FROM fact_judgment j WHERE j.doc_key > $9 "
        "AND ($1::DATE IS NULL OR j.decided_on >= $1) AND ($2::DATE IS NULL OR j.decided_on <= $2) "
        "AND ($3::VARCHAR IS NULL OR contains(j.court, $3)) "
        "AND ($4::VARCHAR IS NULL OR j.document_type = $4) "
        "AND ($5::VARCHAR IS NULL OR j.case_type = $5) "
        "AND ($6::VARCHAR IS NULL OR contains(j.case_no, $6)) "
        "AND ($7::VARCHAR IS NULL OR j.doc_key IN (SELECT doc_key FROM gap WHERE fact_group = $7)) "
        "AND ($8::BOOLEAN IS NULL OR $8 = (j.doc_key NOT IN (SELECT doc_key FROM gap))) "
        "AND j.doc_key NOT IN (SELECT doc_key FROM sealed_document) "
        "ORDER BY j.doc_key LIMIT $10), page AS (SELECT d.doc_key, d.doc, d.source_no, j.case_no, "
        "j.court, j.document_type, j.case_type, j.instance, j.decided_on, j.received_on "
        "FROM keys JOIN document d USING (doc_key) JOIN fact_judgment j USING (doc_key)) "
        "SELECT p.*, g.partly, g.missed FROM page p LEFT JOIN "
        "(SELECT doc_key, string_agg(DISTINCT fact_group, ',' ORDER BY fact_group) FILTER "
        "(NOT unread) AS partly, string_agg(DISTINCT fact_group, ',' ORDER BY fact_group) FILTER "
        "(unread) AS missed FROM gap WHERE doc_key IN (SELECT doc_key FROM page) "
        "GROUP BY doc_key) g USING (doc_key) ORDER BY p.doc_key",
    [CM_QUERY_ORIGINAL] =
        "SELECT d.source_no, f.path, d.line, d.part, d.raw_begin, d.raw_end, f.raw_begin, "
        "f.raw_begin + f.kept FROM document d JOIN file f USING (file_no) WHERE d.doc_key = $1",
    [CM_QUERY_DOCUMENT] =
        "SELECT d.doc, d.source_no, d.part, d.is_json, d.raw_begin, d.raw_end, d.map_begin, "
        "d.map_end, j.court, j.case_no, s.received_on, f.path, d.line, d.place, d.labels "
        "FROM document d JOIN file f USING (file_no) "
        "JOIN source s ON s.source_no = d.source_no JOIN fact_judgment j USING (doc_key) "
        "WHERE d.doc_key = $1",
    [CM_QUERY_CORPUS] = "SELECT count(*) FROM document",
    [CM_QUERY_OF_KIND] = "SELECT count(*) FROM fact_judgment WHERE case_type = $1",
    [CM_QUERY_SOURCES] =
        "SELECT s.source_no, s.label, s.received_on, count(d.doc_key) FROM source s "
        "LEFT JOIN document d ON d.source_no = s.source_no "
        "GROUP BY s.source_no, s.label, s.received_on ORDER BY s.source_no",
    [CM_QUERY_SOURCE] =
        "SELECT s.label, s.received_on, s.originals, s.texts, s.journal, "
        "(SELECT count(*) FROM file WHERE source_no = $1), "
        "(SELECT count(*) FROM document WHERE source_no = $1), "
        "(SELECT count(*) FROM duplicate WHERE source_no = $1), "
        "(SELECT count(*) FROM not_read n JOIN file f USING (file_no) WHERE f.source_no = $1) "
        "FROM source s WHERE s.source_no = $1",
    [CM_QUERY_SOURCE_DOCUMENTS] = "SELECT doc FROM document WHERE source_no = $1",
    [CM_QUERY_CHAIN] = CHAIN_PERSON CHAIN_CASE CHAIN_LIST,
    [CM_QUERY_SOURCE_OPEN] = "SELECT max(source_no) FROM source WHERE NOT complete AND label = $1 "
                             "AND received_on IS NOT DISTINCT FROM $2::DATE",
    [CM_QUERY_SOURCE_SIZES] = "SELECT source_no, journal FROM source ORDER BY source_no",
    [CM_QUERY_LINKS] =
        "SELECT l.other, d.doc, l.kind, j.case_no FROM (SELECT doc_key, other, kind FROM "
        "document_link UNION ALL SELECT other, doc_key, CASE kind WHEN 'correction' THEN "
        "'corrected_by' ELSE kind END FROM document_link) l JOIN document d ON d.doc_key = l.other "
        "JOIN fact_judgment j ON j.doc_key = l.other WHERE l.doc_key = $1 ORDER BY l.other, l.kind",
    [CM_QUERY_DUPLICATES] = "SELECT f.path, x.line, x.place, x.doc FROM duplicate x JOIN file f "
                            "USING (file_no) WHERE x.doc_key = $1 ORDER BY x.file_no, x.line",
    [CM_QUERY_ORPHANS] =
        "SELECT x.source_no, x.file_no, x.line, x.doc, x.part, x.is_json, x.raw_begin, x.raw_end, "
        "x.map_begin, x.map_end, x.place, x.labels, s.received_on, f.path FROM duplicate x "
        "JOIN source s ON s.source_no = x.source_no JOIN file f USING (file_no) "
        "WHERE x.doc_key NOT IN (SELECT doc_key FROM document) ORDER BY x.file_no, x.line",
    [CM_QUERY_ORPHANS_DELETE] =
        "DELETE FROM duplicate WHERE doc_key NOT IN (SELECT doc_key FROM document)",
    [CM_QUERY_NOT_READ] = "SELECT CASE n.place WHEN '' THEN f.path ELSE f.path || '/' || n.place "
                          "END, n.line, n.cause FROM not_read n JOIN file f "
                          "USING (file_no) ORDER BY f.file_no, n.line",
    [CM_QUERY_NOT_READ_COUNTS] = "SELECT cause, count(*) FROM not_read GROUP BY cause "
                                 "ORDER BY cause",
    [CM_QUERY_CHARGES] =
        "SELECT DISTINCT charge FROM fact_conviction WHERE doc_key = $1 AND ($2 = 0 OR "
        "defendant_no = $2) AND ($3 = 0 OR count_no = $3) AND charge IS NOT NULL "
        "ORDER BY charge",
    [CM_QUERY_COVERAGE_CHARGE] =
        "SELECT charge, count(DISTINCT doc_key) FROM fact_conviction WHERE "
        "charge IS NOT NULL GROUP BY charge ORDER BY charge",
    [CM_QUERY_COVERAGE_YEAR] = "SELECT strftime(decided_on, '%Y') AS year, count(*) FROM "
                               "fact_judgment GROUP BY year ORDER BY year NULLS LAST",
    [CM_QUERY_NAMES] = NAMES("doc_key = $1") " ORDER BY 2",
    [CM_QUERY_NAMES_OF] = NAMES(
        "doc_key IN (SELECT unnest(string_split($1::VARCHAR, ','))::BIGINT)") " ORDER BY 1, 2",
    [CM_QUERY_SEAL_TABLE] = "CREATE TEMPORARY TABLE sealed_document (doc_key BIGINT)",
    [CM_QUERY_DOC_KEY] = "SELECT doc_key FROM document WHERE doc = $1",
    [CM_QUERY_IDENTITY] =
        "SELECT doc, content, subject, chain, corrects FROM document WHERE doc_key = $1",
    [CM_QUERY_IDENTITY_SET] =
        "UPDATE document SET subject = $2, chain = $3, corrects = $4 WHERE doc_key = $1",
    [CM_QUERY_CONTENT] = "SELECT doc_key, doc FROM document WHERE content = $1 ORDER BY doc_key",
    [CM_QUERY_SUBJECT] =
        "SELECT doc_key, doc FROM document WHERE doc_key = $1 OR subject = $2::VARCHAR OR subject "
        "= (SELECT subject FROM document WHERE doc_key = $1) ORDER BY doc_key",
    [CM_QUERY_HITS_OF] =
        "SELECT model, clue, doc_key, defendant_no, count_no FROM result WHERE doc_key IN (SELECT "
        "unnest(string_split($1::VARCHAR, ','))::BIGINT) AND outcome = $2 AND clue <> '' "
        "ORDER BY model, doc_key, defendant_no, count_no",
    [CM_QUERY_SEAL] = "INSERT INTO sealed_document SELECT doc_key FROM document WHERE doc = $1",
    [CM_QUERY_SEAL_CLEAR] = "DELETE FROM sealed_document",
    [CM_QUERY_MATCH_CLEAR] = "DELETE FROM text_match",
    [CM_QUERY_SIMILAR] = SIMILAR_OTHERS SIMILAR_CHARGES SIMILAR_CIRCUMSTANCES SIMILAR_JUDGES
        SIMILAR_FOUND SIMILAR_RANKED,
    [CM_QUERY_CLASS_COUNTS] =
        "SELECT court, year, count(*), count(*) FILTER (hit), count(*) FILTER (open AND NOT hit) "
        "FROM (SELECT j.doc_key, j.court, coalesce(year(j.decided_on), 0)::BIGINT AS year, "
        "bool_or(r.outcome = $5) AS hit, bool_or(r.outcome = $6) AS open " CLASS_FILTER
        "GROUP BY j.doc_key, j.court, j.decided_on) GROUP BY court, year "
        "ORDER BY court NULLS LAST, year",
    [CM_QUERY_CLASS_KINDS] =
        "SELECT j.court, r.sub, r.direction, count(*), count(DISTINCT r.doc_key) " CLASS_FILTER
        "AND r.outcome = $5 GROUP BY j.court, r.sub, r.direction "
        "ORDER BY j.court NULLS LAST, r.sub NULLS LAST, r.direction",
    [CM_QUERY_TABLES] =
        "SELECT i.name, i.source_no, i.file_no, i.schema, i.rows, i.sealed, i.bad, f.path, "
        "s.received_on FROM imported i JOIN file f USING (file_no) "
        "JOIN source s ON s.source_no = i.source_no ORDER BY i.name",
    [CM_QUERY_SEARCH] =
        "SELECT d.doc_key, d.source_no, d.part, d.is_json, d.raw_begin, d.raw_end, d.doc, "
        "j.case_no, j.court, j.decided_on, j.document_type "
        "FROM document d JOIN fact_judgment j USING (doc_key) "
        "WHERE ($1::DATE IS NULL OR j.decided_on >= $1) AND ($2::DATE IS NULL OR j.decided_on <= "
        "$2) AND ($3::VARCHAR IS NULL OR contains(j.court, $3)) "
        "AND ($4::VARCHAR IS NULL OR j.document_type = $4) "
        "AND ($5::VARCHAR IS NULL OR j.case_type = $5) AND d.doc_key > $6 "
        "AND d.doc_key NOT IN (SELECT doc_key FROM sealed_document) ORDER BY d.doc_key",
    [CM_QUERY_SEALED] = "SELECT DISTINCT doc_key FROM sealed_document ORDER BY doc_key",
    [CM_QUERY_LAW_ROWS] = "SELECT law_row FROM child_conviction_tiers WHERE doc_key = $1 "
                          "AND defendant_no = $2 AND count_no = $3 AND law_row IS NOT NULL "
                          "ORDER BY row_no",
    [CM_QUERY_COVERAGE] =
        "SELECT count(*), count(*) FILTER (doc_key NOT IN (SELECT doc_key FROM gap)), "
        "(SELECT count(*) FROM conflict) FROM document",
    [CM_QUERY_GROUP_GAPS] =
        "SELECT fact_group, count(DISTINCT doc_key) FILTER (NOT unread), "
        "count(DISTINCT doc_key) FILTER (unread) FROM gap GROUP BY fact_group ORDER BY fact_group",
    [CM_QUERY_COVERAGE_COURT] = COVERAGE_BY("j.court"),
    [CM_QUERY_COVERAGE_MONTH] = COVERAGE_BY("strftime(j.decided_on, '%Y-%m')"),
    [CM_QUERY_COVERAGE_SOURCE] = COVERAGE_BY("s.label"),
    [CM_QUERY_COVERAGE_KIND] = COVERAGE_BY("j.case_type || coalesce(' ' || j.instance, '')"),
    [CM_QUERY_GAPS] =
        "SELECT g.doc_key, d.doc, j.case_no, g.fact_group, g.unread, g.begin_at, g.end_at "
        "FROM gap g JOIN document d USING (doc_key) JOIN fact_judgment j USING (doc_key) "
        "WHERE ($1::VARCHAR IS NULL OR g.fact_group = $1) AND ($2::VARCHAR IS NULL OR d.doc = $2) "
        "AND g.doc_key > $3::BIGINT "
        "ORDER BY g.doc_key, g.fact_group, g.begin_at",
    [CM_QUERY_CONFLICTS] =
        "SELECT c.doc_key, d.doc, j.case_no, c.defendant_no, p.name, c.fact, c.first, c.second, "
        "c.first_begin, c.first_end, c.second_begin, c.second_end FROM conflict c "
        "JOIN document d USING (doc_key) JOIN fact_judgment j USING (doc_key) "
        "LEFT JOIN fact_defendant p USING (doc_key, defendant_no) "
        "WHERE ($1::VARCHAR IS NULL OR d.doc = $1) AND c.doc_key > $2::BIGINT "
        "ORDER BY c.doc_key, c.defendant_no, c.fact, c.first_begin",
    [CM_QUERY_ANCHORS] =
        "SELECT defendant_no, count_no, fact, begin_at, end_at FROM fact_anchor "
        "WHERE doc_key = $1 UNION ALL SELECT 0, 0, name, begin_at, end_at FROM text_match "
        "WHERE doc_key = $1 AND begin_at IS NOT NULL ORDER BY defendant_no, count_no, fact, "
        "begin_at, end_at",
};

cm_sv cm_facts_table_name(cm_facts_table table)
{
    return cm_sv_from(fixed_tables[table].name);
}

cm_status cm_facts_execute(cm_session *s, cm_facts_query query, const cm_cell *values, size_t count,
                           cm_err *err)
{
    return cm_session_execute(s, cm_sv_from(queries[query]), values, count, err);
}

cm_status cm_facts_ask(cm_session *s, cm_facts_query query, const cm_cell *values, size_t count,
                       cm_rows **ret_rows, cm_err *err)
{
    return cm_session_ask(s, cm_sv_from(queries[query]), values, count, ret_rows, err);
}

void cm_facts_rollback(cm_session *s)
{
    CM_AUTO_ERR ignored = {0};
    cm_status status = cm_facts_execute(s, CM_QUERY_ROLLBACK, NULL, 0, &ignored);
    (void)status; /* the fault that led here is the one to tell */
}

/* ---- tables and views from the catalogue ---- */

static const char *const key_names[] = {"doc_key", "defendant_no", "count_no"};

static const char *key_name(size_t i)
{
    cm_assert(i < CM_COUNT(key_names));
    return key_names[i];
}

size_t cm_facts_first_own(const cm_view *view)
{
    return view->wider != NULL ? view->wider->columns.count : 0;
}

cm_sv cm_facts_own_table(cm_arena *mem, const cm_view *view)
{
    return view->child.len != 0 ? view->table
                                : cm_arena_format(mem, "fact_%.*s", CM_SV_ARG(view->table));
}

/* Names come from the catalogue; quoting keeps one that is also a word of SQL ("on") apart. */
static void add_name(cm_buf *sql, cm_sv name)
{
    cm_assert(cm_sv_find_byte(name, '"', 0) == SIZE_MAX);
    (void)cm_buf_addf(sql, "\"%.*s\"", CM_SV_ARG(name));
}

static void add_table(cm_arena *mem, cm_buf *sql, const cm_view *view)
{
    bool child = view->child.len != 0;
    (void)cm_buf_add(sql, CM_SV("CREATE TABLE IF NOT EXISTS "));
    add_name(sql, cm_facts_own_table(mem, view));
    for (size_t i = 0; i < view->key_count; i++) {
        (void)cm_buf_addf(sql, "%s%s BIGINT", i == 0 ? " (" : ", ", key_name(i));
    }
    if (child) {
        (void)cm_buf_add(sql, CM_SV(", row_no BIGINT"));
    }
    for (size_t i = cm_facts_first_own(view); i < view->columns.count; i++) {
        (void)cm_buf_add(sql, CM_SV(", "));
        add_name(sql, view->columns.items[i]->name);
        (void)cm_buf_addf(sql, " %s", cm_type_sql(view->columns.items[i]->type));
    }
    (void)cm_buf_add(sql, CM_SV(", unread VARCHAR[]"));
    if (!child && view->wider == NULL) {
        (void)cm_buf_add(sql, CM_SV(", unread_groups VARCHAR[]"));
    }
    (void)cm_buf_add(sql, CM_SV(")"));
}

/* The view over its own table and the view it inherits from. */
static void add_view(cm_arena *mem, cm_buf *sql, const cm_view *view)
{
    (void)cm_buf_add(sql, CM_SV("CREATE OR REPLACE VIEW "));
    add_name(sql, view->table);
    (void)cm_buf_add(sql, CM_SV(" AS SELECT "));
    for (size_t i = 0; i < CM_COUNT(key_names); i++) {
        bool own = i < view->key_count;
        (void)cm_buf_addf(sql, own ? "o.%s, " : "0::BIGINT AS %s, ", key_names[i]);
    }
    for (size_t i = 0; i < view->columns.count; i++) {
        (void)cm_buf_addf(sql, "%s.", i < cm_facts_first_own(view) ? "w" : "o");
        add_name(sql, view->columns.items[i]->name);
        (void)cm_buf_add(sql, CM_SV(", "));
    }
    const char *lists = view->wider != NULL
                            ? "list_concat(w.unread, o.unread) AS unread, w.unread_groups"
                            : "o.unread, o.unread_groups";
    (void)cm_buf_addf(sql, "%s FROM ", lists);
    add_name(sql, cm_facts_own_table(mem, view));
    (void)cm_buf_add(sql, CM_SV(" o"));
    if (view->wider != NULL) {
        (void)cm_buf_add(sql, CM_SV(" JOIN "));
        add_name(sql, view->wider->table);
        for (size_t i = 0; i < view->wider->key_count; i++) {
            (void)cm_buf_addf(sql, "%s w.%s = o.%s", i == 0 ? " w ON" : " AND", key_name(i),
                              key_name(i));
        }
    }
}

/* What is looked up by a word among millions of rows. */
static const char *const INDEXES[] = {
    "CREATE INDEX IF NOT EXISTS document_doc ON document (doc)",
    "CREATE INDEX IF NOT EXISTS result_clue ON result (clue)", /* clear results have none */
};

static cm_status execute(cm_session *s, cm_buf *sql, cm_err *err)
{
    cm_assert(!sql->over);
    cm_status status = cm_session_execute(s, cm_buf_view(sql), NULL, 0, err);
    cm_buf_reset(sql);
    return status;
}

static void add_fixed(cm_buf *sql, size_t table)
{
    (void)cm_buf_addf(sql, "CREATE %sTABLE IF NOT EXISTS %s (%s)",
                      table == CM_TABLE_MATCH ? "TEMP " : "", fixed_tables[table].name,
                      fixed_tables[table].columns);
}

/* What the tables look like, in one word. */
static cm_sv layout_of(cm_arena *mem, const cm_catalogue *catalogue)
{
    CM_AUTO_BUF all;
    cm_buf_init(&all, CM_MAX_SQL);
    for (size_t i = 0; i < CM_COUNT(fixed_tables); i++) {
        add_fixed(&all, i);
    }
    for (size_t i = 0; i < catalogue->tables.count; i++) {
        add_table(mem, &all, catalogue->tables.items[i]);
    }
    cm_assert(!all.over);
    return cm_digest_hex(mem, cm_digest_of(cm_buf_view(&all)));
}

/* Tables that an earlier or later program made are not guessed at. Empty ones get its mark. */
static cm_status check_layout(cm_session *s, cm_sv layout, cm_err *err)
{
    cm_rows *rows = NULL;
    bool other = false, marked = false;
    cm_status status = cm_facts_execute(s, CM_QUERY_LAYOUT_TABLE, NULL, 0, err);
    if (status == CM_OK) {
        status = cm_facts_ask(s, CM_QUERY_LAYOUT, NULL, 0, &rows, err);
    }
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_cell mark = cm_rows_cell(rows, 0);
        marked = marked || mark.type == CM_CELL_TEXT;
        other = other || mark.type != CM_CELL_TEXT || !cm_sv_equal(mark.text, layout);
    }
    cm_rows_close(rows);
    if (status == CM_OK && other) {
        return cm_err_set(err, CM_E_SCHEMA,
                          "facts.duckdb was made by another version of this program: chaming "
                          "rebuild makes it anew");
    }
    cm_cell mark = cm_cell_text(layout);
    return status == CM_OK && !marked ? cm_facts_execute(s, CM_QUERY_LAYOUT_MARK, &mark, 1, err)
                                      : status;
}

cm_status cm_facts_create(cm_session *s, const cm_catalogue *catalogue, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_BUF sql;
    cm_buf_init(&sql, CM_MAX_SQL);
    cm_status status = check_layout(s, layout_of(&mem, catalogue), err);
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(fixed_tables); i++) {
        add_fixed(&sql, i);
        status = execute(s, &sql, err);
    }
    for (size_t i = 0; status == CM_OK && i < catalogue->tables.count; i++) {
        add_table(&mem, &sql, catalogue->tables.items[i]);
        status = execute(s, &sql, err);
    }
    for (size_t i = 0; status == CM_OK && i < catalogue->views.count; i++) {
        add_view(&mem, &sql, catalogue->views.items[i]);
        status = execute(s, &sql, err);
    }
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(INDEXES); i++) {
        status = cm_session_execute(s, cm_sv_from(INDEXES[i]), NULL, 0, err);
    }
    return status;
}

cm_status cm_facts_create_temporary(cm_session *s, cm_err *err)
{
    CM_AUTO_BUF sql;
    cm_buf_init(&sql, CM_MAX_SQL);
    add_fixed(&sql, CM_TABLE_MATCH);
    cm_status status = execute(s, &sql, err);
    return status == CM_OK ? cm_facts_execute(s, CM_QUERY_SEAL_TABLE, NULL, 0, err) : status;
}

cm_status cm_facts_forget(cm_session *s, const cm_catalogue *catalogue, int64_t doc_key,
                          cm_err *err)
{
    static const cm_facts_table fixed[] = {CM_TABLE_ANCHOR, CM_TABLE_GAP, CM_TABLE_CONFLICT};
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_BUF sql;
    cm_buf_init(&sql, CM_MAX_SQL);
    const cm_cell key = cm_cell_int(doc_key);
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(fixed) + catalogue->tables.count; i++) {
        cm_sv table = i < CM_COUNT(fixed)
                          ? cm_facts_table_name(fixed[i])
                          : cm_facts_own_table(&mem, catalogue->tables.items[i - CM_COUNT(fixed)]);
        cm_buf_reset(&sql);
        (void)cm_buf_add(&sql, CM_SV("DELETE FROM "));
        add_name(&sql, table);
        (void)cm_buf_add(&sql, CM_SV(" WHERE doc_key = $1"));
        status = cm_session_execute(s, cm_buf_view(&sql), &key, 1, err);
    }
    return status;
}

/* ---- imported tables ---- */

cm_sv cm_facts_imported_table(cm_arena *mem, const cm_view *view)
{
    return cm_arena_format(mem, "table_%.*s",
                           CM_SV_ARG(cm_sv_slice(view->name, strlen("t_"), view->name.len)));
}

/* A word of ours as a literal: a view takes no placeholder. */
static void add_word(cm_buf *sql, cm_sv word)
{
    cm_assert(cm_sv_find_byte(word, '\'', 0) == SIZE_MAX);
    (void)cm_buf_addf(sql, "'%.*s'", CM_SV_ARG(word));
}

cm_status cm_facts_create_imported(cm_session *s, const cm_view *view, cm_sv sealed_id, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_BUF sql;
    cm_buf_init(&sql, CM_MAX_SQL);
    (void)cm_buf_add(&sql, CM_SV("CREATE TABLE IF NOT EXISTS "));
    add_name(&sql, cm_facts_imported_table(&mem, view));
    (void)cm_buf_add(&sql, CM_SV(" (source_no BIGINT, file_no BIGINT, row_no BIGINT"));
    for (size_t i = 0; i < view->columns.count; i++) {
        (void)cm_buf_add(&sql, CM_SV(", "));
        add_name(&sql, view->columns.items[i]->name);
        (void)cm_buf_addf(&sql, " %s", cm_type_sql(view->columns.items[i]->type));
    }
    (void)cm_buf_add(&sql, CM_SV(", unread VARCHAR[])"));
    cm_status status = execute(s, &sql, err);
    (void)cm_buf_add(&sql, CM_SV("CREATE OR REPLACE VIEW "));
    add_name(&sql, view->table);
    (void)cm_buf_add(&sql, CM_SV(" AS SELECT * FROM "));
    add_name(&sql, cm_facts_imported_table(&mem, view));
    (void)cm_buf_add(&sql, CM_SV(" WHERE sealed <> "));
    add_word(&sql, sealed_id);
    return status == CM_OK ? execute(s, &sql, err) : status;
}

cm_status cm_facts_create_matched(cm_session *s, cm_sv view, const cm_svs *names, cm_sv name,
                                  cm_err *err)
{
    CM_AUTO_BUF sql;
    cm_buf_init(&sql, CM_MAX_SQL);
    (void)cm_buf_add(&sql, CM_SV("CREATE OR REPLACE TEMP VIEW "));
    add_name(&sql, name);
    (void)cm_buf_add(&sql, CM_SV(" AS SELECT s.* REPLACE (list_concat(s.unread, coalesce(m.missed, "
                                 "[]::VARCHAR[])) AS unread)"));
    for (size_t i = 0; i < names->count; i++) {
        (void)cm_buf_add(&sql, CM_SV(", CASE WHEN list_contains(coalesce(m.missed, "
                                     "[]::VARCHAR[]), "));
        add_word(&sql, names->items[i]);
        (void)cm_buf_add(&sql, CM_SV(") THEN NULL ELSE list_contains(coalesce(m.found, "
                                     "[]::VARCHAR[]), "));
        add_word(&sql, names->items[i]);
        (void)cm_buf_add(&sql, CM_SV(") END AS "));
        add_name(&sql, names->items[i]);
    }
    (void)cm_buf_add(&sql, CM_SV(" FROM "));
    add_name(&sql, view);
    (void)cm_buf_add(&sql, CM_SV(" s LEFT JOIN (SELECT doc_key, list(DISTINCT name) FILTER (NOT "
                                 "unread) AS found, list(DISTINCT name) FILTER (unread) AS missed "
                                 "FROM text_match GROUP BY doc_key) m ON m.doc_key = s.doc_key"));
    return execute(s, &sql, err);
}

/* ---- plans ---- */

static cm_cell *parameter_cells(cm_arena *mem, const cm_parameters *parameters)
{
    cm_cell *cells = cm_arena_array(mem, cm_cell, parameters->count);
    for (size_t i = 0; i < parameters->count; i++) {
        const cm_parameter *p = &parameters->items[i];
        if (p->type == CM_TYPE_TEXT) {
            cells[i] = cm_cell_text(p->text);
        } else if (p->type == CM_TYPE_BOOLEAN) {
            cells[i] = cm_cell_bool(p->number != 0);
        } else {
            cells[i] = cm_cell_int(p->number);
        }
    }
    return cells;
}

cm_status cm_facts_run(cm_session *s, const cm_plan *plan, cm_rows **ret_rows, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_BUF sql;
    cm_buf_init(&sql, CM_MAX_SQL);
    (void)cm_buf_add(&sql, CM_SV("SELECT p.*, j.court, j.case_no, j.document_type, j.decided_on, "
                                 "d.digest, a.name, c.charge, j.instance, j.said_final, "
                                 "j.received_on FROM ("));
    (void)cm_buf_add(&sql, plan->sql);
    (void)cm_buf_add(&sql, CM_SV(") AS p(doc_key, defendant_no, count_no) "
                                 "JOIN document d ON d.doc_key = p.doc_key "
                                 "JOIN fact_judgment j ON j.doc_key = p.doc_key "
                                 "LEFT JOIN fact_defendant a ON a.doc_key = p.doc_key "
                                 "AND a.defendant_no = p.defendant_no "
                                 "LEFT JOIN fact_conviction c ON c.doc_key = p.doc_key "
                                 "AND c.defendant_no = p.defendant_no AND c.count_no = p.count_no "
                                 "ORDER BY p.doc_key, p.defendant_no, p.count_no"));
    if (sql.over) {
        return cm_err_set(err, CM_E_LIMIT, "a plan of %zu bytes", plan->sql.len);
    }
    return cm_session_query(s, cm_buf_view(&sql), parameter_cells(&mem, &plan->parameters),
                            plan->parameters.count, ret_rows, err);
}

cm_status cm_facts_keys(cm_session *s, cm_numbers_range *ret_range, cm_err *err)
{
    cm_rows *rows = NULL;
    *ret_range = (cm_numbers_range){.first = 1};
    cm_status status = cm_facts_ask(s, CM_QUERY_KEYS, NULL, 0, &rows, err);
    if (status == CM_OK && cm_rows_next(rows) && cm_rows_cell(rows, 0).type == CM_CELL_INT) {
        *ret_range = (cm_numbers_range){cm_rows_cell(rows, 0).number, cm_rows_cell(rows, 1).number};
    }
    cm_rows_close(rows);
    return status;
}

cm_status cm_facts_stretch(cm_session *s, const cm_view *view, int64_t first, int64_t last,
                           cm_rows **ret_rows, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_BUF sql;
    cm_buf_init(&sql, CM_MAX_SQL);
    bool child = view->child.len != 0, top = !child && view->wider == NULL;
    (void)cm_buf_add(&sql, CM_SV("SELECT "));
    for (size_t i = 0; i < view->key_count; i++) {
        (void)cm_buf_addf(&sql, "t.%s, ", key_name(i));
    }
    for (size_t i = cm_facts_first_own(view); i < view->columns.count; i++) {
        (void)cm_buf_add(&sql, CM_SV("t."));
        add_name(&sql, view->columns.items[i]->name);
        (void)cm_buf_add(&sql, CM_SV(", "));
    }
    (void)cm_buf_add(&sql, top ? CM_SV("t.unread, t.unread_groups, d.digest FROM ")
                               : CM_SV("t.unread FROM "));
    add_name(&sql, cm_facts_own_table(&mem, view));
    (void)cm_buf_add(&sql, top ? CM_SV(" t JOIN document d USING (doc_key)") : CM_SV(" t"));
    (void)cm_buf_add(&sql, CM_SV(" WHERE t.doc_key BETWEEN $1 AND $2 ORDER BY "));
    for (size_t i = 0; i < view->key_count; i++) {
        (void)cm_buf_addf(&sql, "%st.%s", i == 0 ? "" : ", ", key_name(i));
    }
    (void)cm_buf_add(&sql, child ? CM_SV(", t.row_no") : CM_SV(""));
    const cm_cell values[] = {cm_cell_int(first), cm_cell_int(last)};
    cm_assert(!sql.over);
    return cm_session_query(s, cm_buf_view(&sql), values, CM_COUNT(values), ret_rows, err);
}

cm_status cm_facts_related(cm_session *s, const cm_plan_related *related, cm_rows **ret_rows,
                           cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    return cm_session_query(s, related->sql, parameter_cells(&mem, &related->parameters),
                            related->parameters.count, ret_rows, err);
}

cm_status cm_facts_step(cm_session *s, const cm_plan_step *step, cm_rows **ret_rows, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_BUF sql;
    cm_buf_init(&sql, CM_MAX_SQL);
    (void)cm_buf_add(&sql, CM_SV("CREATE TEMP TABLE "));
    add_name(&sql, step->name);
    (void)cm_buf_add(&sql, CM_SV(" AS "));
    (void)cm_buf_add(&sql, step->sql);
    cm_status status =
        cm_session_execute(s, cm_buf_view(&sql), parameter_cells(&mem, &step->parameters),
                           step->parameters.count, err);
    if (status != CM_OK) {
        return status;
    }
    cm_buf_reset(&sql);
    (void)cm_buf_add(&sql, CM_SV("SELECT * FROM "));
    add_name(&sql, step->name);
    return cm_session_query(s, cm_buf_view(&sql), NULL, 0, ret_rows, err);
}

/* ---- a copy without a source ---- */

/* Which rows of a table stay; every other table has the keys of documents. */
#define KEPT_DOCUMENTS "(SELECT doc_key FROM old.document WHERE source_no <> $1)"
/* A result that shows rows of a document that goes would go on quoting it. */
#define RESTS_ON_KEPT                                                                              \
    "doc_key IN " KEPT_DOCUMENTS " AND (model, doc_key, defendant_no, count_no) NOT IN "           \
    "(SELECT (model, doc_key, defendant_no, count_no) FROM old.result_related "                    \
    "WHERE other_doc NOT IN " KEPT_DOCUMENTS ") "                                                  \
    "AND NOT EXISTS (SELECT 1 FROM old.imported WHERE source_no = $1)" /* may quote its rows */
static const char *const kept_rows[CM_TABLE_COUNT] = {
    [CM_TABLE_SOURCE] = "source_no <> $1",
    [CM_TABLE_FILE] = "source_no <> $1",
    [CM_TABLE_DOCUMENT] = "source_no <> $1",
    [CM_TABLE_DUPLICATE] = "source_no <> $1",
    [CM_TABLE_IMPORTED] = "source_no <> $1",
    [CM_TABLE_LINK] = ("doc_key IN " KEPT_DOCUMENTS " AND other IN " KEPT_DOCUMENTS),
    [CM_TABLE_RESULT] = RESTS_ON_KEPT,
    [CM_TABLE_RESULT_FACT] = RESTS_ON_KEPT,
    [CM_TABLE_RESULT_RELATED] = RESTS_ON_KEPT,
    [CM_TABLE_NOT_READ] = "file_no IN (SELECT file_no FROM old.file WHERE source_no <> $1)",
};

/* A path as a literal: the only text that no placeholder can stand for. */
static void add_path(cm_buf *sql, cm_sv path)
{
    (void)cm_buf_add_byte(sql, '\'');
    for (size_t i = 0; i < path.len; i++) {
        (void)cm_buf_add(sql, path.ptr[i] == '\'' ? CM_SV("''") : cm_sv_slice(path, i, i + 1));
    }
    (void)cm_buf_add_byte(sql, '\'');
}

static cm_status attach(cm_session *s, cm_sv path, const char *as, cm_err *err)
{
    CM_AUTO_BUF sql;
    cm_buf_init(&sql, CM_MAX_SQL);
    (void)cm_buf_add(&sql, CM_SV("ATTACH "));
    add_path(&sql, path);
    (void)cm_buf_addf(&sql, " AS %s", as);
    return execute(s, &sql, err);
}

static cm_status copy_table(cm_session *s, cm_sv table, const char *kept, int64_t source_no,
                            cm_err *err)
{
    CM_AUTO_BUF sql;
    cm_buf_init(&sql, CM_MAX_SQL);
    (void)cm_buf_add(&sql, CM_SV("CREATE TABLE fresh."));
    add_name(&sql, table);
    (void)cm_buf_add(&sql, CM_SV(" AS SELECT * FROM old."));
    add_name(&sql, table);
    (void)cm_buf_addf(&sql, " WHERE %s", kept != NULL ? kept : "doc_key IN " KEPT_DOCUMENTS);
    cm_cell number = cm_cell_int(source_no);
    return cm_session_execute(s, cm_buf_view(&sql), &number, 1, err);
}

/* The imported tables that stay. */
static cm_status list_imported(cm_session *s, cm_arena *mem, int64_t source_no, cm_svs *names,
                               cm_err *err)
{
    cm_cell number = cm_cell_int(source_no);
    cm_rows *rows = NULL;
    cm_status status = cm_session_query(
        s, CM_SV("SELECT 'table_' || name FROM old.imported WHERE source_no <> $1 ORDER BY name"),
        &number, 1, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(mem, names) = cm_rows_text(rows, 0, mem);
    }
    cm_rows_close(rows);
    return status;
}

static cm_status copy_tables(cm_session *s, const cm_catalogue *catalogue, int64_t source_no,
                             cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_status status = cm_session_execute(
        s, CM_SV("CREATE TABLE fresh.layout AS SELECT * FROM old.layout"), NULL, 0, err);
    for (size_t i = 0; status == CM_OK && i < CM_TABLE_COUNT; i++) {
        if (i == CM_TABLE_MATCH) {
            continue;
        }
        status =
            copy_table(s, cm_facts_table_name((cm_facts_table)i), kept_rows[i], source_no, err);
    }
    for (size_t i = 0; status == CM_OK && i < catalogue->tables.count; i++) {
        cm_sv name = cm_facts_own_table(&mem, catalogue->tables.items[i]);
        status = copy_table(s, name, NULL, source_no, err);
    }
    cm_svs names = {0};
    if (status == CM_OK) {
        status = list_imported(s, &mem, source_no, &names, err);
    }
    for (size_t i = 0; status == CM_OK && i < names.count; i++) {
        status = copy_table(s, names.items[i], "source_no <> $1", source_no, err);
    }
    return status;
}

cm_status cm_facts_copy_without(cm_sv from, cm_sv to, const cm_catalogue *catalogue,
                                int64_t source_no, cm_err *err)
{
    cm_engine *engine = NULL;
    cm_session *s = NULL;
    const cm_engine_options options = {.attaches = true};
    cm_status status = cm_engine_open(&options, &engine, err);
    if (status == CM_OK) {
        status = cm_session_open(engine, &s, err);
    }
    if (status == CM_OK) {
        status = attach(s, from, "old", err);
    }
    if (status == CM_OK) {
        status = attach(s, to, "fresh", err);
    }
    if (status == CM_OK) {
        status = copy_tables(s, catalogue, source_no, err);
    }
    static const char *const ends[] = {"CHECKPOINT fresh", "DETACH fresh", "DETACH old"};
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(ends); i++) {
        status = cm_session_execute(s, cm_sv_from(ends[i]), NULL, 0, err);
    }
    cm_session_close(s);
    cm_engine_close(engine);
    return status;
}

#include "base/base.h"

#include "verify/reread.h"

#include "base/file.h"
#include "base/map.h"

/* A phrase of the lexicon and the Chinese of the term it stands for. */
typedef struct {
    cm_sv phrase, zh;
} saying;

struct cm_rereader {
    cm_folder *folder;
    cm_lexicon *lexicon;
    cm_scratch *scratch;
    CM_VEC(saying) sayings;
    cm_sv term_units[2]; /* what follows a number of months or days */
    cm_sv text;
    cm_folded folded;
    cm_lexed lexed;
    CM_VEC(cm_span) at; /* of each token, in the text */
};

/* ---- loading ---- */

typedef struct {
    cm_arena *mem;
    const cm_terms *terms;
    cm_rereader *r;
    cm_map seen;
    CM_VEC(const char *) names; /* of the cues, each once */
} loader;

/* "list/id" to the Chinese of the term; empty: none. */
static cm_sv term_of(const cm_terms *terms, cm_sv word)
{
    cm_sv list;
    if (!cm_sv_split(&word, '/', &list) || word.ptr == NULL) {
        return CM_SV("");
    }
    const cm_term_list *l = cm_map_find(&terms->lists, list);
    const cm_term *t = l != NULL ? cm_term_of(l, word) : NULL;
    return t != NULL ? t->zh : CM_SV("");
}

static cm_status fold_words(loader *l, cm_sv words, cm_sv *ret_folded, cm_err *err)
{
    cm_folded f;
    cm_status status = cm_fold(l->mem, l->r->folder, words, &f, err);
    if (status == CM_OK) {
        *ret_folded = f.text;
    }
    return status;
}

static cm_status load_cues(loader *l, cm_sv path, cm_err *err)
{
    cm_tsv table;
    size_t phrase = 0, cue = 0, term = 0;
    cm_status status = cm_tsv_load(l->mem, path, &table, err);
    if (status == CM_OK) {
        status = cm_tsv_column(&table, CM_SV("phrase"), &phrase, err);
    }
    if (status == CM_OK) {
        status = cm_tsv_column(&table, CM_SV("cue"), &cue, err);
    }
    if (status == CM_OK) {
        status = cm_tsv_column(&table, CM_SV("term"), &term, err);
    }
    for (size_t i = 0; status == CM_OK && i < table.rows.count; i++) {
        const cm_sv *cells = table.rows.items[i].cells;
        if (cm_map_find(&l->seen, cells[cue]) == NULL) {
            (void)cm_map_put(l->mem, &l->seen, cells[cue], l);
            *cm_vec_push(l->mem, &l->names) = cm_arena_sv(l->mem, cells[cue]).ptr;
        }
        cm_sv zh = term_of(l->terms, cells[term]);
        if (zh.len != 0) {
            cm_sv folded = zh;
            status = fold_words(l, cells[phrase], &folded, err);
            *cm_vec_push(l->mem, &l->r->sayings) = (saying){folded, zh};
        }
    }
    return status;
}

cm_status cm_rereader_open(cm_arena *mem, cm_sv data_folder, const cm_terms *terms,
                           cm_rereader **ret_rereader, cm_err *err)
{
    loader l = {.mem = mem, .terms = terms, .r = cm_arena_new(mem, cm_rereader)};
    cm_sv folder = cm_file_join(mem, data_folder, CM_SV("lexicon"));
    cm_svs files = {0};
    cm_status status = cm_folder_load(mem, folder, &l.r->folder, err);
    if (status == CM_OK) {
        status = cm_file_list(mem, cm_file_join(mem, folder, CM_SV("cues")), &files, err);
    }
    for (size_t i = 0; status == CM_OK && i < files.count; i++) {
        status = load_cues(&l, files.items[i], err);
    }
    if (status == CM_OK) {
        const cm_lexicon_source source = {folder, l.r->folder, terms, l.names.items, l.names.count};
        status = cm_lexicon_load(mem, &source, &l.r->lexicon, err);
    }
    if (status == CM_OK) {
        l.r->scratch = cm_scratch_new(l.r->lexicon);
        l.r->term_units[0] = term_of(terms, CM_SV("unit/month"));
        l.r->term_units[1] = term_of(terms, CM_SV("unit/day"));
        *ret_rereader = l.r;
    }
    return status;
}

void cm_rereader_close(cm_rereader *r)
{
    if (r != NULL) {
        cm_scratch_free(r->scratch);
        cm_lexicon_free(r->lexicon);
    }
}

cm_status cm_reread_document(cm_rereader *r, cm_arena *mem, cm_sv text, cm_err *err)
{
    cm_status status = cm_fold(mem, r->folder, text, &r->folded, err);
    if (status != CM_OK) {
        return status;
    }
    r->text = text;
    cm_lex(mem, r->lexicon, r->scratch, &r->folded, &r->lexed);
    r->at.items = NULL;
    r->at.count = r->at.cap = 0;
    for (size_t i = 0; i < r->lexed.tokens.count; i++) {
        const cm_token *t = &r->lexed.tokens.items[i];
        *cm_vec_push(mem, &r->at) = cm_folded_span(&r->folded, t->begin, t->end);
    }
    return CM_OK;
}

/* ---- one value ---- */

/* `found`: something of the kind stands there; `same`: it is the value. */
typedef struct {
    const cm_column *column;
    cm_value value;
    bool found, same;
    bool is_term; /* counts months or days */
    int64_t sum;  /* of the sums of money */
    int64_t months, days;
} comparison;

static bool date_agrees(cm_date said, cm_date value)
{
    return (said.year == 0 || said.year == value.year) &&
           (said.month == 0 || said.month == value.month) &&
           (said.day == 0 || said.day == value.day);
}

/* Hundredths of the number as printed, in the unit printed; the value may count in a smaller one,
 * grams in milligrams. */
static bool is_scaled(int64_t hundredths, int64_t value)
{
    enum { SCALES = 7 };

    for (int i = 0; i < SCALES; i++, hundredths *= 10) {
        if (hundredths / 100 == value && hundredths % 100 == 0) {
            return true;
        }
        if (hundredths > INT64_MAX / 10) {
            return false;
        }
    }
    return false;
}

static void compare_token(comparison *c, const cm_token *t)
{
    int64_t n = c->value.number;
    if (c->column->type == CM_TYPE_DATE && t->kind == CM_TOKEN_DATE) {
        c->found = true;
        c->same = c->same || date_agrees(t->date, cm_date_from_days((int32_t)n));
    } else if (c->column->type == CM_TYPE_MONEY && t->kind == CM_TOKEN_MONEY) {
        c->found = true;
        c->sum += t->number;
        c->same = c->same || t->number == n || c->sum == n;
    } else if (c->column->type == CM_TYPE_INTEGER && t->kind == CM_TOKEN_DURATION) {
        c->found = c->found || c->is_term; /* beside another number a term says nothing of it */
        c->months += t->months;
        c->days += t->days;
        c->same = c->same || t->months == n || t->days == n || c->months == n || c->days == n;
    } else if (c->column->type == CM_TYPE_INTEGER && t->kind == CM_TOKEN_NUMBER) {
        c->same = c->same || is_scaled(t->number, n);
    } else if (c->column->type == CM_TYPE_INTEGER &&
               (t->kind == CM_TOKEN_ARTICLE || t->kind == CM_TOKEN_PARAGRAPH ||
                t->kind == CM_TOKEN_ITEM)) {
        c->same = c->same || t->number == n || (t->kind == CM_TOKEN_ARTICLE && t->days == n);
    }
}

/* The tokens of the document that lie in the place, and those of its words read by themselves: a
 * place may begin inside of what the document joins. */
static void compare_tokens(cm_rereader *r, cm_arena *mem, comparison *c, cm_span place)
{
    for (size_t i = 0; i < r->at.count; i++) {
        if (r->at.items[i].begin < place.end && r->at.items[i].end > place.begin) {
            compare_token(c, &r->lexed.tokens.items[i]);
        }
    }
    cm_folded folded;
    cm_sv words = cm_sv_slice(r->text, place.begin, place.end);
    if (!c->same && cm_fold(mem, r->folder, words, &folded, NULL) == CM_OK) {
        cm_lexed lexed;
        c->sum = c->months = c->days = 0;
        cm_lex(mem, r->lexicon, r->scratch, &folded, &lexed);
        for (size_t i = 0; i < lexed.tokens.count; i++) {
            compare_token(c, &lexed.tokens.items[i]);
        }
    }
}

static bool is_listed(const cm_column *column, cm_sv zh)
{
    for (size_t i = 0; i < column->allowed.count; i++) {
        if (cm_sv_equal(column->allowed.items[i], zh)) {
            return true;
        }
    }
    return false;
}

/* A term of a closed list: its own words, or a phrase of the lexicon for it. */
static void compare_term(cm_rereader *r, comparison *c, cm_sv words)
{
    if (cm_sv_find(words, c->value.text, 0) != SIZE_MAX) {
        c->found = c->same = true;
        return;
    }
    for (size_t i = 0; i < r->sayings.count; i++) {
        const saying *s = &r->sayings.items[i];
        if (is_listed(c->column, s->zh) && cm_sv_find(words, s->phrase, 0) != SIZE_MAX) {
            /* in a longer passage another term says nothing of this one */
            c->found = c->found || 2 * s->phrase.len >= words.len;
            c->same = c->same || cm_sv_equal(s->zh, c->value.text);
        }
    }
}

static void compare_words(cm_rereader *r, cm_arena *mem, comparison *c, cm_span place)
{
    cm_folded words, value;
    if (cm_fold(mem, r->folder, cm_sv_slice(r->text, place.begin, place.end), &words, NULL) !=
            CM_OK ||
        cm_fold(mem, r->folder, c->value.text, &value, NULL) != CM_OK) {
        return;
    }
    if (c->column->allowed.count != 0) {
        compare_term(r, c, words.text);
        return;
    }
    /* a name may be written in many ways: other words are no other value */
    c->same = c->same || cm_sv_find(words.text, value.text, 0) != SIZE_MAX ||
              cm_sv_find(value.text, words.text, 0) != SIZE_MAX;
}

static bool is_term(const cm_rereader *r, const cm_column *column)
{
    for (size_t i = 0; i < CM_COUNT(r->term_units); i++) {
        if (column->unit.len != 0 && cm_sv_ends(column->unit, r->term_units[i])) {
            return true;
        }
    }
    return false;
}

cm_reread cm_reread_value(cm_rereader *r, cm_arena *mem, const cm_spans *places,
                          const cm_column *column, cm_value value)
{
    comparison c = {.column = column, .value = value, .is_term = is_term(r, column)};
    for (size_t i = 0; i < places->count && !c.same; i++) {
        if (column->type == CM_TYPE_TEXT) {
            compare_words(r, mem, &c, places->items[i]);
        } else {
            compare_tokens(r, mem, &c, places->items[i]);
        }
    }
    return c.same ? CM_REREAD_AGREES : c.found ? CM_REREAD_CONTRADICTS : CM_REREAD_SILENT;
}

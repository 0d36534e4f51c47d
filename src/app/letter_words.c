#include "base/base.h"

#include "app/letter_words.h"

#include "base/limits.h"
#include "text/utf8.h"

#define LAW_NAME_BYTES                                                                             \
    ((size_t)300)      /* the longest name of a law before the number of an article                \
                        */
#define NAME_LETTERS 4 /* of a person, the longest */

typedef struct {
    const cm_letter_linting *l;
    const cm_sentence *s;
    cm_sv text; /* own words */
    cm_folded folded;
    cm_lexed lexed;
} job;

/* ---- own words ---- */

static cm_sv without_places(const cm_letter_use *use, const cm_sentence *s)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    size_t at = 0, begin = 0, from = 0;
    cm_sv name;
    while (cm_letter_place_next(s->form, &at, &begin, &name)) {
        (void)cm_buf_add(&out, cm_sv_slice(s->form, from, begin));
        cm_sv words = CM_SV("|");
        for (size_t i = 0; i < s->binds.count; i++) {
            const cm_letter_value *b = &s->binds.items[i];
            bool written = cm_sv_equal(b->source, CM_SV("person"));
            words = written && cm_sv_equal(b->name, name) ? b->text : words;
        }
        (void)cm_buf_add(&out, words);
        from = at;
    }
    (void)cm_buf_add(&out, cm_sv_slice(s->form, from, s->form.len));
    return cm_arena_sv(use->mem, cm_buf_view(&out));
}

static cm_sv without(cm_arena *mem, cm_sv text, cm_sv words)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    size_t from = 0, at = 0;
    while (words.len != 0 && (at = cm_sv_find(text, words, from)) != SIZE_MAX) {
        (void)cm_buf_add(&out, cm_sv_slice(text, from, at));
        (void)cm_buf_add_byte(&out, '|');
        from = at + words.len;
    }
    (void)cm_buf_add(&out, cm_sv_slice(text, from, text.len));
    return cm_arena_sv(mem, cm_buf_view(&out));
}

cm_sv cm_letter_own_words(const cm_letter_use *use, const cm_sentence *s)
{
    if (s->state == CM_SENTENCE_DRAFTED) {
        return without_places(use, s);
    }
    cm_sv text = s->text;
    size_t limit = SIZE_MAX;
    while (limit != 0) { /* the longest first */
        size_t longest = 0;
        for (size_t i = 0; i < s->binds.count; i++) {
            size_t len = s->binds.items[i].text.len;
            longest = len < limit && len > longest ? len : longest;
        }
        for (size_t i = 0; i < s->binds.count && longest != 0; i++) {
            const cm_letter_value *b = &s->binds.items[i];
            bool written = cm_sv_equal(b->source, CM_SV("person"));
            text = b->text.len == longest && !written ? without(use->mem, text, b->text) : text;
        }
        limit = longest;
    }
    return text;
}

static void mark(const job *j, const char *code, bool is_error, cm_sv what)
{
    cm_letter_mark_add(j->l, code, is_error, j->s, what);
}

static cm_sv words_of(const job *j, uint32_t begin, uint32_t end)
{
    cm_span at = cm_folded_span(&j->folded, begin, end);
    return cm_sv_slice(j->text, at.begin, at.end);
}

/* ---- articles ---- */

/* The law whose name ends at folded offset `end`, between title marks or not. */
static const cm_law_source *law_before(const job *j, size_t token)
{
    const cm_law *law = j->l->use->home->law;
    uint32_t end = j->lexed.tokens.items[token].begin;
    if (token > 0 && j->lexed.tokens.items[token - 1].kind == CM_TOKEN_TITLE &&
        j->lexed.tokens.items[token - 1].end == end) {
        const cm_token *title = &j->lexed.tokens.items[token - 1];
        cm_sv name = words_of(j, title->begin, title->end);
        size_t first = 0, last = name.len;
        (void)cm_utf8_decode(name, 0, &first);
        while (last > 0 && !cm_utf8_is_boundary(name, last - 1)) {
            last--;
        }
        return cm_law_source_of(law, cm_sv_slice(name, first, last - 1));
    }
    cm_sv before = words_of(j, 0, end);
    size_t from = before.len > LAW_NAME_BYTES ? before.len - LAW_NAME_BYTES : 0;
    for (; from < before.len; from++) {
        const cm_law_source *source =
            cm_utf8_is_boundary(before, from)
                ? cm_law_source_of(law, cm_sv_slice(before, from, before.len))
                : NULL;
        if (source != NULL) {
            return source;
        }
    }
    return NULL;
}

static bool is_in_force(const job *j, cm_law_ref ref)
{
    const cm_letter_values *v = j->l->values;
    const cm_date days[] = {v->today, v->decided_on, v->last_act_on};
    for (size_t i = 0; i < CM_COUNT(days); i++) {
        cm_law_text text;
        if (cm_date_exists(days[i]) && cm_law_article(j->l->use->home->law, ref, days[i], &text) &&
            text.applied) {
            return true;
        }
    }
    return false;
}

static void lint_article(const job *j, const cm_law_source *source, size_t token)
{
    const cm_token *t = &j->lexed.tokens.items[token];
    cm_law_ref ref = {source->name, (int)t->number, t->days, 0};
    uint32_t end = t->end;
    if (token + 1 < j->lexed.tokens.count && t[1].kind == CM_TOKEN_PARAGRAPH && t[1].begin == end) {
        ref.paragraph = (int)t[1].number;
        end = t[1].end;
    }
    cm_sv cited = cm_arena_format(j->l->use->mem, "%.*s%.*s", CM_SV_ARG(source->name),
                                  CM_SV_ARG(words_of(j, t->begin, end)));
    cm_law_text text;
    if (is_in_force(j, ref)) {
        return;
    }
    if (cm_law_article(j->l->use->home->law, ref, CM_NO_DATE, &text)) {
        mark(j, "article_not_in_force", true, cited);
    } else if (cm_law_not_at_hand(j->l->use->home->law, ref)) {
        mark(j, "article_not_at_hand", false, cited);
    } else {
        mark(j, "article_unknown", true, cited);
    }
}

static void lint_articles(const job *j)
{
    const cm_law_source *last = NULL;
    cm_sv ordinal = cm_wording_find(&j->l->use->home->finding_words, CM_SV("document.ordinal"));
    for (size_t i = 0; i < j->lexed.tokens.count; i++) {
        const cm_token *t = &j->lexed.tokens.items[i];
        if (t->kind != CM_TOKEN_ARTICLE) {
            continue;
        }
        bool listed = i > 0 && t[-1].kind == CM_TOKEN_ENUM && t[-1].end == t->begin;
        const cm_law_source *source = law_before(j, i);
        source = source == NULL && listed ? last : source;
        if (source != NULL) {
            lint_article(j, source, i);
        } else if (cm_sv_starts(words_of(j, t->begin, t->end), ordinal)) {
            mark(j, "law_unknown", false, words_of(j, t->begin, t->end));
        }
        last = source;
    }
}

/* ---- dates and figures ---- */

static void lint_dates(const job *j)
{
    const cm_letter_values *v = j->l->values;
    cm_date first = cm_date_exists(v->first_act_on) ? v->first_act_on : v->decided_on;
    for (size_t i = 0; i < j->lexed.tokens.count; i++) {
        const cm_token *t = &j->lexed.tokens.items[i];
        if (t->kind != CM_TOKEN_DATE || !cm_date_is_full(t->date)) {
            continue;
        }
        if (!cm_date_exists(t->date)) {
            mark(j, "date_impossible", true, words_of(j, t->begin, t->end));
        } else if (cm_date_exists(first) && cm_date_compare(t->date, first) < 0) {
            mark(j, "date_early", false, words_of(j, t->begin, t->end));
        }
    }
}

static bool is_figure(const cm_token *t)
{
    return t->kind == CM_TOKEN_DATE || t->kind == CM_TOKEN_DURATION || t->kind == CM_TOKEN_MONEY ||
           t->kind == CM_TOKEN_NUMBER;
}

static bool same_figure(const cm_token *a, const cm_token *b)
{
    bool sums = (a->kind == CM_TOKEN_MONEY || a->kind == CM_TOKEN_NUMBER) &&
                (b->kind == CM_TOKEN_MONEY || b->kind == CM_TOKEN_NUMBER);
    if (sums) {
        return a->number == b->number;
    }
    if (a->kind != b->kind) {
        return false;
    }
    return a->kind == CM_TOKEN_DATE ? cm_date_equal(a->date, b->date)
                                    : a->months == b->months && a->days == b->days;
}

/* What the sentence is bound to, and the words of its form. */
static cm_status lex_support(const job *j, cm_folded *folded, cm_lexed *lexed, cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_JSON);
    for (size_t i = 0; i < j->s->binds.count; i++) {
        (void)cm_buf_add(&text, j->s->binds.items[i].text);
        (void)cm_buf_add_byte(&text, '|');
    }
    (void)cm_buf_add(&text, j->s->form);
    cm_sv all = cm_arena_sv(j->l->use->mem, cm_buf_view(&text));
    return cm_reader_lex(j->l->use->home->reader, j->l->scratch, j->l->use->mem, all, folded, lexed,
                         err);
}

static cm_status lint_figures(const job *j, cm_err *err)
{
    cm_folded folded;
    cm_lexed support;
    cm_status status = lex_support(j, &folded, &support, err);
    for (size_t i = 0; status == CM_OK && i < j->lexed.tokens.count; i++) {
        const cm_token *t = &j->lexed.tokens.items[i];
        bool found = !is_figure(t);
        for (size_t k = 0; k < support.tokens.count && !found; k++) {
            found = is_figure(&support.tokens.items[k]) && same_figure(t, &support.tokens.items[k]);
        }
        if (!found) {
            mark(j, "figure", true, words_of(j, t->begin, t->end));
        }
    }
    return status;
}

/* ---- names ---- */

static bool is_letter(cm_sv text, size_t at, size_t *ret_len)
{
    uint32_t c = cm_utf8_decode(text, at, ret_len);
    return c != CM_BAD_CHAR && c >= 0x3400 && c < 0xA000;
}

/* The first `count` letters of `text`; empty when there are fewer. */
static cm_sv letters(cm_sv text, size_t count)
{
    size_t at = 0, len = 0;
    for (size_t i = 0; i < count; i++, at += len) {
        if (at >= text.len || !is_letter(text, at, &len)) {
            return CM_SV("");
        }
    }
    return cm_sv_slice(text, 0, at);
}

/* Whether the judgments know the name, and not only as the beginning of a longer one. */
static bool is_known(const job *j, cm_sv name)
{
    const cm_letter_values *v = j->l->values;
    bool longer = false, in_text = false;
    for (size_t i = 0; i < v->names.count; i++) {
        if (cm_sv_equal(v->names.items[i], name)) {
            return true;
        }
        longer = longer || cm_sv_starts(v->names.items[i], name);
    }
    for (size_t i = 0; i < v->texts.count; i++) {
        in_text = in_text || cm_sv_find(v->texts.items[i], name, 0) != SIZE_MAX;
    }
    return in_text && !longer;
}

/* A name of the judgment that differs from this one in one letter, or NULL. */
static const cm_sv *like(const job *j, cm_sv name)
{
    const cm_svs *names = &j->l->values->names;
    for (size_t i = 0; i < names->count; i++) {
        size_t other = 0, a = 0, b = 0;
        cm_sv n = names->items[i];
        for (size_t at = 0; n.len == name.len && at < n.len; at += a) {
            uint32_t one = cm_utf8_decode(n, at, &a), two = cm_utf8_decode(name, at, &b);
            other += one != two ? 1 : 0;
            if (a != b) {
                other = 2;
                break;
            }
        }
        if (other == 1) {
            return &names->items[i];
        }
    }
    return NULL;
}

static void lint_name(const job *j, cm_sv rest, size_t longest)
{
    cm_sv name = {NULL, 0};
    for (size_t count = longest; count >= 2; count--) {
        cm_sv one = letters(rest, count);
        if (one.len != 0 && is_known(j, one)) {
            return;
        }
        name = one.len != 0 && name.len == 0 ? one : name;
    }
    for (size_t count = longest; count >= 3; count--) { /* of two letters one says too little */
        cm_sv one = letters(rest, count);
        const cm_sv *other = one.len != 0 ? like(j, one) : NULL;
        if (other != NULL) {
            mark(j, "name_differs", true, one);
            j->l->marks->items[j->l->marks->count - 1].other = *other;
            return;
        }
    }
    if (name.len != 0) {
        mark(j, "name_unknown", true, name);
    }
}

/* Length of the longest word for a part in a case that stands at `at`. */
static size_t role_at(const job *j, size_t at)
{
    const cm_term_list *roles = cm_reader_choices(j->l->use->home->reader)->party_role;
    cm_sv rest = cm_sv_slice(j->text, at, j->text.len);
    size_t longest = 0;
    for (size_t i = 0; i < roles->terms.count; i++) {
        cm_sv word = roles->terms.items[i].zh;
        longest = word.len > longest && cm_sv_starts(rest, word) ? word.len : longest;
    }
    return longest;
}

/* A surname behind a word for a part in the case, or one with letters that mask the rest. */
static void lint_names(const job *j)
{
    const cm_name_words *w = &j->l->names;
    for (size_t at = 0, len = 0; at < j->text.len; at += len) {
        (void)cm_utf8_decode(j->text, at, &len);
        size_t role = role_at(j, at);
        cm_sv rest = cm_sv_slice(j->text, at + role, j->text.len);
        size_t surname = cm_name_words_start(w, CM_NAME_SURNAME, rest);
        if (surname == 0 || cm_name_words_start(w, CM_NAME_JOINT, rest) != 0) {
            len = role != 0 ? role : len;
            continue;
        }
        size_t end = surname, masked = 0, mask = 0;
        while ((mask = cm_name_words_start(w, CM_NAME_MASK, cm_sv_slice(rest, end, rest.len))) !=
               0) {
            end += mask;
            masked++;
        }
        if (masked != 0) {
            lint_name(j, cm_sv_slice(rest, 0, end), masked + 1);
        } else if (role != 0) {
            lint_name(j, rest, NAME_LETTERS);
        }
        len = masked != 0 ? role + end : role + surname;
    }
}

/* ---- claims ---- */

static void lint_claims(const job *j)
{
    const cm_letter_use *use = j->l->use;
    for (size_t i = 0; i < use->forms->overclaims.count; i++) {
        const cm_letter_overclaim *o = &use->forms->overclaims.items[i];
        bool applies = cm_svs_have(&o->kinds, use->kind->id) || cm_svs_have(&o->kinds, CM_SV("*"));
        size_t at = applies ? 0 : SIZE_MAX;
        for (size_t k = 0; k < o->parts.count && at != SIZE_MAX; k++) {
            at = cm_sv_find(j->text, o->parts.items[k], at);
            at = at != SIZE_MAX ? at + o->parts.items[k].len : at;
        }
        if (at != SIZE_MAX) {
            mark(j, "claim", o->is_error, o->phrase);
            j->l->marks->items[j->l->marks->count - 1].other = o->instead;
        }
    }
}

cm_status cm_letter_lint_words(const cm_letter_linting *l, const cm_sentence *s, cm_err *err)
{
    job j = {.l = l, .s = s, .text = cm_letter_own_words(l->use, s)};
    cm_status status = cm_reader_lex(l->use->home->reader, l->scratch, l->use->mem, j.text,
                                     &j.folded, &j.lexed, err);
    if (status != CM_OK) {
        return status;
    }
    lint_articles(&j);
    lint_dates(&j);
    lint_names(&j);
    lint_claims(&j);
    return s->state != CM_SENTENCE_DRAFTED ? lint_figures(&j, err) : CM_OK;
}

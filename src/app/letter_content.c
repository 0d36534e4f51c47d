#include "base/base.h"

#include "app/letter_content.h"

#include "base/limits.h"

static const char *const STATES[CM_SENTENCE_COUNT] = {[CM_SENTENCE_DRAFTED] = "drafted",
                                                      [CM_SENTENCE_EDITED] = "edited",
                                                      [CM_SENTENCE_ADDED] = "added"};

cm_sv cm_sentence_state_id(cm_sentence_state state)
{
    return cm_sv_from(STATES[state]);
}

cm_sentence *cm_letter_sentence(const cm_letter_content *content, int64_t k)
{
    for (size_t i = 0; i < content->sentences.count; i++) {
        if (content->sentences.items[i].k == k) {
            return &content->sentences.items[i];
        }
    }
    return NULL;
}

void cm_letter_enter(cm_arena *mem, cm_letter_content *content, const cm_letter_entry *entry)
{
    size_t i = 0;
    while (i < content->entries.count &&
           !cm_sv_equal(content->entries.items[i].name, entry->name)) {
        i++;
    }
    if (entry->text.len == 0) {
        for (size_t k = i; k + 1 < content->entries.count; k++) {
            content->entries.items[k] = content->entries.items[k + 1];
        }
        content->entries.count -= i < content->entries.count ? 1 : 0;
        return;
    }
    cm_letter_entry *to = i < content->entries.count ? &content->entries.items[i]
                                                     : cm_vec_push(mem, &content->entries);
    *to = *entry;
}

/* ---- places ---- */

cm_sv cm_letter_gap(const cm_letter_use *use)
{
    cm_sv words = cm_wording_find(&use->home->finding_words, CM_SV("document.gap"));
    return cm_sv_slice(words, 0, cm_sv_find_byte(words, '{', 0));
}

static void add_gap(const cm_letter_use *use, cm_buf *out, cm_sv name)
{
    const cm_letter_field *field = cm_letter_field_of(use->forms, name);
    const cm_word words[] = {{"title", field != NULL ? field->zh : name}, {NULL, {NULL, 0}}};
    cm_wording_write(out, &use->home->finding_words, CM_SV("document.gap"), words);
}

static bool is_bound(const cm_letter_binds *binds, cm_sv name)
{
    for (size_t i = 0; i < binds->count; i++) {
        if (cm_sv_equal(binds->items[i].name, name)) {
            return true;
        }
    }
    return false;
}

cm_sv cm_letter_render(const cm_letter_use *use, const cm_letter_values *values, cm_sv form,
                       cm_letter_binds *binds)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    size_t at = 0, begin = 0, from = 0;
    cm_sv name;
    while (cm_letter_place_next(form, &at, &begin, &name)) {
        (void)cm_buf_add(&out, cm_sv_slice(form, from, begin));
        from = at;
        const cm_letter_value *value = cm_letter_value_of(values, name);
        if (value == NULL) {
            add_gap(use, &out, name);
            continue;
        }
        (void)cm_buf_add(&out, value->text);
        if (binds != NULL && !is_bound(binds, name)) {
            *cm_vec_push(use->mem, binds) = *value;
        }
    }
    (void)cm_buf_add(&out, cm_sv_slice(form, from, form.len));
    return cm_arena_sv(use->mem, cm_buf_view(&out));
}

/* ---- filling ---- */

/* "each", "each.title" are those of the item of a list that has the turn. */
static cm_sv name_for(cm_arena *mem, cm_sv name, cm_sv item)
{
    bool is_part = cm_sv_starts(name, CM_SV("each."));
    if (!is_part && !cm_sv_equal(name, CM_SV("each"))) {
        return name;
    }
    return cm_arena_format(mem, "%.*s%.*s", CM_SV_ARG(item),
                           CM_SV_ARG(cm_sv_slice(name, CM_SV("each").len, name.len)));
}

static cm_sv form_for(cm_arena *mem, cm_sv sentence, cm_sv item)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    size_t at = 0, begin = 0, from = 0;
    cm_sv name;
    while (cm_letter_place_next(sentence, &at, &begin, &name)) {
        (void)cm_buf_add(&out, cm_sv_slice(sentence, from, begin));
        (void)cm_buf_addf(&out, "{%.*s}", CM_SV_ARG(name_for(mem, name, item)));
        from = at;
    }
    (void)cm_buf_add(&out, cm_sv_slice(sentence, from, sentence.len));
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static bool holds_for(const cm_letter_use *use, const cm_letter_values *values, cm_sv when,
                      cm_sv item)
{
    cm_sv test;
    while (when.len != 0 && cm_sv_split(&when, ',', &test)) {
        bool no = cm_sv_starts(test, CM_SV("!"));
        cm_sv name = name_for(use->mem, cm_sv_slice(test, no ? 1 : 0, test.len), item);
        if ((cm_letter_value_of(values, name) != NULL) == no) {
            return false;
        }
    }
    return true;
}

static void fill_line(const cm_letter_use *use, const cm_letter_values *values,
                      const cm_letter_line *line, cm_sv item, cm_letter_content *content)
{
    if (!holds_for(use, values, line->when, item)) {
        return;
    }
    cm_sentence s = {.k = (int64_t)content->sentences.count + 1,
                     .part = line->part,
                     .block = line->block,
                     .form = form_for(use->mem, line->sentence, item)};
    s.text = cm_letter_render(use, values, s.form, &s.binds);
    *cm_vec_push(use->mem, &content->sentences) = s;
}

void cm_letter_put_entries(cm_letter_values *values, const cm_letter_content *content)
{
    for (size_t i = 0; i < content->entries.count; i++) {
        const cm_letter_entry *e = &content->entries.items[i];
        const cm_letter_value value = {
            .name = e->name, .text = e->text, .source = CM_SV("person"), .ref = e->by};
        cm_letter_value_put(values, &value);
    }
}

void cm_letter_fill(const cm_letter_use *use, cm_letter_values *values, cm_letter_content *content)
{
    cm_letter_put_entries(values, content);
    for (size_t i = 0; i < use->kind->lines.count; i++) {
        const cm_letter_line *line = &use->kind->lines.items[i];
        if (line->each.len == 0) {
            fill_line(use, values, line, CM_SV(""), content);
        }
        for (size_t k = 0; line->each.len != 0 && k < values->items.count; k++) {
            if (cm_sv_equal(values->items.items[k].list, line->each)) {
                fill_line(use, values, line, values->items.items[k].name, content);
            }
        }
    }
}

/* ---- filling again ---- */

int64_t cm_letter_last_k(const cm_letter_content *content)
{
    int64_t last = 0;
    for (size_t i = 0; i < content->sentences.count; i++) {
        int64_t k = content->sentences.items[i].k;
        last = k > last ? k : last;
    }
    return last;
}

static size_t same_form(const cm_letter_content *old, const bool *used, const cm_sentence *s)
{
    for (size_t i = 0; i < old->sentences.count; i++) {
        const cm_sentence *o = &old->sentences.items[i];
        if (!used[i] && o->state != CM_SENTENCE_ADDED && cm_sv_equal(o->part, s->part) &&
            cm_sv_equal(o->form, s->form)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* Bindings that the drafter added are of the sentence too. */
static void keep_words(cm_arena *mem, cm_sentence *s, const cm_sentence *old)
{
    s->text = old->text;
    s->state = old->state;
    for (size_t i = 0; i < old->binds.count; i++) {
        if (!is_bound(&s->binds, old->binds.items[i].name)) {
            *cm_vec_push(mem, &s->binds) = old->binds.items[i];
        }
    }
}

/* What a person wrote and nothing calls for any more stays, behind what it stood behind. */
void cm_letter_insert(cm_arena *mem, cm_letter_content *content, int64_t before,
                      const cm_sentence *s)
{
    size_t at = 0;
    for (size_t i = 0; i < content->sentences.count; i++) {
        at = content->sentences.items[i].k == before ? i + 1 : at;
    }
    (void)cm_vec_push(mem, &content->sentences);
    for (size_t i = content->sentences.count - 1; i > at; i--) {
        content->sentences.items[i] = content->sentences.items[i - 1];
    }
    content->sentences.items[at] = *s;
}

void cm_letter_refill(const cm_letter_use *use, cm_letter_values *values,
                      const cm_letter_content *old, cm_letter_content *ret_content)
{
    *ret_content = (cm_letter_content){.filter = old->filter};
    for (size_t i = 0; i < old->entries.count; i++) {
        *cm_vec_push(use->mem, &ret_content->entries) = old->entries.items[i];
    }
    cm_letter_fill(use, values, ret_content);
    bool *used = cm_arena_array(use->mem, bool, old->sentences.count + 1);
    int64_t next = cm_letter_last_k(old);
    for (size_t i = 0; i < ret_content->sentences.count; i++) {
        cm_sentence *s = &ret_content->sentences.items[i];
        size_t at = same_form(old, used, s);
        s->k = at != SIZE_MAX ? old->sentences.items[at].k : ++next;
        if (at != SIZE_MAX) {
            used[at] = true;
            if (old->sentences.items[at].state == CM_SENTENCE_EDITED) {
                keep_words(use->mem, s, &old->sentences.items[at]);
            }
        }
    }
    for (size_t i = 0; i < old->sentences.count; i++) {
        if (!used[i] && old->sentences.items[i].state != CM_SENTENCE_DRAFTED) {
            cm_letter_insert(use->mem, ret_content, i > 0 ? old->sentences.items[i - 1].k : 0,
                             &old->sentences.items[i]);
        }
    }
}

cm_sv cm_letter_bound(const cm_letter_use *use, const cm_sentence *s, cm_sv form)
{
    cm_letter_values values = {.mem = use->mem};
    for (size_t i = 0; i < s->binds.count; i++) {
        cm_letter_value_put(&values, &s->binds.items[i]);
    }
    return cm_letter_render(use, &values, form, NULL);
}

/* ---- comparing ---- */

static bool same_value(const cm_letter_value *a, const cm_letter_value *b)
{
    bool same = cm_sv_equal(a->text, b->text) && cm_sv_equal(a->ref, b->ref) &&
                cm_date_equal(a->from, b->from) && a->places.count == b->places.count;
    for (size_t i = 0; same && i < a->places.count; i++) {
        same = a->places.items[i].begin == b->places.items[i].begin &&
               a->places.items[i].end == b->places.items[i].end;
    }
    return same;
}

bool cm_letter_holds(const cm_letter_values *values, const cm_sentence *sentence, cm_sv *ret_name,
                     cm_sv *ret_now)
{
    for (size_t i = 0; i < sentence->binds.count; i++) {
        const cm_letter_value *bind = &sentence->binds.items[i];
        const cm_letter_value *now = cm_letter_value_of(values, bind->name);
        if (now == NULL || !same_value(bind, now)) {
            *ret_name = bind->name;
            *ret_now = now != NULL ? now->text : (cm_sv){NULL, 0};
            return false;
        }
    }
    return true;
}

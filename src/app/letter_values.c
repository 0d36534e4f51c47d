#include "base/base.h"

#include "app/letter_values.h"

#include "app/horizon.h"
#include "base/digest.h"
#include "base/limits.h"
#include "text/utf8.h"

#define CM_IDEOGRAPHIC_SPACE 0x3000

typedef struct {
    cm_site *site;
    const cm_home *home;
    const cm_clue *clue;
    cm_letter_values *v;
} job;

/* ---- the set ---- */

const cm_letter_value *cm_letter_value_of(const cm_letter_values *v, cm_sv name)
{
    return cm_map_find(&v->by_name, name);
}

void cm_letter_value_put(cm_letter_values *v, const cm_letter_value *value)
{
    if (value->text.len == 0 || cm_letter_value_of(v, value->name) != NULL) {
        return;
    }
    cm_letter_value *copy = cm_arena_new(v->mem, cm_letter_value);
    *copy = *value;
    copy->name = cm_arena_sv(v->mem, value->name);
    copy->text = cm_arena_sv(v->mem, value->text);
    copy->title = cm_arena_sv(v->mem, value->title);
    copy->ref = cm_arena_sv(v->mem, value->ref);
    copy->places = (cm_spans){0};
    for (size_t i = 0; i < value->places.count; i++) {
        *cm_vec_push(v->mem, &copy->places) = value->places.items[i];
    }
    (void)cm_map_put(v->mem, &v->by_name, copy->name, copy);
}

void cm_letter_item_put(cm_letter_values *v, cm_sv list, const cm_letter_value *value)
{
    const cm_letter_item item = {list, cm_arena_sv(v->mem, value->name)};
    *cm_vec_push(v->mem, &v->items) = item;
    cm_letter_value_put(v, value);
}

cm_sv cm_letter_day(const cm_home *home, cm_arena *mem, cm_date day)
{
    if (!cm_date_exists(day)) {
        return CM_SV("");
    }
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    const cm_value value = {CM_VALUE_KNOWN, cm_date_to_days(day), {NULL, 0}};
    cm_value_write(&text, &home->finding_words, CM_TYPE_DATE, value);
    return cm_arena_sv(mem, cm_buf_view(&text));
}

/* The words of a judgment without its line breaks and blanks. */
static cm_sv unbroken(cm_arena *mem, cm_sv text)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, text.len + 1);
    size_t len = 0;
    for (size_t at = 0; at < text.len; at += len) {
        uint32_t c = cm_utf8_decode(text, at, &len);
        if (c > ' ' && c != CM_IDEOGRAPHIC_SPACE) {
            (void)cm_buf_add(&out, cm_sv_slice(text, at, at + len));
        }
    }
    return cm_arena_sv(mem, cm_buf_view(&out));
}

/* ---- the clue and its model ---- */

static void put(job *j, const char *name, const char *source, cm_sv ref, cm_sv text)
{
    const cm_letter_value value = {
        .name = cm_sv_from(name), .text = text, .source = cm_sv_from(source), .ref = ref};
    cm_letter_value_put(j->v, &value);
}

static void put_clue(job *j)
{
    const cm_clue *c = j->clue;
    cm_arena *mem = j->v->mem;
    put(j, "clue.id", "clue", c->id, c->id);
    put(j, "clue.court", "clue", c->doc, c->court);
    put(j, "clue.case_no", "clue", c->doc, c->case_no);
    put(j, "clue.decided_on", "clue", c->doc, cm_letter_day(j->home, mem, c->decided_on));
    put(j, "clue.defendant", "clue", c->doc, c->defendant);
    put(j, "clue.charge", "clue", c->doc, c->charge);
    put(j, "clue.finding", "clue", c->id, c->finding);
    put(j, "clue.direction", "clue", c->id, cm_term_zh(j->home->directions, (int)c->direction));
    put(j, "clue.document", "clue", c->doc, c->doc);
    put(j, "clue.law_known_to", "clue", c->id, cm_letter_day(j->home, mem, c->law_known_to));
    if (c->document != NULL) {
        put(j, "clue.received_on", "clue", c->doc,
            cm_letter_day(j->home, mem, c->document->received_on));
    }
}

static void put_model(job *j)
{
    const cm_model *m = cm_home_model(j->home, j->clue->model);
    if (m == NULL) {
        return;
    }
    cm_arena *mem = j->v->mem;
    cm_plain plain = cm_model_plain(mem, m, &j->home->finding_words);
    put(j, "model.id", "model", m->id, m->id);
    put(j, "model.title", "model", m->id, m->title);
    put(j, "model.version", "model", m->id, cm_arena_format(mem, "%d", m->version));
    put(j, "model.content", "model", m->id, cm_digest_hex(mem, cm_digest_of(m->source)));
    put(j, "model.about", "model", m->id, unbroken(mem, m->about));
    put(j, "model.scope", "model", m->id, plain.scope);
    put(j, "model.hit", "model", m->id, plain.hit);
}

/* ---- facts ---- */

static cm_sv under(cm_arena *mem, cm_sv name, const char *part)
{
    return cm_arena_format(mem, "%.*s.%s", CM_SV_ARG(name), part);
}

/* The parts of an item of a list stand beside it: {each.title}, {each.text}. */
static void put_part(job *j, const cm_letter_value *of, const char *part, cm_sv text)
{
    cm_letter_value value = *of;
    value.name = under(j->v->mem, of->name, part);
    value.text = text;
    cm_letter_value_put(j->v, &value);
}

static cm_sv words_at(job *j, const cm_clue_fact *facts, size_t count, cm_spans *ret_places)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    cm_sv join = cm_wording_find(&j->home->finding_words, CM_SV("document.join"));
    for (size_t i = 0; i < count; i++) {
        if (facts[i].has_place && cm_sv_equal(facts[i].fact, facts[0].fact)) {
            (void)cm_buf_add(&out, out.len != 0 ? join : CM_SV(""));
            (void)cm_buf_add(&out, unbroken(j->v->mem, facts[i].text));
            *cm_vec_push(j->v->mem, ret_places) = facts[i].at;
        }
    }
    return cm_arena_sv(j->v->mem, cm_buf_view(&out));
}

static void put_facts(job *j)
{
    const cm_clue *c = j->clue;
    for (size_t i = 0; i < c->facts.count; i++) {
        const cm_clue_fact *f = &c->facts.items[i];
        cm_letter_value value = {.name =
                                     cm_arena_format(j->v->mem, "fact.%.*s", CM_SV_ARG(f->fact)),
                                 .text = f->value,
                                 .title = f->title,
                                 .source = CM_SV("fact"),
                                 .ref = c->doc};
        cm_sv title_name = under(j->v->mem, value.name, "title");
        if (cm_letter_value_of(j->v, title_name) == NULL) {
            cm_sv words = words_at(j, f, c->facts.count - i, &value.places);
            cm_letter_item_put(j->v, CM_SV("fact"), &value);
            put_part(j, &value, "title", f->title);
            put_part(j, &value, "text", words);
        }
    }
}

/* Rows of other documents that a collision shows. */
static void put_related(job *j)
{
    cm_arena *mem = j->v->mem;
    for (size_t i = 0; i < j->clue->related.count; i++) {
        const cm_related_row *row = &j->clue->related.items[i];
        for (size_t k = 0; k < row->facts.count; k++) {
            const cm_related_fact *f = &row->facts.items[k];
            cm_letter_value value = {.name = cm_arena_format(mem, "fact.%.*s.%zu.%.*s",
                                                             CM_SV_ARG(row->role), i + 1,
                                                             CM_SV_ARG(f->fact)),
                                     .text = f->value,
                                     .title = f->title,
                                     .source = CM_SV("fact"),
                                     .ref = row->doc};
            if (f->has_place) {
                *cm_vec_push(mem, &value.places) = f->at;
            }
            cm_letter_item_put(j->v, CM_SV("fact"), &value);
            put_part(j, &value, "title", f->title);
            put_part(j, &value, "text",
                     f->text.ptr != NULL ? unbroken(mem, f->text) : (cm_sv){NULL, 0});
        }
    }
}

/* ---- law ---- */

static void put_law(job *j, const cm_ground *g)
{
    CM_AUTO_BUF day;
    cm_buf_init(&day, CM_MAX_MESSAGE);
    (void)cm_date_write(&day, g->valid_from);
    cm_letter_value value = {
        .name = cm_arena_format(j->v->mem, "law.%.*s@%s", CM_SV_ARG(g->cite), cm_buf_z(&day)),
        .text = g->cite,
        .source = CM_SV("law"),
        .ref = g->cite,
        .from = g->valid_from};
    if (cm_letter_value_of(j->v, value.name) == NULL) {
        cm_letter_item_put(j->v, CM_SV("law"), &value);
        put_part(j, &value, "text", unbroken(j->v->mem, g->text));
    }
}

/* Those that applied; others only where none did. */
static cm_status put_laws(job *j, cm_err *err)
{
    cm_grounds laws = {0};
    cm_status status = cm_clue_law_of(j->site, j->clue, j->v->mem, &laws, err);
    bool some = false;
    for (size_t i = 0; i < laws.count; i++) {
        some = some || laws.items[i].applied;
    }
    for (size_t i = 0; status == CM_OK && i < laws.count; i++) {
        if (laws.items[i].applied || !some) {
            put_law(j, &laws.items[i]);
        }
    }
    return status;
}

/* ---- the judgment ---- */

static void put_words(job *j, const char *name, cm_span at)
{
    cm_letter_value value = {
        .name = cm_sv_from(name),
        .source = CM_SV("record"),
        .ref = j->clue->doc,
        .text = unbroken(j->v->mem, cm_sv_slice(j->clue->document_text, at.begin, at.end))};
    *cm_vec_push(j->v->mem, &value.places) = at;
    cm_letter_value_put(j->v, &value);
}

static void put_text_fact(job *j, const char *name, const cm_text_fact *f)
{
    cm_letter_value value = {.name = cm_sv_from(name),
                             .source = CM_SV("record"),
                             .ref = j->clue->doc,
                             .text = f->state == CM_KNOWN ? f->value : (cm_sv){NULL, 0}};
    *cm_vec_push(j->v->mem, &value.places) = f->at;
    cm_letter_value_put(j->v, &value);
}

static void put_choice(job *j, const char *name, const cm_choice_fact *f, const cm_term_list *list)
{
    const cm_text_fact as_text = {f->state, cm_term_zh(list, f->value), f->at};
    put_text_fact(j, name, f->state == CM_KNOWN ? &as_text : &(cm_text_fact){0});
}

/* The line of the judgment in which the defendant is named first. */
static void put_defendant(job *j, const cm_record *r)
{
    CM_AUTO_BUF names;
    cm_buf_init(&names, CM_MAX_JSON);
    cm_sv join = cm_wording_find(&j->home->finding_words, CM_SV("document.and"));
    for (size_t i = 0; i < r->defendants.count; i++) {
        const cm_text_fact *name = &r->defendants.items[i].name;
        bool mine = (int64_t)i + 1 == j->clue->defendant_no || j->clue->defendant_no == 0;
        if (mine && name->state == CM_KNOWN) {
            size_t end = cm_sv_find_byte(j->clue->document_text, '\n', name->at.begin);
            size_t last = end == SIZE_MAX ? j->clue->document_text.len : end;
            put_words(j, "record.defendant", (cm_span){name->at.begin, (uint32_t)last});
            (void)cm_buf_add(&names, names.len != 0 ? join : CM_SV(""));
            (void)cm_buf_add(&names, name->value);
        }
    }
    put(j, "clue.defendant", "clue", j->clue->doc, cm_buf_view(&names));
}

static void put_name(job *j, const cm_text_fact *name)
{
    if (name->state == CM_KNOWN) {
        *cm_vec_push(j->v->mem, &j->v->names) = cm_arena_sv(j->v->mem, name->value);
    }
}

static void put_names(job *j, const cm_record *r)
{
    for (size_t i = 0; i < r->defendants.count; i++) {
        put_name(j, &r->defendants.items[i].name);
    }
    for (size_t i = 0; i < r->participants.count; i++) {
        put_name(j, &r->participants.items[i].name);
    }
    for (size_t i = 0; i < r->judges.count; i++) {
        put_name(j, &r->judges.items[i].name);
    }
}

static void put_record(job *j)
{
    cm_document document = {.cause = CM_CAUSE_NONE};
    cm_reading *reading = cm_reading_new(j->home);
    cm_reading_text(reading, j->v->mem, j->clue->document->id, j->clue->document_text, &document);
    if (document.cause == CM_CAUSE_NONE) {
        const cm_record *r = &document.record;
        const cm_choices *choices = cm_reader_choices(j->home->reader);
        put_choice(j, "record.kind", &r->document_type, choices->document_type);
        put_choice(j, "record.instance", &r->instance, choices->instance);
        put_text_fact(j, "record.cause", &r->cause);
        put_text_fact(j, "record.prosecution", &r->prosecution);
        put_text_fact(j, "record.below", &r->below.case_no);
        put_text_fact(j, "record.below_court", &r->below.court);
        for (size_t i = 0; i < r->sections.count; i++) {
            const cm_section *s = &r->sections.items[i];
            if (s->kind == CM_SECTION_OPERATIVE) {
                put_words(j, "record.operative", s->at);
            } else if (s->kind == CM_SECTION_REASONING) {
                put_words(j, "record.reasoning", s->at);
            }
        }
        put_defendant(j, r);
        put_names(j, r);
    }
    cm_reading_free(reading);
}

static cm_status take(void *payload, const cm_clue *clue, cm_err *err)
{
    job *j = payload;
    j->clue = clue;
    j->v->found = true;
    j->v->suppressed = clue->suppressed != NULL;
    j->v->model = cm_arena_sv(j->v->mem, clue->model);
    j->v->decided_on = clue->decided_on;
    j->v->first_act_on = clue->first_act_on;
    j->v->last_act_on = clue->last_act_on;
    *cm_vec_push(j->v->mem, &j->v->texts) = cm_arena_sv(j->v->mem, clue->document_text);
    cm_svs measures = cm_clue_measures(clue, j->v->mem);
    for (size_t i = 0; i < measures.count; i++) {
        *cm_vec_push(j->v->mem, &j->v->measures) = cm_arena_sv(j->v->mem, measures.items[i]);
    }
    put_clue(j);
    put_model(j);
    put_facts(j);
    put_related(j);
    if (clue->document != NULL) {
        put_record(j);
    }
    return put_laws(j, err);
}

cm_status cm_letter_values_read(cm_site *site, const cm_letter_query *query, cm_arena *mem,
                                cm_letter_values *ret_values, cm_err *err)
{
    *ret_values = (cm_letter_values){.mem = mem, .today = query->today};
    job j = {.site = site, .home = site->home, .v = ret_values};
    const cm_clue_filter filter = {
        .id = query->clue, .outcome = CM_ANSWER_HIT, .with_suppressed = true, .on = query->today};
    cm_status status = cm_clues_each(site, &filter, take, &j, err);
    return status == CM_OK && ret_values->found && query->with_class
               ? cm_letter_class_read(site, query, ret_values, err)
               : status;
}

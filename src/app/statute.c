#include "base/base.h"

#include "app/clue.h"
#include "app/statute.h"
#include "base/limits.h"

static void find_article(const cm_law *law, cm_arena *mem, cm_statute *s)
{
    const cm_law_ref whole = {s->ref.law, s->ref.article, s->ref.sub, 0};
    s->source = cm_law_source_of(law, s->ref.law);
    bool found = cm_law_article(law, s->ref, s->on, &s->text);
    if (!found && !cm_law_not_at_hand(law, whole)) {
        return;
    }
    s->kind = CM_STATUTE_ARTICLE;
    CM_AUTO_BUF cite;
    cm_buf_init(&cite, CM_MAX_MESSAGE);
    cm_law_cite(law, s->ref, s->on, &cite);
    s->cite = cm_arena_sv(mem, cm_buf_view(&cite));
    cm_law_notes_on(law, mem, s->ref, s->on, &s->notes);
    s->then = s->on.year != 0 ? cm_law_source_then(law, s->source, s->on) : NULL;
    cm_date day = s->on.year != 0 ? s->on : cm_date_today();
    s->beyond = cm_date_compare(day, s->source->known_to) > 0;
}

static void find_charge(const cm_law *law, cm_arena *mem, cm_sv name, cm_statute *s)
{
    cm_date day = s->on.year != 0 ? s->on : cm_date_today();
    const cm_tier_query query = {
        .charge = name, .first_act = day, .last_act = day, .decided_on = day};
    if (!cm_law_charge(law, mem, name, &s->charges)) {
        return;
    }
    s->kind = CM_STATUTE_CHARGE;
    (void)cm_law_tiers(law, mem, &query, &s->tiers);
    s->source = cm_law_penalty_source(law);
    s->beyond = cm_date_compare(day, s->source->known_to) > 0;
}

void cm_statute_find(const cm_home *home, cm_arena *mem, cm_sv query, cm_date on,
                     cm_statute *ret_statute)
{
    cm_statute s = {.on = on};
    if (cm_law_ref_parse(home->law, query, &s.ref)) {
        find_article(home->law, mem, &s);
    } else {
        find_charge(home->law, mem, query, &s);
    }
    *ret_statute = s;
}

/* ---- JSON ---- */

static void write_paragraphs(cm_json *json, const cm_statute *s)
{
    cm_json_key(json, CM_SV("paragraphs"));
    cm_json_array(json);
    for (size_t i = 0; i < s->text.count; i++) {
        const cm_law_paragraph *p = &s->text.paragraphs[i];
        cm_json_object(json);
        cm_json_put_int(json, CM_SV("paragraph"), p->number);
        cm_json_put_text(json, CM_SV("text"), p->text);
        cm_json_put_date(json, CM_SV("valid_from"), p->valid_from);
        cm_json_put_date(json, CM_SV("valid_to"), p->valid_to);
        cm_json_put_text(json, CM_SV("source"), p->source);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

static void write_notes(cm_json *json, const cm_statute *s)
{
    static const char *const KINDS[] = {"reference", "modifier", "rule"};
    cm_json_key(json, CM_SV("notes"));
    cm_json_array(json);
    for (size_t i = 0; i < s->notes.count; i++) {
        const cm_law_note *n = s->notes.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("kind"), cm_sv_from(KINDS[n->kind]));
        cm_json_put_text(json, CM_SV("label"), n->label);
        cm_json_put_text(json, CM_SV("text"), n->text);
        cm_json_put_date(json, CM_SV("valid_from"), n->valid_from);
        cm_json_put_date(json, CM_SV("valid_to"), n->valid_to);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

static void write_article(cm_json *json, const cm_statute *s)
{
    cm_json_put_text(json, CM_SV("law"), s->source->name);
    cm_json_put_text(json, CM_SV("cite"), s->cite);
    cm_json_put_bool(json, CM_SV("at_hand"), s->text.count != 0);
    cm_json_put_bool(json, CM_SV("applied"), s->text.count != 0 && s->text.applied);
    cm_json_put_text(json, CM_SV("then"), s->then != NULL ? s->then->name : (cm_sv){NULL, 0});
    write_paragraphs(json, s);
    write_notes(json, s);
}

static void write_tiers(cm_json *json, const cm_home *home, const cm_statute *s)
{
    cm_json_key(json, CM_SV("tiers"));
    cm_json_array(json);
    for (size_t i = 0; i < s->tiers.count; i++) {
        const cm_tier *t = s->tiers.items[i].tier;
        CM_AUTO_BUF cite;
        cm_buf_init(&cite, CM_MAX_MESSAGE);
        cm_law_cite(home->law, t->text_at, t->valid_from, &cite);
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("charge"), t->charge->name);
        cm_json_put_int(json, CM_SV("tier"), t->tier);
        cm_json_put_text(json, CM_SV("cite"), cm_buf_view(&cite));
        cm_json_put_text(json, CM_SV("condition"), t->condition);
        cm_json_put_text(json, CM_SV("penalty"), t->penalty_text);
        cm_json_put_date(json, CM_SV("valid_from"), t->valid_from);
        cm_json_put_date(json, CM_SV("valid_to"), t->valid_to);
        cm_json_put_text(json, CM_SV("doubt"), t->doubt);
        cm_json_put_text(json, CM_SV("law_row"), t->id);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

static void write_charges(cm_json *json, const cm_statute *s)
{
    cm_json_key(json, CM_SV("charges"));
    cm_json_array(json);
    for (size_t i = 0; i < s->charges.count; i++) {
        const cm_charge *c = s->charges.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("charge"), c->name);
        cm_json_put_text(json, CM_SV("article"), c->article);
        cm_json_put_bool(json, CM_SV("current"), c->current);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

void cm_statute_write_json(cm_json *json, const cm_home *home, cm_sv query, const cm_statute *s)
{
    static const char *const KINDS[] = {"none", "article", "charge"};
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("query"), query);
    cm_json_put_date(json, CM_SV("on"), s->on);
    cm_json_put_text(json, CM_SV("kind"), cm_sv_from(KINDS[s->kind]));
    if (s->kind == CM_STATUTE_ARTICLE) {
        write_article(json, s);
    } else if (s->kind == CM_STATUTE_CHARGE) {
        write_charges(json, s);
        write_tiers(json, home, s);
    }
    if (s->kind != CM_STATUTE_NONE) {
        cm_json_put_date(json, CM_SV("known_to"), s->source->known_to);
        cm_json_put_bool(json, CM_SV("beyond"), s->beyond);
        cm_json_put_text(json, CM_SV("provenance"), s->source->provenance);
        cm_json_put_text(json, CM_SV("source_doubt"), s->source->doubt);
    }
    cm_json_object_end(json);
}

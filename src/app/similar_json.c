#include "base/base.h"

#include "app/clue.h"
#include "app/similar.h"

static void put_words(cm_json *json, cm_sv name, cm_sv words)
{
    cm_sv one;
    cm_json_key(json, name);
    cm_json_array(json);
    while (words.len != 0 && cm_sv_split(&words, ',', &one)) {
        cm_json_text(json, one);
    }
    cm_json_array_end(json);
}

void cm_similar_write_json(cm_json *json, const cm_home *home, const cm_similar *s)
{
    bool hit = s->outcome == CM_ANSWER_HIT;
    const cm_sv none = {NULL, 0};
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("id"), hit ? s->id : none);
    cm_json_put_text(json, CM_SV("outcome"), cm_term_zh(home->answers, (int)s->outcome));
    cm_json_put_text(json, CM_SV("doc"), s->doc);
    cm_json_put_text(json, CM_SV("case_no"), s->case_no);
    cm_json_put_text(json, CM_SV("court"), s->court);
    cm_json_put_date(json, CM_SV("decided_on"), s->decided_on);
    cm_json_put_text(json, CM_SV("defendant"), s->defendant);
    cm_json_put_text(json, CM_SV("charge"), s->charge);
    cm_json_put_text(json, CM_SV("direction"),
                     hit ? cm_term_zh(home->directions, (int)s->direction) : none);
    cm_json_put_text(json, CM_SV("sub"), s->sub);
    cm_json_put_text(json, CM_SV("finding"), hit ? s->finding : none);
    cm_json_key(json, CM_SV("shared"));
    cm_json_object(json);
    put_words(json, CM_SV("charges"), s->charges);
    put_words(json, CM_SV("circumstances"), s->circumstances);
    put_words(json, CM_SV("judges"), s->judges);
    cm_json_put_bool(json, CM_SV("court"), s->same_court);
    cm_json_put_bool(json, CM_SV("time"), s->near);
    cm_json_object_end(json);
    cm_json_object_end(json);
}

void cm_class_write_json(cm_json *json, const cm_home *home, const cm_class *c)
{
    cm_json_key(json, CM_SV("counts"));
    cm_json_array(json);
    for (size_t i = 0; i < c->counts.count; i++) {
        const cm_class_count *n = &c->counts.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("court"), n->court);
        cm_json_put_int(json, CM_SV("year"), n->year);
        cm_json_put_int(json, CM_SV("examined"), (int64_t)n->examined);
        cm_json_put_int(json, CM_SV("hit"), (int64_t)n->hit);
        cm_json_put_int(json, CM_SV("undecidable"), (int64_t)n->undecidable);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
    cm_json_key(json, CM_SV("kinds"));
    cm_json_array(json);
    for (size_t i = 0; i < c->kinds.count; i++) {
        const cm_class_kind *k = &c->kinds.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("court"), k->court);
        cm_json_put_text(json, CM_SV("sub"), k->sub);
        cm_json_put_text(json, CM_SV("direction"), cm_term_zh(home->directions, (int)k->direction));
        cm_json_put_int(json, CM_SV("hits"), (int64_t)k->hits);
        cm_json_put_int(json, CM_SV("documents"), (int64_t)k->documents);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

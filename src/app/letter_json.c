#include "base/base.h"

#include "app/letter.h"

#include "base/limits.h"

/* ---- out ---- */

static void put_day(cm_json *json, cm_sv name, cm_date day)
{
    if (day.year != 0) {
        cm_json_put_date(json, name, day);
    }
}

static void write_bind(cm_json *json, const cm_letter_value *b)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("name"), b->name);
    cm_json_put_text(json, CM_SV("text"), b->text);
    cm_json_put_text(json, CM_SV("source"), b->source);
    cm_json_put_text(json, CM_SV("ref"), b->ref.ptr != NULL ? b->ref : CM_SV(""));
    put_day(json, CM_SV("from"), b->from);
    cm_json_key(json, CM_SV("places"));
    cm_json_array(json);
    for (size_t i = 0; i < b->places.count; i++) {
        cm_json_array(json);
        cm_json_int(json, b->places.items[i].begin);
        cm_json_int(json, b->places.items[i].end);
        cm_json_array_end(json);
    }
    cm_json_array_end(json);
    cm_json_object_end(json);
}

static void write_sentence(cm_json *json, const cm_sentence *s)
{
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("k"), s->k);
    cm_json_put_text(json, CM_SV("part"), s->part);
    cm_json_put_text(json, CM_SV("block"), cm_paper_kind_id(s->block));
    cm_json_put_text(json, CM_SV("form"), s->form);
    cm_json_put_text(json, CM_SV("text"), s->text);
    cm_json_put_text(json, CM_SV("state"), cm_sentence_state_id(s->state));
    cm_json_key(json, CM_SV("binds"));
    cm_json_array(json);
    for (size_t i = 0; i < s->binds.count; i++) {
        write_bind(json, &s->binds.items[i]);
    }
    cm_json_array_end(json);
    cm_json_object_end(json);
}

static void write_entries(cm_json *json, const cm_letter_content *content)
{
    cm_json_key(json, CM_SV("entries"));
    cm_json_array(json);
    for (size_t i = 0; i < content->entries.count; i++) {
        const cm_letter_entry *e = &content->entries.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("name"), e->name);
        cm_json_put_text(json, CM_SV("text"), e->text);
        cm_json_put_text(json, CM_SV("by"), e->by);
        cm_json_put_text(json, CM_SV("at"), e->at);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

void cm_letter_content_put(cm_json *json, const cm_letter_content *content)
{
    cm_json_put_text(json, CM_SV("court"), content->filter.court);
    put_day(json, CM_SV("from"), content->filter.from);
    put_day(json, CM_SV("to"), content->filter.to);
    write_entries(json, content);
    cm_json_key(json, CM_SV("sentences"));
    cm_json_array(json);
    for (size_t i = 0; i < content->sentences.count; i++) {
        write_sentence(json, &content->sentences.items[i]);
    }
    cm_json_array_end(json);
}

cm_sv cm_letter_content_write(const cm_letter_use *use, const cm_letter_content *content)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    cm_letter_content_put(json, content);
    cm_json_object_end(json);
    return cm_arena_sv(use->mem, cm_buf_view(&out));
}

/* ---- in ---- */

static cm_date day_of(const cm_json_value *object, cm_sv name)
{
    cm_date day = CM_NO_DATE;
    cm_sv text = cm_json_member_text(object, name);
    return text.len != 0 && cm_date_parse(text, &day) ? day : CM_NO_DATE;
}

static cm_letter_value read_bind(cm_arena *mem, const cm_json_value *o)
{
    cm_letter_value b = {.name = cm_json_member_text(o, CM_SV("name")),
                         .text = cm_json_member_text(o, CM_SV("text")),
                         .source = cm_json_member_text(o, CM_SV("source")),
                         .ref = cm_json_member_text(o, CM_SV("ref")),
                         .from = day_of(o, CM_SV("from"))};
    const cm_json_value *places = cm_json_member(o, CM_SV("places"));
    for (size_t i = 0; i < cm_json_count(places); i++) {
        const cm_json_value *pair = places->items.items[i];
        if (cm_json_count(pair) == 2) {
            *cm_vec_push(mem, &b.places) = (cm_span){(uint32_t)pair->items.items[0]->number,
                                                     (uint32_t)pair->items.items[1]->number};
        }
    }
    return b;
}

static bool read_sentence(cm_arena *mem, const cm_json_value *o, cm_sentence *ret)
{
    cm_sentence s = {.part = cm_json_member_text(o, CM_SV("part")),
                     .form = cm_json_member_text(o, CM_SV("form")),
                     .text = cm_json_member_text(o, CM_SV("text"))};
    cm_sv state = cm_json_member_text(o, CM_SV("state"));
    bool known = cm_json_member_int(o, CM_SV("k"), &s.k) &&
                 cm_paper_kind_find(cm_json_member_text(o, CM_SV("block")), &s.block);
    s.state = CM_SENTENCE_COUNT;
    for (size_t i = 0; i < CM_SENTENCE_COUNT; i++) {
        bool is = cm_sv_equal(state, cm_sentence_state_id((cm_sentence_state)i));
        s.state = is ? (cm_sentence_state)i : s.state;
    }
    const cm_json_value *binds = cm_json_member(o, CM_SV("binds"));
    for (size_t i = 0; i < cm_json_count(binds); i++) {
        *cm_vec_push(mem, &s.binds) = read_bind(mem, binds->items.items[i]);
    }
    *ret = s;
    return known && s.state != CM_SENTENCE_COUNT;
}

cm_status cm_letter_content_read(cm_arena *mem, cm_sv json, cm_letter_content *ret_content,
                                 cm_err *err)
{
    const cm_json_value *root = NULL;
    cm_status status = cm_json_tree(mem, json, &root, err);
    if (status != CM_OK) {
        return status;
    }
    cm_letter_content c = {.filter = {.court = cm_json_member_text(root, CM_SV("court")),
                                      .from = day_of(root, CM_SV("from")),
                                      .to = day_of(root, CM_SV("to"))}};
    const cm_json_value *list = cm_json_member(root, CM_SV("entries"));
    for (size_t i = 0; i < cm_json_count(list); i++) {
        const cm_json_value *o = list->items.items[i];
        *cm_vec_push(mem, &c.entries) = (cm_letter_entry){
            cm_json_member_text(o, CM_SV("name")), cm_json_member_text(o, CM_SV("text")),
            cm_json_member_text(o, CM_SV("by")), cm_json_member_text(o, CM_SV("at"))};
    }
    list = cm_json_member(root, CM_SV("sentences"));
    for (size_t i = 0; i < cm_json_count(list); i++) {
        cm_sentence s;
        if (!read_sentence(mem, list->items.items[i], &s)) {
            return cm_err_set(err, CM_E_SCHEMA, "sentence %zu of a document does not read", i + 1);
        }
        *cm_vec_push(mem, &c.sentences) = s;
    }
    *ret_content = c;
    return CM_OK;
}

void cm_letter_put(cm_json *json, const cm_letter *l)
{
    cm_json_put_int(json, CM_SV("no"), l->no);
    cm_json_put_text(json, CM_SV("kind"), l->kind);
    cm_json_put_text(json, CM_SV("state"), l->state);
    cm_json_put_text(json, CM_SV("clue"), l->clue_id);
    cm_json_put_text(json, CM_SV("office"), l->office);
    cm_json_put_text(json, CM_SV("drafter"), l->drafter);
    cm_json_put_text(json, CM_SV("submitter"), l->submitter);
    cm_json_put_text(json, CM_SV("approver"), l->approver);
    cm_json_put_text(json, CM_SV("number"), l->number);
    cm_json_put_int(json, CM_SV("versions"), l->seq);
    cm_json_put_int(json, CM_SV("version"), l->version);
    cm_json_put_date(json, CM_SV("issued_on"), l->issued_on);
    cm_json_put_date(json, CM_SV("delivered_on"), l->delivered_on);
    cm_json_put_date(json, CM_SV("reply_due_on"), l->reply_due_on);
    cm_json_put_date(json, CM_SV("replied_on"), l->replied_on);
    cm_json_put_text(json, CM_SV("reply"), l->reply);
    cm_json_put_text(json, CM_SV("reply_text"), l->reply_text);
    cm_json_put_text(json, CM_SV("attachment"), l->attachment);
    cm_json_put_text(json, CM_SV("attachment_sha256"), l->attachment_digest);
    cm_json_put_text(json, CM_SV("reason"), l->reason);
    cm_json_put_text(json, CM_SV("made_at"), l->made_at);
    cm_json_put_text(json, CM_SV("changed_at"), l->changed_at);
    cm_json_put_text(json, CM_SV("changed_by"), l->changed_by);
}

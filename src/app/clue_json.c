#include "base/base.h"

#include "app/clue.h"

#include "base/limits.h"

void cm_json_put_date(cm_json *json, cm_sv name, cm_date date)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    (void)cm_date_write(&text, date);
    cm_json_put_text(json, name, date.year != 0 ? cm_buf_view(&text) : (cm_sv){NULL, 0});
}

void cm_json_put_place(cm_json *json, const cm_utf16 *units, cm_span at)
{
    cm_json_put_int(json, CM_SV("begin"), at.begin);
    cm_json_put_int(json, CM_SV("end"), at.end);
    if (units != NULL) {
        cm_json_put_int(json, CM_SV("begin16"), (int64_t)cm_utf16_at(units, at.begin));
        cm_json_put_int(json, CM_SV("end16"), (int64_t)cm_utf16_at(units, at.end));
    }
}

static void write_missing(cm_json *json, cm_sv missing)
{
    cm_json_key(json, CM_SV("missing"));
    cm_json_array(json);
    cm_sv part;
    while (missing.len != 0 && cm_sv_split(&missing, ',', &part)) {
        cm_json_text(json, part);
    }
    cm_json_array_end(json);
}

static void write_links(cm_json *json, const cm_clue *clue)
{
    cm_json_key(json, CM_SV("linked"));
    cm_json_array(json);
    for (size_t i = 0; clue->relations != NULL && i < clue->relations->links.count; i++) {
        const cm_relation *r = &clue->relations->links.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("doc"), r->doc);
        cm_json_put_text(json, CM_SV("kind"), r->kind);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

/* Page, paragraph or byte of the original, where the text is not the original itself. */
static void write_place(cm_json *json, const cm_clue *clue, const cm_clue_fact *f)
{
    cm_sv unit;
    uint64_t number = 0;
    if (clue->document != NULL && cm_site_place(clue->document, f->at.begin, &unit, &number)) {
        cm_json_put_int(json, unit, (int64_t)number);
    }
}

static void write_evidence(cm_json *json, const cm_clue *clue)
{
    cm_json_key(json, CM_SV("evidence"));
    cm_json_array(json);
    for (size_t i = 0; i < clue->facts.count; i++) {
        const cm_clue_fact *f = &clue->facts.items[i];
        if (f->has_place) {
            cm_json_object(json);
            cm_json_put_text(json, CM_SV("fact"), f->fact);
            cm_json_put_text(json, CM_SV("title"), f->title);
            cm_json_put_place(json, clue->units, f->at);
            cm_json_put_text(json, CM_SV("text"), f->text);
            write_place(json, clue, f);
            cm_json_object_end(json);
        }
    }
    cm_json_array_end(json);
}

static void write_values(cm_json *json, const cm_clue *clue)
{
    cm_json_key(json, CM_SV("values"));
    cm_json_array(json);
    cm_sv last = {NULL, 0};
    for (size_t i = 0; i < clue->facts.count; i++) {
        const cm_clue_fact *f = &clue->facts.items[i];
        if (f->value.ptr != NULL && !cm_sv_equal(f->fact, last)) {
            cm_json_object(json);
            cm_json_put_text(json, CM_SV("fact"), f->fact);
            cm_json_put_text(json, CM_SV("title"), f->title);
            cm_json_put_text(json, CM_SV("value"), f->value);
            cm_json_object_end(json);
        }
        last = f->fact;
    }
    cm_json_array_end(json);
}

static void write_related_fact(cm_json *json, const cm_related_fact *f, const cm_utf16 *units)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("fact"), f->fact);
    cm_json_put_text(json, CM_SV("title"), f->title);
    cm_json_put_text(json, CM_SV("value"), f->value);
    if (f->has_place) {
        cm_json_put_place(json, units, f->at);
        cm_json_put_text(json, CM_SV("text"), f->text);
    }
    cm_json_object_end(json);
}

static void write_related(cm_json *json, const cm_clue *clue)
{
    cm_json_key(json, CM_SV("related"));
    cm_json_array(json);
    for (size_t i = 0; i < clue->related.count; i++) {
        const cm_related_row *row = &clue->related.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("role"), row->role);
        cm_json_put_text(json, CM_SV("doc"), row->doc);
        cm_json_put_text(json, CM_SV("case_no"), row->case_no);
        cm_json_put_text(json, CM_SV("court"), row->court);
        cm_json_put_date(json, CM_SV("decided_on"), row->decided_on);
        cm_json_put_text(json, CM_SV("defendant"), row->defendant);
        cm_json_key(json, CM_SV("facts"));
        cm_json_array(json);
        for (size_t k = 0; k < row->facts.count; k++) {
            write_related_fact(json, &row->facts.items[k], row->units);
        }
        cm_json_array_end(json);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

void cm_clue_write_facts(cm_json *json, const cm_clue *clue)
{
    write_values(json, clue);
    write_evidence(json, clue);
    if (clue->related.count != 0) {
        write_related(json, clue);
    }
}

cm_sv cm_clue_title(const cm_home *home, cm_sv model, cm_sv name)
{
    const cm_model *m = cm_home_model(home, model);
    size_t column = m != NULL ? cm_view_column(m->subject, name) : SIZE_MAX;
    if (column != SIZE_MAX) {
        return m->subject->columns.items[column]->title;
    }
    size_t child = m != NULL ? cm_view_child(m->subject, name) : SIZE_MAX;
    if (child != SIZE_MAX) {
        return m->subject->children.items[child]->title;
    }
    const cm_term_list *groups = cm_reader_choices(home->reader)->group;
    for (size_t i = 0; i < groups->terms.count; i++) {
        if (cm_sv_equal(groups->terms.items[i].id, name)) {
            return groups->terms.items[i].zh;
        }
    }
    return name;
}

cm_sv cm_clue_value_title(const cm_home *home, cm_sv model, const cm_clue_value *value,
                          cm_arena *mem)
{
    const cm_model *m = cm_home_model(home, value->value);
    cm_sv rest = value->value, name, text = CM_SV("");
    if (cm_sv_equal(value->which, CM_SV("model"))) {
        return m != NULL ? m->title : value->value;
    }
    if (!cm_sv_equal(value->which, CM_SV("missing"))) {
        return value->value;
    }
    while (rest.len != 0 && cm_sv_split(&rest, ',', &name)) {
        text = cm_arena_format(mem, "%.*s%s%.*s", CM_SV_ARG(text), text.len != 0 ? ", " : "",
                               CM_SV_ARG(cm_clue_title(home, model, name)));
    }
    return text;
}

cm_clue_grade cm_clue_graded(const cm_home *home, const cm_clue *clue)
{
    const cm_model *m = cm_home_model(home, clue->model);
    if (m == NULL) {
        return (cm_clue_grade){{NULL, 0}, {NULL, 0}, {NULL, 0}};
    }
    return (cm_clue_grade){cm_model_by_sub(&m->measure, clue->sub),
                           cm_model_by_sub(&m->confidence, clue->sub), m->severity};
}

cm_svs cm_clue_measures(const cm_clue *clue, cm_arena *mem)
{
    cm_svs list = {0};
    cm_sv rest = clue->measure, one;
    while (rest.len != 0 && cm_sv_split(&rest, ',', &one)) {
        *cm_vec_push(mem, &list) = one;
    }
    return list;
}

void cm_json_put_list(cm_json *json, cm_sv name, const cm_svs *list)
{
    cm_json_key(json, name);
    cm_json_array(json);
    for (size_t i = 0; i < list->count; i++) {
        cm_json_text(json, list->items[i]);
    }
    cm_json_array_end(json);
}

static void write_suppression(cm_json *json, const cm_suppression *s)
{
    if (s == NULL) {
        return;
    }
    cm_json_key(json, CM_SV("suppressed"));
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("no"), s->no);
    cm_json_put_text(json, CM_SV("reason"), s->reason);
    cm_json_put_text(json, CM_SV("by"), s->by);
    cm_json_put_date(json, CM_SV("until"), s->expires_on);
    cm_json_object_end(json);
}

/* How grave and how sure it is, and what it proposes. */
static void write_grade(cm_json *json, const cm_home *home, const cm_clue *clue)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_clue_grade grade = cm_clue_graded(home, clue);
    cm_svs measures = cm_clue_measures(clue, &mem);
    cm_json_put_text(json, CM_SV("severity"), grade.severity);
    cm_json_put_text(json, CM_SV("confidence"), grade.confidence);
    cm_json_put_text(json, CM_SV("class"), grade.error_class);
    cm_json_put_text(json, CM_SV("stage"), clue->stage);
    cm_json_put_list(json, CM_SV("measure"), &measures);
    cm_json_put_date(json, CM_SV("as_of"), clue->as_of);
}

void cm_clue_write_json(cm_json *json, const cm_home *home, const cm_clue *clue)
{
    cm_json_object(json);
    cm_clue_write_members(json, home, clue);
    cm_json_object_end(json);
}

void cm_clue_write_members(cm_json *json, const cm_home *home, const cm_clue *clue)
{
    bool hit = clue->outcome == CM_ANSWER_HIT;
    cm_sv none = {NULL, 0};
    cm_json_put_text(json, CM_SV("notice"), cm_wording_find(&home->messages, CM_SV("notice")));
    cm_json_put_text(json, CM_SV("id"), clue->id);
    cm_json_put_text(json, CM_SV("model"), clue->model);
    cm_json_put_int(json, CM_SV("version"), clue->version);
    cm_json_put_text(json, CM_SV("content"), clue->content);
    cm_json_put_text(json, CM_SV("outcome"), cm_term_zh(home->answers, (int)clue->outcome));
    cm_json_put_text(json, CM_SV("doc"), clue->doc);
    cm_json_put_text(json, CM_SV("case_no"), clue->case_no);
    cm_json_put_text(json, CM_SV("court"), clue->court);
    cm_json_put_date(json, CM_SV("decided_on"), clue->decided_on);
    cm_json_put_text(json, CM_SV("defendant"), clue->defendant);
    cm_json_put_int(json, CM_SV("defendant_no"), clue->defendant_no);
    cm_json_put_text(json, CM_SV("charge"), clue->charge);
    cm_json_put_int(json, CM_SV("count_no"), clue->count_no);
    cm_json_put_text(json, CM_SV("finding"), clue->finding);
    cm_json_put_date(json, CM_SV("law_known_to"), clue->law_known_to);
    cm_json_put_text(json, CM_SV("direction"),
                     hit ? cm_term_zh(home->directions, (int)clue->direction) : none);
    cm_json_put_text(json, CM_SV("sub"), clue->sub);
    if (hit) {
        write_grade(json, home, clue);
        write_suppression(json, clue->suppressed);
    }
    write_missing(json, clue->missing);
    write_links(json, clue);
    cm_clue_write_facts(json, clue);
}

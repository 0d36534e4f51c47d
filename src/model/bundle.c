#include "base/base.h"

#include "model/bundle.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/limits.h"
#include "law/tier.h"
#include "model/derived.h"
#include "model/ground.h"

#define FORM "chaming-bundle/1"

static const char *const NAMES[] = {
    [CM_BUNDLE_FORM] = "form",           [CM_BUNDLE_CLUE] = "clue",
    [CM_BUNDLE_ANSWER] = "answer",       [CM_BUNDLE_DOCUMENT] = "document",
    [CM_BUNDLE_FACTS] = "facts",         [CM_BUNDLE_CONDITIONS] = "conditions",
    [CM_BUNDLE_MODEL] = "model",         [CM_BUNDLE_LAW] = "law",
    [CM_BUNDLE_DATA] = "data",           [CM_BUNDLE_DIGESTS] = "digests",
    [CM_BUNDLE_SIGNATURE] = "signature",
};

const char *cm_bundle_part_name(cm_bundle_part part)
{
    return NAMES[part];
}

/* ---- the layout: { and }, and between them a part a line ---- */

/* What stands before the value of a part: a bracket or comma, a break, its name. */
static cm_sv line_head(cm_arena *mem, size_t part)
{
    CM_AUTO_BUF name;
    cm_buf_init(&name, CM_MAX_MESSAGE);
    CM_AUTO_JSON *json = cm_json_new(&name);
    cm_json_text(json, cm_sv_from(NAMES[part]));
    return cm_arena_format(mem, "%s%s:", part == 0 ? "{\n" : ",\n", cm_buf_z(&name));
}

void cm_bundle_join(const cm_bundle *bundle, cm_buf *out)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    for (size_t i = 0; i < CM_BUNDLE_PARTS; i++) {
        (void)cm_buf_add(out, line_head(&mem, i));
        (void)cm_buf_add(out, bundle->parts[i]);
    }
    (void)cm_buf_add(out, CM_SV("\n}\n"));
}

/* Where the value of a part ends: before the comma and the break that open the next line. */
static size_t value_end(cm_arena *mem, cm_sv text, size_t part, size_t from)
{
    cm_sv next = part + 1 < CM_BUNDLE_PARTS ? line_head(mem, part + 1) : CM_SV("\n}\n");
    size_t end = cm_sv_find_byte(text, '\n', from);
    end = end == SIZE_MAX ? text.len : end;
    end -= part + 1 < CM_BUNDLE_PARTS && end > from && text.ptr[end - 1] == ',' ? 1 : 0;
    return cm_sv_starts(cm_sv_slice(text, end, text.len), next) ? end : SIZE_MAX;
}

bool cm_bundle_split(cm_sv text, cm_bundle *ret_bundle, cm_bundle_part *ret_part)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    size_t at = 0;
    for (size_t i = 0; i < CM_BUNDLE_PARTS; i++) {
        cm_sv head = line_head(&mem, i);
        *ret_part = (cm_bundle_part)i;
        if (!cm_sv_starts(cm_sv_slice(text, at, text.len), head)) {
            return false;
        }
        at += head.len;
        size_t end = value_end(&mem, text, i, at);
        if (end == SIZE_MAX) {
            return false;
        }
        ret_bundle->parts[i] = cm_sv_slice(text, at, end);
        at = end;
    }
    return at + 3 == text.len;
}

cm_sv cm_bundle_form(cm_arena *mem)
{
    return cm_arena_sv(mem, CM_SV("\"" FORM "\""));
}

cm_sv cm_bundle_digests(cm_arena *mem, const cm_bundle *bundle)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    for (size_t i = CM_BUNDLE_CLUE; i < CM_BUNDLE_DIGESTS; i++) {
        cm_json_put_text(json, cm_sv_from(NAMES[i]),
                         cm_digest_hex(mem, cm_digest_of(bundle->parts[i])));
    }
    cm_json_object_end(json);
    return cm_arena_sv(mem, cm_buf_view(&out));
}

cm_sv cm_bundle_message(cm_arena *mem, cm_sv digests)
{
    return cm_arena_format(mem, FORM "\n%.*s", CM_SV_ARG(digests));
}

/* ---- what follows ---- */

static cm_sv term_zh(const cm_terms *terms, const char *list, int value)
{
    const cm_term_list *l = cm_map_find(&terms->lists, cm_sv_from(list));
    return l != NULL ? cm_term_zh(l, value) : CM_SV("");
}

void cm_bundle_write_answer(cm_json *json, const cm_bundle_case *c)
{
    const cm_finding f = cm_model_evaluate(c->mem, c->model, c->facts->row);
    bool hit = f.answer == CM_ANSWER_HIT;
    CM_AUTO_BUF finding;
    cm_buf_init(&finding, CM_MAX_MESSAGE);
    if (hit) {
        cm_model_finding(&finding, c->model, c->words, f.sub, f.values);
    }
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("outcome"), term_zh(c->terms, "answer", (int)f.answer));
    cm_json_put_text(json, CM_SV("direction"),
                     hit ? term_zh(c->terms, "direction", (int)f.direction) : (cm_sv){NULL, 0});
    cm_json_put_text(json, CM_SV("sub"), hit ? f.sub : CM_SV(""));
    cm_json_put_text(json, CM_SV("finding"), cm_buf_view(&finding));
    cm_json_object_end(json);
}

static void write_names(cm_json *json, cm_sv key, const cm_svs *names)
{
    cm_json_key(json, key);
    cm_json_array(json);
    for (size_t i = 0; i < names->count; i++) {
        cm_json_text(json, names->items[i]);
    }
    cm_json_array_end(json);
}

void cm_bundle_write_conditions(cm_json *json, const cm_bundle_case *c)
{
    cm_trace trace = cm_model_trace(c->mem, c->model, c->facts->row);
    cm_json_array(json);
    for (size_t i = 0; i < trace.count; i++) {
        const cm_trace_step *s = &trace.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("step"), s->name);
        cm_json_put_text(json, CM_SV("expression"), s->text);
        write_names(json, CM_SV("reads"), &s->reads);
        cm_json_key(json, CM_SV("value"));
        cm_bundle_write_value(json, s->type, s->value);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

/* ---- the law ---- */

static void put_date(cm_json *json, cm_sv name, cm_date date)
{
    cm_json_key(json, name);
    bool is_day = cm_date_exists(date);
    cm_bundle_write_value(json, CM_TYPE_DATE,
                          (cm_value){.state = is_day ? CM_VALUE_KNOWN : CM_VALUE_ABSENT,
                                     .number = is_day ? cm_date_to_days(date) : 0});
}

static void write_article(cm_json *json, const cm_ground *g)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("article"), g->cite);
    cm_json_put_text(json, CM_SV("text"), g->text);
    put_date(json, CM_SV("valid_from"), g->valid_from);
    put_date(json, CM_SV("valid_to"), g->valid_to);
    cm_json_put_bool(json, CM_SV("applied"), g->applied);
    cm_json_object_end(json);
}

static void write_tier(cm_json *json, const cm_tier *t)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("tier"), t->id);
    cm_json_put_text(json, CM_SV("charge"), t->charge->name);
    cm_json_put_text(json, CM_SV("condition"), t->condition);
    cm_json_put_text(json, CM_SV("penalty"), t->penalty_text);
    cm_json_put_bool(json, CM_SV("control"), t->control);
    cm_json_put_bool(json, CM_SV("detention"), t->detention);
    cm_json_put_bool(json, CM_SV("fixed_term"), t->fixed_term);
    cm_json_put_int(json, CM_SV("min_months"), t->min_months);
    cm_json_put_int(json, CM_SV("max_months"), t->max_months);
    cm_json_put_bool(json, CM_SV("life"), t->life);
    cm_json_put_bool(json, CM_SV("death"), t->death);
    cm_json_put_text(json, CM_SV("fine"), cm_sv_from(cm_fine_mode_name(t->fine)));
    cm_json_put_int(json, CM_SV("fine_min"), t->fine_min);
    cm_json_put_int(json, CM_SV("fine_max"), t->fine_max);
    cm_json_put_text(json, CM_SV("confiscation"),
                     cm_sv_from(cm_confiscation_mode_name(t->confiscation)));
    put_date(json, CM_SV("valid_from"), t->valid_from);
    put_date(json, CM_SV("valid_to"), t->valid_to);
    cm_json_put_text(json, CM_SV("doubt"), t->doubt);
    cm_json_object_end(json);
}

static cm_date day_of(const cm_row *row, const char *column)
{
    size_t i = cm_view_column(row->view, cm_sv_from(column));
    bool is_known = i != SIZE_MAX && row->values[i].state == CM_VALUE_KNOWN;
    return is_known ? cm_date_from_days((int32_t)row->values[i].number) : CM_NO_DATE;
}

/* The ids in the child tables that name rows of the law. */
static cm_svs law_rows(const cm_bundle_case *c)
{
    cm_svs ids = {0};
    const cm_view *view = c->model->subject;
    for (size_t i = 0; i < view->children.count; i++) {
        size_t column = cm_view_column(view->children.items[i], CM_SV("law_row"));
        const cm_child_rows *rows = &c->facts->row->children[i];
        for (size_t k = 0; column != SIZE_MAX && !rows->unread && k < rows->rows.count; k++) {
            *cm_vec_push(c->mem, &ids) = rows->rows.items[k][column].text;
        }
    }
    return ids;
}

void cm_bundle_write_law(cm_json *json, const cm_bundle_case *c)
{
    cm_svs tiers = law_rows(c);
    const cm_ground_query query = {&tiers, day_of(c->facts->row, "decided_on"),
                                   day_of(c->facts->row, "last_act_on")};
    cm_grounds grounds = {0};
    cm_model_grounds(c->mem, c->model, &query, &grounds);
    cm_json_array(json);
    for (size_t i = 0; i < grounds.count; i++) {
        write_article(json, &grounds.items[i]);
    }
    for (size_t i = 0; i < tiers.count; i++) {
        const cm_tier *t = cm_law_tier(c->model->law, tiers.items[i]);
        if (t != NULL) {
            write_tier(json, t);
        }
    }
    cm_json_array_end(json);
}

/* ---- the reference data ---- */

static cm_status write_file(cm_json *json, cm_arena *mem, cm_sv folder, cm_sv path, cm_err *err)
{
    CM_AUTO_BUF content;
    cm_buf_init(&content, CM_MAX_DATA_FILE);
    cm_status status = cm_file_read(path, &content, err);
    if (status == CM_OK) {
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("file"), cm_sv_slice(path, folder.len + 1, path.len));
        cm_json_put_text(json, CM_SV("sha256"),
                         cm_digest_hex(mem, cm_digest_of(cm_buf_view(&content))));
        cm_json_object_end(json);
    }
    return status;
}

cm_status cm_bundle_write_data(cm_json *json, cm_arena *mem, cm_sv folder, cm_err *err)
{
    static const char *const places[] = {"catalogue.tsv", "law", "lexicon", "messages/zh/model.tsv",
                                         "terms"};
    cm_status status = CM_OK;
    cm_json_array(json);
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(places); i++) {
        cm_sv place = cm_file_join(mem, folder, cm_sv_from(places[i]));
        cm_svs files = {0};
        if (cm_file_is_folder(place)) {
            status = cm_file_list(mem, place, &files, err);
        } else {
            *cm_vec_push(mem, &files) = place;
        }
        for (size_t k = 0; status == CM_OK && k < files.count; k++) {
            if (cm_sv_ends(files.items[k], CM_SV(".tsv"))) {
                status = write_file(json, mem, folder, files.items[k], err);
            }
        }
    }
    cm_json_array_end(json);
    return status;
}

#include "base/base.h"

#include "verify/verify.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/limits.h"
#include "law/law.h"
#include "model/derived.h"
#include "verify/reread.h"

struct cm_verifier {
    cm_arena mem;
    cm_sv folder;
    cm_terms terms;
    const cm_law *law;
    const cm_catalogue *catalogue;
    cm_wording words;
    cm_rereader *rereader;
};

static const char *const WHY[] = {
    [CM_WHY_LAYOUT] = "layout",
    [CM_WHY_DIGEST] = "digest",
    [CM_WHY_SIGNATURE] = "signature",
    [CM_WHY_KEY] = "key",
    [CM_WHY_CONTENT] = "content",
    [CM_WHY_DATA] = "data",
    [CM_WHY_MODEL] = "model",
    [CM_WHY_PLACE] = "place",
    [CM_WHY_WORDS] = "words",
    [CM_WHY_DERIVED] = "derived",
    [CM_WHY_CONDITION] = "condition",
    [CM_WHY_ANSWER] = "answer",
    [CM_WHY_LAW] = "law",
    [CM_WHY_CLUE] = "clue",
};

const char *cm_verify_why_name(cm_verify_why why)
{
    return WHY[why];
}

cm_status cm_verifier_open(cm_sv data_folder, cm_verifier **ret_verifier, cm_err *err)
{
    cm_verifier *v = cm_alloc_zero(1, sizeof(*v));
    cm_arena *mem = &v->mem;
    cm_arena_init(mem);
    v->folder = cm_arena_sv(mem, data_folder);
    cm_status status =
        cm_terms_load(mem, cm_file_join(mem, v->folder, CM_SV("terms/terms.tsv")), &v->terms, err);
    if (status == CM_OK) {
        status = cm_law_load(mem, v->folder, &v->law, err);
    }
    if (status == CM_OK) {
        status = cm_catalogue_load(mem, cm_file_join(mem, v->folder, CM_SV("catalogue.tsv")),
                                   &v->terms, &v->catalogue, err);
    }
    if (status == CM_OK) {
        status = cm_wording_load(mem, cm_file_join(mem, v->folder, CM_SV("messages/zh/model.tsv")),
                                 &v->words, err);
    }
    if (status == CM_OK) {
        status = cm_rereader_open(mem, v->folder, &v->terms, &v->rereader, err);
    }
    if (status != CM_OK) {
        cm_verifier_close(v);
        return status;
    }
    *ret_verifier = v;
    return CM_OK;
}

void cm_verifier_close(cm_verifier *v)
{
    if (v != NULL) {
        cm_rereader_close(v->rereader);
        cm_arena_clear(&v->mem);
        cm_free(v);
    }
}

/* ---- one check ---- */

typedef struct {
    cm_verifier *v;
    cm_arena *mem;
    const cm_verify_options *options;
    cm_verify_report *report;
    cm_bundle bundle;
    const cm_json_value *trees[CM_BUNDLE_PARTS];
    cm_sv text;
    const cm_model *model;
    cm_bundle_facts facts;
} job;

static void fails(job *j, cm_bundle_part part, cm_verify_why why, cm_sv what)
{
    *cm_vec_push(j->mem, &j->report->failures) = (cm_verify_failure){part, why, what};
}

/* ---- digests and signature ---- */

static void check_digests(job *j)
{
    const cm_json_value *stated = NULL;
    cm_sv follows = cm_bundle_digests(j->mem, &j->bundle);
    const cm_json_value *own = NULL;
    if (cm_json_tree(j->mem, follows, &own, NULL) != CM_OK ||
        cm_json_tree(j->mem, j->bundle.parts[CM_BUNDLE_DIGESTS], &stated, NULL) != CM_OK) {
        fails(j, CM_BUNDLE_DIGESTS, CM_WHY_CONTENT, CM_SV(""));
        return;
    }
    bool named = false;
    for (size_t i = CM_BUNDLE_CLUE; i < CM_BUNDLE_DIGESTS; i++) {
        cm_sv name = cm_sv_from(cm_bundle_part_name((cm_bundle_part)i));
        if (!cm_sv_equal(cm_json_member_text(own, name), cm_json_member_text(stated, name))) {
            fails(j, (cm_bundle_part)i, CM_WHY_DIGEST, CM_SV(""));
            named = true;
        }
    }
    if (!named && !cm_sv_equal(follows, j->bundle.parts[CM_BUNDLE_DIGESTS])) {
        fails(j, CM_BUNDLE_DIGESTS, CM_WHY_CONTENT, CM_SV(""));
    }
}

static void check_signature(job *j)
{
    const cm_json_value *part = NULL;
    cm_signature signature;
    cm_public_key *key = &j->report->key;
    if (cm_json_tree(j->mem, j->bundle.parts[CM_BUNDLE_SIGNATURE], &part, NULL) != CM_OK ||
        !cm_sv_equal(cm_json_member_text(part, CM_SV("algorithm")), CM_SV("Ed25519")) ||
        !cm_hex_read(cm_json_member_text(part, CM_SV("key")), key->bytes, CM_PUBLIC_KEY_BYTES) ||
        !cm_hex_read(cm_json_member_text(part, CM_SV("signature")), signature.bytes,
                     CM_SIGNATURE_BYTES)) {
        fails(j, CM_BUNDLE_SIGNATURE, CM_WHY_CONTENT, CM_SV(""));
        return;
    }
    j->report->has_key = true;
    cm_sv message = cm_bundle_message(j->mem, j->bundle.parts[CM_BUNDLE_DIGESTS]);
    if (!cm_signature_holds(key, message, &signature)) {
        fails(j, CM_BUNDLE_SIGNATURE, CM_WHY_SIGNATURE, CM_SV(""));
    } else if (j->options->key != NULL &&
               memcmp(j->options->key->bytes, key->bytes, CM_PUBLIC_KEY_BYTES) != 0) {
        fails(j, CM_BUNDLE_SIGNATURE, CM_WHY_KEY, CM_SV(""));
    }
}

/* ---- what the parts hold ---- */

static bool parse_parts(job *j)
{
    for (size_t i = CM_BUNDLE_CLUE; i < CM_BUNDLE_DIGESTS; i++) {
        if (cm_json_tree(j->mem, j->bundle.parts[i], &j->trees[i], NULL) != CM_OK) {
            fails(j, (cm_bundle_part)i, CM_WHY_CONTENT, CM_SV(""));
        }
    }
    return j->report->failures.count == 0;
}

static bool is_digest_of(const cm_json_value *part, cm_arena *mem, cm_sv content)
{
    return cm_sv_equal(cm_json_member_text(part, CM_SV("sha256")),
                       cm_digest_hex(mem, cm_digest_of(content)));
}

static void check_document(job *j)
{
    const cm_json_value *part = j->trees[CM_BUNDLE_DOCUMENT];
    j->text = cm_json_member_text(part, CM_SV("text"));
    if (j->text.len == 0 || !is_digest_of(part, j->mem, j->text) ||
        cm_reread_document(j->v->rereader, j->mem, j->text, NULL) != CM_OK) {
        fails(j, CM_BUNDLE_DOCUMENT, CM_WHY_CONTENT, CM_SV(""));
    }
}

static void check_model(job *j)
{
    const cm_json_value *part = j->trees[CM_BUNDLE_MODEL];
    const cm_json_value *clue = j->trees[CM_BUNDLE_CLUE];
    cm_sv source = cm_json_member_text(part, CM_SV("source"));
    const cm_model_context context = {
        .catalogue = j->v->catalogue, .terms = &j->v->terms, .law = j->v->law};
    cm_problems problems = {0};
    if (source.len == 0 || !is_digest_of(part, j->mem, source)) {
        fails(j, CM_BUNDLE_MODEL, CM_WHY_CONTENT, CM_SV(""));
        return;
    }
    cm_sv id = cm_json_member_text(part, CM_SV("id"));
    const cm_source file = {cm_arena_format(j->mem, "models/%.*s.yaml", CM_SV_ARG(id)), source};
    if (cm_model_parse(j->mem, &context, file, &j->model, &problems, NULL) != CM_OK) {
        j->model = NULL;
        fails(j, CM_BUNDLE_MODEL, CM_WHY_MODEL,
              problems.count != 0 ? cm_arena_format(j->mem, "%s", problems.items[0].id) : id);
        return;
    }
    if (!cm_model_is_rule(j->model)) {
        j->model = NULL;
        fails(j, CM_BUNDLE_MODEL, CM_WHY_MODEL, id);
        return;
    }
    int64_t version = -1;
    bool same = cm_sv_equal(j->model->id, id) &&
                cm_sv_equal(j->model->id, cm_json_member_text(clue, CM_SV("model"))) &&
                cm_json_member_int(clue, CM_SV("version"), &version) &&
                version == j->model->version;
    if (!same) {
        fails(j, CM_BUNDLE_CLUE, CM_WHY_CLUE, j->model->id);
    }
}

/* ---- facts ---- */

static bool places_are_inside(const job *j, const cm_spans *places)
{
    for (size_t i = 0; i < places->count; i++) {
        if (places->items[i].end > j->text.len) {
            return false;
        }
    }
    return true;
}

/* A cell of a child table: the places are those of all its rows, one each where there are as many.
 */
static cm_reread read_cell(job *j, size_t child, size_t row, const cm_column *column,
                           cm_value value)
{
    const cm_spans *places = &j->facts.child_places[child];
    cm_reread said = cm_reread_value(j->v->rereader, j->mem, places, column, value);
    if (said != CM_REREAD_CONTRADICTS) {
        return said;
    }
    bool own = places->count == j->facts.row->children[child].rows.count;
    cm_spans place = {own ? &places->items[row] : NULL, own ? 1 : 0, 0};
    return cm_reread_value(j->v->rereader, j->mem, &place, column, value);
}

/* By its words; a count by the number of its places. */
static void judge(job *j, cm_sv name, const cm_spans *places, const cm_column *column,
                  cm_value value, cm_reread said)
{
    bool counts = column->type == CM_TYPE_INTEGER && places->count > 0 &&
                  value.number == (int64_t)places->count;
    if (said == CM_REREAD_AGREES || (said != CM_REREAD_AGREES && counts)) {
        j->report->reread++;
    } else if (said == CM_REREAD_SILENT) {
        *cm_vec_push(j->mem, &j->report->stated) = name;
    } else {
        fails(j, CM_BUNDLE_FACTS, CM_WHY_WORDS, name);
    }
}

/* A column of the subject's view or of one that it widens. */
static bool is_corrected(const job *j, cm_sv column)
{
    bool found = false;
    for (const cm_view *v = j->facts.row->view; v != NULL; v = v->wider) {
        found = found || cm_bundle_corrected(&j->facts, v->name, column);
    }
    return found;
}

static void check_column(job *j, size_t i)
{
    const cm_column *column = j->facts.row->view->columns.items[i];
    cm_value value = j->facts.row->values[i];
    const cm_derived_use use = {j->mem, j->v->law, &j->v->terms};
    cm_derived follows = cm_derived_column(&use, j->facts.row, i);
    if (!places_are_inside(j, &j->facts.column_places[i])) {
        fails(j, CM_BUNDLE_FACTS, CM_WHY_PLACE, column->name);
    } else if (follows == CM_DERIVED_CONTRADICTS) {
        fails(j, CM_BUNDLE_FACTS, CM_WHY_DERIVED, column->name);
    } else if (follows == CM_DERIVED_FOLLOWS) {
        j->report->derived++;
    } else if (value.state != CM_VALUE_KNOWN) {
        j->report->absent++;
    } else if (is_corrected(j, column->name)) {
        *cm_vec_push(j->mem, &j->report->corrected) = column->name;
    } else if (cm_derived_is(column->name)) {
        *cm_vec_push(j->mem, &j->report->stated) = column->name;
    } else {
        const cm_spans *places = &j->facts.column_places[i];
        judge(j, column->name, places, column, value,
              cm_reread_value(j->v->rereader, j->mem, places, column, value));
    }
}

static void check_cell(job *j, size_t child, size_t row, size_t column, cm_derived follows)
{
    const cm_view *view = j->facts.row->view->children.items[child];
    const cm_column *c = view->columns.items[column];
    cm_value value = j->facts.row->children[child].rows.items[row][column];
    cm_sv name = cm_arena_format(j->mem, "%.*s[%zu].%.*s", CM_SV_ARG(view->child), row + 1,
                                 CM_SV_ARG(c->name));
    if (value.state != CM_VALUE_KNOWN) {
        j->report->absent++;
    } else if (follows == CM_DERIVED_FOLLOWS || follows == CM_DERIVED_AS_LISTED) {
        j->report->derived++;
    } else if (cm_bundle_corrected(&j->facts, view->name, CM_SV("")) &&
               read_cell(j, child, row, c, value) != CM_REREAD_AGREES) {
        *cm_vec_push(j->mem, &j->report->corrected) = name;
    } else if (cm_derived_is(view->child)) {
        *cm_vec_push(j->mem, &j->report->stated) = name;
    } else {
        judge(j, name, &j->facts.child_places[child], c, value, read_cell(j, child, row, c, value));
    }
}

static void check_child(job *j, size_t i)
{
    const cm_view *child = j->facts.row->view->children.items[i];
    const cm_child_rows *rows = &j->facts.row->children[i];
    const cm_derived_use use = {j->mem, j->v->law, &j->v->terms};
    cm_derived follows = cm_derived_child(&use, j->facts.row, i);
    if (!places_are_inside(j, &j->facts.child_places[i])) {
        fails(j, CM_BUNDLE_FACTS, CM_WHY_PLACE, child->child);
        return;
    }
    if (follows == CM_DERIVED_CONTRADICTS) {
        fails(j, CM_BUNDLE_FACTS, CM_WHY_DERIVED, child->child);
        return;
    }
    if (follows == CM_DERIVED_AS_LISTED && rows->rows.count != 0) {
        *cm_vec_push(j->mem, &j->report->stated) = child->child;
    }
    for (size_t k = 0; k < rows->rows.count; k++) {
        for (size_t c = 0; c < child->columns.count; c++) {
            check_cell(j, i, k, c, follows);
        }
    }
}

static void check_facts(job *j)
{
    CM_AUTO_ERR err = {0};
    if (cm_bundle_read_facts(j->mem, j->model->subject, j->trees[CM_BUNDLE_FACTS], &j->facts,
                             &err) != CM_OK) {
        fails(j, CM_BUNDLE_FACTS, CM_WHY_CONTENT, cm_arena_sv(j->mem, cm_sv_from(err.message)));
        return;
    }
    for (size_t i = 0; i < j->model->subject->columns.count; i++) {
        if (j->facts.use.columns[i]) {
            check_column(j, i);
        }
    }
    for (size_t i = 0; i < j->model->subject->children.count; i++) {
        if (j->facts.use.children[i]) {
            check_child(j, i);
        }
    }
}

/* ---- what follows from the facts ---- */

/* The part as it comes out here; where it differs, the first item that does, by the member `name`
 * (or `other`) of it. */
static void compare(job *j, cm_bundle_part part, cm_sv follows, cm_verify_why why, const char *name,
                    const char *other)
{
    const cm_json_value *own = NULL;
    const cm_json_value *stated = j->trees[part];
    if (cm_sv_equal(follows, j->bundle.parts[part])) {
        return;
    }
    cm_sv what = CM_SV("");
    if (name != NULL && cm_json_tree(j->mem, follows, &own, NULL) == CM_OK) {
        size_t count = cm_json_count(own);
        size_t stated_count = cm_json_count(stated);
        for (size_t i = 0; i < count && what.len == 0; i++) {
            bool same =
                i < stated_count && cm_json_same(own->items.items[i], stated->items.items[i]);
            cm_sv id = cm_json_member_text(own->items.items[i], cm_sv_from(name));
            what = same          ? what
                   : id.len != 0 ? id
                                 : cm_json_member_text(own->items.items[i], cm_sv_from(other));
        }
    }
    fails(j, part, why, what);
}

typedef void (*write_part)(cm_json *json, const cm_bundle_case *c);

static cm_sv part_of(job *j, write_part write)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    const cm_bundle_case c = {j->mem, j->model, &j->facts, &j->v->terms, &j->v->words};
    write(json, &c);
    return cm_arena_sv(j->mem, cm_buf_view(&out));
}

static void check_data(job *j)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    if (cm_bundle_write_data(json, j->mem, j->v->folder, NULL) != CM_OK) {
        fails(j, CM_BUNDLE_DATA, CM_WHY_DATA, CM_SV(""));
        return;
    }
    size_t before = j->report->failures.count;
    compare(j, CM_BUNDLE_DATA, cm_arena_sv(j->mem, cm_buf_view(&out)), CM_WHY_DATA, "file", "file");
    if (j->options->other_data && j->report->failures.count > before) {
        *cm_vec_push(j->mem, &j->report->notes) = j->report->failures.items[before];
        j->report->failures.count = before;
    }
}

static void check_content(job *j)
{
    check_data(j);
    check_document(j);
    check_model(j);
    if (j->model == NULL || j->report->failures.count != 0) {
        return;
    }
    check_facts(j);
    if (j->facts.row == NULL) {
        return;
    }
    compare(j, CM_BUNDLE_CONDITIONS, part_of(j, cm_bundle_write_conditions), CM_WHY_CONDITION,
            "step", "step");
    compare(j, CM_BUNDLE_ANSWER, part_of(j, cm_bundle_write_answer), CM_WHY_ANSWER, NULL, NULL);
    compare(j, CM_BUNDLE_LAW, part_of(j, cm_bundle_write_law), CM_WHY_LAW, "article", "tier");
}

void cm_verify_check(cm_verifier *v, cm_arena *mem, cm_sv bytes, const cm_verify_options *options,
                     cm_verify_report *ret_report)
{
    *ret_report = (cm_verify_report){.has_key = false};
    job j = {.v = v, .mem = mem, .options = options, .report = ret_report};
    cm_bundle_part part = CM_BUNDLE_FORM;
    if (!cm_bundle_split(bytes, &j.bundle, &part)) {
        fails(&j, part, CM_WHY_LAYOUT, CM_SV(""));
        return;
    }
    if (!cm_sv_equal(j.bundle.parts[CM_BUNDLE_FORM], cm_bundle_form(mem))) {
        fails(&j, CM_BUNDLE_FORM, CM_WHY_CONTENT, j.bundle.parts[CM_BUNDLE_FORM]);
        return;
    }
    check_digests(&j);
    check_signature(&j);
    if (ret_report->failures.count != 0 || !parse_parts(&j)) {
        return;
    }
    ret_report->clue = cm_json_member_text(j.trees[CM_BUNDLE_CLUE], CM_SV("id"));
    ret_report->model = cm_json_member_text(j.trees[CM_BUNDLE_CLUE], CM_SV("model"));
    ret_report->finding = cm_json_member_text(j.trees[CM_BUNDLE_ANSWER], CM_SV("finding"));
    check_content(&j);
}

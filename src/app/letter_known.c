#include "base/base.h"

#include "app/letter_desk.h"
#include "base/file.h"
#include "base/moment.h"
#include "desk/count.h"
#include "desk/office.h"

/* What the desk knows of the clue and the document, as values. */

typedef struct {
    cm_letter_desk *d;
    cm_letter_values *v;
} job;

static void put(job *j, const char *name, const char *source, cm_sv ref, cm_sv text)
{
    const cm_letter_value value = {
        .name = cm_sv_from(name), .text = text, .source = cm_sv_from(source), .ref = ref};
    cm_letter_value_put(j->v, &value);
}

static void put_part(job *j, const cm_letter_value *of, const char *part, cm_sv text)
{
    cm_letter_value value = *of;
    value.name = cm_arena_format(j->v->mem, "%.*s.%s", CM_SV_ARG(of->name), part);
    value.text = text;
    cm_letter_value_put(j->v, &value);
}

static cm_sv word_of(job *j, const char *list, cm_sv id)
{
    const cm_course_code *code = cm_course_code_of(&j->d->site->home->course, cm_sv_from(list), id);
    return code != NULL ? code->zh : id;
}

/* Of verifications that were made. */
static cm_status put_checks(job *j, int64_t clue, cm_err *err)
{
    cm_verifications all = {0};
    cm_status status = cm_desk_verifications(j->d->desk, clue, j->v->mem, &all, err);
    for (size_t i = 0; i < all.count; i++) {
        const cm_verification *v = &all.items[i];
        if (!v->done) {
            continue;
        }
        cm_sv no = cm_arena_format(j->v->mem, "verification %lld", (long long)v->no);
        const cm_letter_value value = {
            .name = cm_arena_format(j->v->mem, "check.%lld", (long long)v->no),
            .text = word_of(j, "result", v->result),
            .source = CM_SV("desk"),
            .ref = no};
        cm_letter_item_put(j->v, CM_SV("check"), &value);
        put_part(j, &value, "kind", word_of(j, "check", v->kind));
        put_part(j, &value, "what", v->what);
        put_part(j, &value, "told", v->told);
        put(j, "verified", "desk", no, no);
    }
    return status;
}

static cm_status put_clue(job *j, int64_t no, cm_err *err)
{
    cm_desk_clue clue;
    cm_status status = cm_desk_clue_get(j->d->desk, j->v->mem, no, &clue, err);
    if (status == CM_OK) {
        put(j, "clue.handler", "desk", clue.id, clue.handler);
        put(j, "clue.outcome", "desk", clue.id,
            clue.outcome.len != 0 ? word_of(j, "outcome", clue.outcome) : CM_SV(""));
    }
    return status;
}

/* The house that an office is, or is a department of; NULL: none. */
static const cm_office *house_of(const cm_offices *all, const cm_office *office)
{
    for (size_t i = 0; office != NULL && office->department && i < all->count; i++) {
        office = cm_office_find(all, office->above);
    }
    return office;
}

static cm_status put_office(job *j, cm_sv name, cm_err *err)
{
    cm_offices all = {0};
    cm_status status = cm_offices_load(j->d->desk, j->v->mem, &all, err);
    const cm_office *house = house_of(&all, cm_office_find(&all, name));
    if (status != CM_OK || house == NULL) {
        return status;
    }
    const cm_office *upper = house_of(&all, cm_office_find(&all, house->above));
    put(j, "office.name", "office", house->name, house->name);
    put(j, "office.short", "office", house->name, house->code);
    put(j, "office.upper", "office", house->name, upper != NULL ? upper->name : CM_SV(""));
    return status;
}

static bool needs_class(const cm_letter_desk *d, const cm_letter_kind *kind)
{
    for (size_t i = 0; i < kind->lines.count; i++) {
        size_t at = 0, begin = 0;
        cm_sv name;
        while (cm_letter_place_next(kind->lines.items[i].sentence, &at, &begin, &name)) {
            const cm_letter_field *field = cm_letter_field_of(&d->forms, name);
            if (field != NULL && cm_sv_equal(field->source, CM_SV("class"))) {
                return true;
            }
        }
    }
    return false;
}

/* How the clues of the model were judged in this desk, over all its versions. */
static cm_status put_verdicts(job *j, cm_err *err)
{
    const cm_home *home = j->d->site->home;
    cm_verdicts rules;
    cm_verdict_groups groups = {0};
    const cm_standing_filter filter = {.model = j->v->model, .today = j->v->today};
    cm_sv folder = cm_file_join(j->v->mem, home->data, CM_SV("desk"));
    cm_status status = cm_verdicts_load(j->v->mem, folder, &home->course, &rules, err);
    if (status == CM_OK) {
        status =
            cm_count_verdicts(j->d->desk, &rules, &filter, CM_DIM_ALL, j->v->mem, &groups, err);
    }
    int64_t held = 0, rejected = 0;
    for (size_t i = 0; i < groups.count; i++) {
        const int64_t *counts = groups.items[i].verdicts;
        held += counts[CM_VERDICT_HELD];
        rejected += counts[CM_VERDICT_FALSE] + counts[CM_VERDICT_REJECTED];
    }
    int64_t decided = held + rejected;
    if (decided != 0) {
        put(j, "class.decided", "desk", j->v->model,
            cm_arena_format(j->v->mem, "%lld", (long long)decided));
        put(j, "class.rejected", "desk", j->v->model,
            cm_arena_format(j->v->mem, "%lld", (long long)rejected));
    }
    return status;
}

cm_status cm_letter_values_now(cm_letter_desk *d, const cm_letter_kind *kind, const cm_letter *row,
                               const cm_class_filter *filter, cm_letter_values *ret_values,
                               cm_err *err)
{
    job j = {d, ret_values};
    const cm_letter_query query = {.clue = row->clue_id,
                                   .with_class = needs_class(d, kind),
                                   .filter = *filter,
                                   .today = cm_moment_day(d->caller->at)};
    cm_status status = cm_letter_values_read(d->site, &query, d->mem, ret_values, err);
    if (status == CM_OK) {
        status = put_checks(&j, row->clue, err);
    }
    if (status == CM_OK) {
        status = put_clue(&j, row->clue, err);
    }
    if (status == CM_OK) {
        status = put_office(&j, row->office, err);
    }
    if (status == CM_OK && query.with_class) {
        status = put_verdicts(&j, err);
    }
    put(&j, "document.number", "issue", CM_SV(""), row->number);
    put(&j, "document.date", "issue", CM_SV(""),
        cm_letter_day(d->site->home, d->mem, row->issued_on));
    return status;
}

#include "base/base.h"

#include "app/letter_desk.h"

#include "desk/change.h"

typedef struct {
    cm_letter_desk *d;
    cm_letter_opened *o;
    const cm_letter_change *change;
} job;

static cm_status add_binds(const job *j, cm_sentence *s, cm_err *err)
{
    for (size_t i = 0; i < j->change->binds.count; i++) {
        cm_sv name = j->change->binds.items[i];
        const cm_letter_value *value = cm_letter_value_of(&j->o->values, name);
        if (value == NULL) {
            return cm_letter_refuse(j->d, CM_E_NOTFOUND, "value", name, err);
        }
        bool there = false;
        for (size_t k = 0; k < s->binds.count; k++) {
            bool same = cm_sv_equal(s->binds.items[k].name, name);
            there = there || same;
            s->binds.items[k] = same ? *value : s->binds.items[k];
        }
        if (!there) {
            *cm_vec_push(j->d->mem, &s->binds) = *value;
        }
    }
    return CM_OK;
}

static cm_status edit_sentence(const job *j, cm_err *err)
{
    cm_sentence *s = cm_letter_sentence(&j->o->content, j->change->k);
    if (s == NULL) {
        return cm_letter_refuse(j->d, CM_E_NOTFOUND, "sentence",
                                cm_arena_format(j->d->mem, "%lld", (long long)j->change->k), err);
    }
    if (j->change->text.ptr != NULL) {
        s->text = j->change->text;
        s->state = s->state == CM_SENTENCE_DRAFTED ? CM_SENTENCE_EDITED : s->state;
    }
    return add_binds(j, s, err);
}

static cm_status add_sentence(const job *j, int64_t *ret_k, cm_err *err)
{
    const cm_sentence *before = cm_letter_sentence(&j->o->content, j->change->k);
    if (before == NULL || cm_sv_trim(j->change->text).len == 0) {
        return cm_letter_refuse(j->d, CM_E_NOTFOUND, "sentence",
                                cm_arena_format(j->d->mem, "%lld", (long long)j->change->k), err);
    }
    cm_sentence s = {.k = cm_letter_last_k(&j->o->content) + 1,
                     .part = before->part,
                     .block = before->block == CM_PAPER_TABLE_HEAD ? CM_PAPER_TEXT : before->block,
                     .text = j->change->text,
                     .state = CM_SENTENCE_ADDED};
    if (s.block == CM_PAPER_HEADING_1 || s.block == CM_PAPER_HEADING_2) {
        s.block = CM_PAPER_TEXT;
    }
    cm_status status = add_binds(j, &s, err);
    if (status == CM_OK) {
        cm_letter_insert(j->d->mem, &j->o->content, before->k, &s);
        *ret_k = s.k;
    }
    return status;
}

static cm_status enter_field(const job *j, cm_err *err)
{
    const cm_letter_field *field = cm_letter_field_of(&j->d->forms, j->change->field);
    const cm_letter_value *now = cm_letter_value_of(&j->o->values, j->change->field);
    bool read = now != NULL && !cm_sv_equal(now->source, CM_SV("person"));
    if (field == NULL || cm_sv_equal(field->source, CM_SV("each")) ||
        cm_sv_equal(field->source, CM_SV("issue"))) {
        return cm_letter_refuse(j->d, CM_E_NOTFOUND, "field", j->change->field, err);
    }
    if (read) {
        return cm_letter_refuse(j->d, CM_E_CONFLICT, "read", field->zh, err);
    }
    const cm_letter_entry entry = {.name = field->id,
                                   .text = j->change->text,
                                   .by = j->d->caller->name,
                                   .at = j->d->caller->at};
    cm_letter_enter(j->d->mem, &j->o->content, &entry);
    return CM_OK;
}

/* Everything that is not the drafter's own words, made again. */
static cm_status make_again(const job *j, cm_err *err)
{
    const cm_letter_content old = j->o->content;
    cm_status status =
        cm_letter_values_now(j->d, j->o->use.kind, &j->o->row, &old.filter, &j->o->values, err);
    if (status == CM_OK) {
        cm_letter_refill(&j->o->use, &j->o->values, &old, &j->o->content);
    }
    return status;
}

static cm_status apply(const job *j, int64_t *ret_k, cm_err *err)
{
    cm_status status = CM_OK;
    if (j->change->field.len != 0) {
        status = enter_field(j, err);
    } else if (j->change->add) {
        return add_sentence(j, ret_k, err);
    } else if (!j->change->again) {
        return edit_sentence(j, err);
    }
    return status == CM_OK ? make_again(j, err) : status;
}

cm_status cm_letter_edit(cm_letter_desk *d, int64_t no, const cm_letter_change *change,
                         int64_t *ret_k, cm_err *err)
{
    cm_letter_opened o;
    *ret_k = change->k;
    cm_status status = cm_letter_open(d, no, 0, CM_SV("document.edit"), &o, err);
    if (status != CM_OK) {
        return status;
    }
    const cm_letter_state *state = cm_letter_state_of(&d->forms, o.row.state);
    if (state == NULL || !state->open) {
        return cm_letter_refuse(d, CM_E_CONFLICT, "closed", state != NULL ? state->zh : o.row.state,
                                err);
    }
    const job j = {d, &o, change};
    status = cm_letter_check_version(d, &o.row, change->version, err);
    if (status == CM_OK) {
        status = apply(&j, ret_k, err);
    }
    if (status == CM_OK) {
        status = cm_change_begin(d->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    status = cm_letter_keep(d, &o.use, &o.row, &o.content, CM_SV(""), err);
    const cm_deed deed = cm_letter_deed(d, &o.row, CM_SV("document.edit"), o.role);
    return cm_change_end(d->desk, status, &deed, err);
}

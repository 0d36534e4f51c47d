#include "base/base.h"

#include "desk/right.h"

#include "base/file.h"
#include "base/tsv.h"
#include "desk/mask.h"

/* How far a cell of the matrix reaches, from nowhere to everywhere. */
typedef enum { REACH_NONE, REACH_OWN, REACH_OFFICE, REACH_BELOW, REACH_ALL, REACH_COUNT } reach;

static const char *const REACHES[REACH_COUNT] = {"-", "own", "office", "below", "all"};

typedef struct {
    reach reach;
    bool with_reason;
} cell;

typedef struct {
    cm_role role;
    size_t sees, unmasks; /* grades counted from 1; 0: none */
    cm_svs excludes;
} role_row;

typedef struct {
    cm_sv act, zh, en;
    cell *cells; /* one per role */
    cm_svs apart;
    bool bulk, told;
} act_row;

typedef struct {
    cm_sv field, mask;
    size_t grade;
} field_row;

struct cm_rights {
    cm_svs grades; /* rising */
    CM_VEC(role_row) roles;
    CM_VEC(act_row) acts;
    CM_VEC(field_row) fields;
    cm_mask_words mask;
};

/* ---- loading ---- */

typedef struct {
    cm_arena *mem;
    cm_rights *rights;
    cm_tsv table;
    const cm_tsv_row *row;
    cm_status status; /* the first fault */
    cm_err *err;
} loader;

static void fail(loader *l, const char *column, cm_sv found)
{
    if (l->status == CM_OK) {
        l->status =
            cm_err_set_at(l->err, CM_E_SCHEMA, l->table.file, l->row != NULL ? l->row->line : 1, 0,
                          "%s: '%.*s' is not known", column, CM_SV_ARG(found));
    }
}

static cm_sv text(loader *l, const char *column)
{
    size_t index = 0;
    if (l->status == CM_OK) {
        l->status = cm_tsv_column(&l->table, cm_sv_from(column), &index, l->err);
    }
    return l->status == CM_OK ? l->row->cells[index] : CM_SV("");
}

static cm_svs list_of(loader *l, const char *column)
{
    cm_svs list = {0};
    cm_sv rest = text(l, column), part;
    if (rest.len == 0 || cm_sv_equal(rest, CM_SV("-"))) {
        return list;
    }
    while (cm_sv_split(&rest, ',', &part)) {
        *cm_vec_push(l->mem, &list) = part;
    }
    return list;
}

/* Counted from 1; 0 for "-". */
static size_t grade_of(loader *l, const char *column)
{
    cm_sv id = text(l, column);
    for (size_t i = 0; i < l->rights->grades.count; i++) {
        if (cm_sv_equal(l->rights->grades.items[i], id)) {
            return i + 1;
        }
    }
    if (!cm_sv_equal(id, CM_SV("-"))) {
        fail(l, column, id);
    }
    return 0;
}

static bool yes(loader *l, const char *column, const char *when, const char *otherwise)
{
    cm_sv found = text(l, column);
    bool is = cm_sv_equal(found, cm_sv_from(when));
    if (!is && !cm_sv_equal(found, cm_sv_from(otherwise))) {
        fail(l, column, found);
    }
    return is;
}

static void load_grade(loader *l)
{
    *cm_vec_push(l->mem, &l->rights->grades) = text(l, "id");
}

static void load_role(loader *l)
{
    *cm_vec_push(l->mem, &l->rights->roles) = (role_row){
        .role = {text(l, "id"), text(l, "zh"), text(l, "en"), yes(l, "kind", "admin", "business")},
        .sees = grade_of(l, "sees"),
        .unmasks = grade_of(l, "unmasks"),
        .excludes = list_of(l, "excludes")};
}

static cell cell_of(loader *l, cm_sv role)
{
    size_t index = 0;
    if (l->status == CM_OK) {
        l->status = cm_tsv_column(&l->table, role, &index, l->err);
    }
    cm_sv word = l->status == CM_OK ? l->row->cells[index] : CM_SV("-");
    cell c = {.with_reason = cm_sv_ends(word, CM_SV("!"))};
    word.len -= c.with_reason ? 1 : 0;
    while (c.reach < REACH_COUNT && !cm_sv_equal(word, cm_sv_from(REACHES[c.reach]))) {
        c.reach++;
    }
    if (c.reach == REACH_COUNT || (c.reach == REACH_NONE && c.with_reason)) {
        fail(l, "cell", word);
        c.reach = REACH_NONE;
    }
    return c;
}

static void load_act(loader *l)
{
    const size_t count = l->rights->roles.count;
    act_row row = {.act = text(l, "act"),
                   .zh = text(l, "zh"),
                   .en = text(l, "en"),
                   .cells = cm_arena_array(l->mem, cell, count),
                   .apart = list_of(l, "apart"),
                   .bulk = yes(l, "bulk", "yes", "no"),
                   .told = yes(l, "told", "yes", "no")};
    const size_t grade = grade_of(l, "grade");
    for (size_t i = 0; i < count; i++) {
        const role_row *role = &l->rights->roles.items[i];
        size_t most = role->unmasks > role->sees ? role->unmasks : role->sees;
        row.cells[i] = cell_of(l, role->role.id);
        if (row.cells[i].reach != REACH_NONE && grade > most) {
            fail(l, "grade above that of the role", role->role.id);
        }
    }
    *cm_vec_push(l->mem, &l->rights->acts) = row;
}

static void load_field(loader *l)
{
    field_row row = {text(l, "field"), text(l, "mask"), grade_of(l, "grade")};
    *cm_vec_push(l->mem, &l->rights->fields) = row;
}

static void load(loader *l, cm_sv folder, const char *name, void (*each)(loader *l))
{
    if (l->status == CM_OK) {
        l->status =
            cm_tsv_load(l->mem, cm_file_join(l->mem, folder, cm_sv_from(name)), &l->table, l->err);
    }
    for (size_t i = 0; l->status == CM_OK && i < l->table.rows.count; i++) {
        l->row = &l->table.rows.items[i];
        each(l);
    }
}

cm_status cm_rights_load(cm_arena *mem, cm_sv folder, const cm_rights **ret_rights, cm_err *err)
{
    loader l = {.mem = mem, .rights = cm_arena_new(mem, cm_rights), .err = err};
    load(&l, folder, "grades.tsv", load_grade);
    load(&l, folder, "roles.tsv", load_role);
    load(&l, folder, "rights.tsv", load_act);
    load(&l, folder, "fields.tsv", load_field);
    if (l.status == CM_OK) {
        l.status = cm_mask_load(mem, folder, &l.rights->mask, err);
    }
    if (l.status == CM_OK) {
        *ret_rights = l.rights;
    }
    return l.status;
}

/* ---- asking ---- */

static bool has(const cm_svs *list, cm_sv wanted)
{
    for (size_t i = 0; i < list->count; i++) {
        if (cm_sv_equal(list->items[i], wanted)) {
            return true;
        }
    }
    return false;
}

static const act_row *find_act(const cm_rights *rights, cm_sv act)
{
    for (size_t i = 0; i < rights->acts.count; i++) {
        if (cm_sv_equal(rights->acts.items[i].act, act)) {
            return &rights->acts.items[i];
        }
    }
    return NULL;
}

/* Whether the token by which he came, if by one, is for the act. */
static bool in_scope(const cm_caller *caller, cm_sv act)
{
    bool found = caller->scopes == NULL;
    for (size_t i = 0; !found && i < caller->scopes->count; i++) {
        cm_sv scope = caller->scopes->items[i];
        found = cm_sv_ends(scope, CM_SV(".")) ? cm_sv_starts(act, scope) : cm_sv_equal(act, scope);
    }
    return found;
}

static bool is_office(const cm_caller *caller, cm_sv office)
{
    return office.len != 0 ? cm_sv_equal(office, caller->office) : caller->top;
}

static bool reaches(const cm_caller *caller, reach how, const cm_right_object *object)
{
    bool mine = object->handler.len != 0 && cm_sv_equal(object->handler, caller->name);
    switch (how) {
    case REACH_ALL:
        return true;
    case REACH_BELOW:
        return is_office(caller, object->office) || has(&caller->below, object->office);
    case REACH_OFFICE:
        return is_office(caller, object->office);
    case REACH_OWN:
        return mine;
    case REACH_NONE:
    case REACH_COUNT:
        break;
    }
    return false;
}

/* What holds for the object whatever the role. */
static bool object_allows(const act_row *act, const cm_caller *caller,
                          const cm_right_object *object, cm_sv *ret_why)
{
    if (object->bulk && !act->bulk) {
        *ret_why = CM_SV("bulk");
        return false;
    }
    for (size_t i = 0; i < object->part_count; i++) {
        const cm_right_part *p = &object->parts[i];
        if (p->name.len != 0 && cm_sv_equal(p->name, caller->name) && has(&act->apart, p->part)) {
            *ret_why = CM_SV("apart");
            return false;
        }
    }
    return true;
}

/* Of two refusals the one that came nearer to being allowed is told. */
static bool role_allows(const cm_caller *caller, cell c, const cm_right_object *object,
                        int *nearest, cm_sv *ret_why)
{
    if (c.reach == REACH_NONE) {
        return false;
    }
    if (object == NULL) {
        return true;
    }
    int near = 1;
    cm_sv why = c.reach == REACH_OWN ? CM_SV("own") : CM_SV("office");
    if (reaches(caller, c.reach, object)) {
        if (!c.with_reason || cm_sv_trim(object->reason).len != 0) {
            return true;
        }
        near = 2;
        why = CM_SV("reason");
    }
    if (near > *nearest) {
        *nearest = near;
        *ret_why = why;
    }
    return false;
}

bool cm_right_may(const cm_rights *rights, const cm_caller *caller, cm_sv act,
                  const cm_right_object *object, cm_sv *ret_why)
{
    const act_row *row = find_act(rights, act);
    if (row == NULL) {
        *ret_why = CM_SV("act");
        return false;
    }
    if (!in_scope(caller, act)) {
        *ret_why = CM_SV("scope");
        return false;
    }
    if (caller->owner) {
        *ret_why = CM_SV("");
        return true;
    }
    int nearest = 0;
    cm_sv why = CM_SV("role");
    for (size_t i = 0; i < rights->roles.count; i++) {
        cm_sv role = rights->roles.items[i].role.id;
        if (has(&caller->roles, role) &&
            role_allows(caller, row->cells[i], object, &nearest, &why)) {
            *ret_why = role;
            return object == NULL || object_allows(row, caller, object, ret_why);
        }
    }
    *ret_why = why;
    return false;
}

cm_status cm_right_refuse(cm_sv act, cm_sv why, cm_err *err)
{
    return cm_err_set(err, CM_E_DENIED, "%.*s: %.*s", CM_SV_ARG(act), CM_SV_ARG(why));
}

bool cm_right_told(const cm_rights *rights, cm_sv act)
{
    const act_row *row = find_act(rights, act);
    return row != NULL && row->told;
}

cm_sv cm_right_title(const cm_rights *rights, cm_sv act, bool english)
{
    const act_row *row = find_act(rights, act);
    return row == NULL ? act : (english ? row->en : row->zh);
}

cm_status cm_right_deed(const cm_rights *rights, const cm_caller *caller, cm_sv act,
                        const cm_right_object *object, cm_deed *ret_deed, cm_err *err)
{
    cm_sv why;
    if (!cm_right_may(rights, caller, act, object, &why)) {
        return cm_right_refuse(act, why, err);
    }
    *ret_deed = (cm_deed){.by = caller->name,
                          .role = why,
                          .office = caller->office,
                          .at = caller->at,
                          .action = act,
                          .reason = object != NULL ? object->reason : (cm_sv){NULL, 0}};
    return CM_OK;
}

/* ---- scopes ---- */

static void add_office(cm_arena *mem, cm_scope *scope, cm_sv office)
{
    if (!has(&scope->offices, office)) {
        *cm_vec_push(mem, &scope->offices) = office;
    }
}

static void add_reach(const cm_caller *caller, reach how, cm_arena *mem, cm_scope *scope)
{
    scope->all = scope->all || how == REACH_ALL;
    scope->own = scope->own || how == REACH_OWN;
    if (how == REACH_OFFICE || how == REACH_BELOW) {
        add_office(mem, scope, caller->office);
        if (caller->top) {
            add_office(mem, scope, CM_SV(""));
        }
    }
    for (size_t i = 0; how == REACH_BELOW && i < caller->below.count; i++) {
        add_office(mem, scope, caller->below.items[i]);
    }
}

cm_scope cm_right_scope(const cm_rights *rights, const cm_caller *caller, cm_sv act, cm_arena *mem)
{
    const act_row *row = find_act(rights, act);
    cm_scope scope = {.all = caller->owner && row != NULL, .name = caller->name};
    bool asked = row != NULL && !caller->owner && in_scope(caller, act);
    for (size_t i = 0; asked && i < rights->roles.count; i++) {
        if (has(&caller->roles, rights->roles.items[i].role.id)) {
            add_reach(caller, row->cells[i].reach, mem, &scope);
        }
    }
    return scope;
}

bool cm_scope_has(const cm_scope *scope, cm_sv office, cm_sv handler)
{
    return scope->all || has(&scope->offices, office) ||
           (scope->own && handler.len != 0 && cm_sv_equal(handler, scope->name));
}

cm_svs cm_right_acts(const cm_rights *rights, const cm_caller *caller, cm_arena *mem)
{
    cm_svs acts = {0};
    cm_sv why;
    for (size_t i = 0; i < rights->acts.count; i++) {
        if (cm_right_may(rights, caller, rights->acts.items[i].act, NULL, &why)) {
            *cm_vec_push(mem, &acts) = rights->acts.items[i].act;
        }
    }
    return acts;
}

bool cm_right_scope_known(const cm_rights *rights, cm_sv scope)
{
    const cm_svs one = {.items = &scope, .count = 1};
    const cm_caller holder = {.scopes = &one};
    bool found = false;
    for (size_t i = 0; i < rights->acts.count; i++) {
        found = found || in_scope(&holder, rights->acts.items[i].act);
    }
    return found;
}

/* ---- grades ---- */

static const field_row *find_field(const cm_rights *rights, cm_sv field)
{
    for (size_t i = 0; i < rights->fields.count; i++) {
        if (cm_sv_equal(rights->fields.items[i].field, field)) {
            return &rights->fields.items[i];
        }
    }
    return NULL;
}

cm_sv cm_right_field_of(const cm_rights *rights, cm_sv fact)
{
    cm_sv found = CM_SV("");
    for (size_t i = 0; i < rights->fields.count; i++) {
        cm_sv field = rights->fields.items[i].field;
        bool whole = fact.len == field.len;
        bool ends = cm_sv_ends(fact, field) &&
                    (whole || cm_sv_find_byte(CM_SV("_."), fact.ptr[fact.len - field.len - 1], 0) !=
                                  SIZE_MAX);
        found = ends && field.len > found.len ? field : found;
    }
    return found;
}

bool cm_right_personal(const cm_rights *rights, cm_sv fact)
{
    const field_row *row = find_field(rights, cm_right_field_of(rights, fact));
    return row != NULL && !cm_sv_equal(row->mask, CM_SV("keep")) &&
           !cm_sv_equal(row->mask, CM_SV("text"));
}

bool cm_right_shows(const cm_rights *rights, const cm_caller *caller, cm_sv field, bool unmasked,
                    cm_sv *ret_mask)
{
    *ret_mask = CM_SV("hide");
    if (caller->owner) {
        return true;
    }
    const field_row *row = find_field(rights, field);
    if (row == NULL) {
        return false;
    }
    *ret_mask = row->mask;
    for (size_t i = 0; i < rights->roles.count; i++) {
        const role_row *role = &rights->roles.items[i];
        if (has(&caller->roles, role->role.id) &&
            (row->grade <= role->sees || (unmasked && row->grade <= role->unmasks))) {
            return true;
        }
    }
    return false;
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_sv cm_right_show(const cm_rights *rights, const cm_caller *caller, cm_sv field, bool unmasked,
                    cm_sv value, const cm_svs *names, cm_arena *mem)
{
    static const cm_svs none = {0};
    cm_sv mask;
    if (value.len == 0 || cm_right_shows(rights, caller, field, unmasked, &mask)) {
        return value;
    }
    if (cm_sv_equal(mask, CM_SV("name"))) {
        return cm_mask_name(&rights->mask, mem, value);
    }
    if (cm_sv_equal(mask, CM_SV("number"))) {
        return cm_mask_number(mem, value);
    }
    return cm_sv_equal(mask, CM_SV("text"))
               ? cm_mask_text(&rights->mask, mem, value, names != NULL ? names : &none)
               : rights->mask.hidden;
}

/* ---- roles ---- */

size_t cm_right_role_count(const cm_rights *rights)
{
    return rights->roles.count;
}

const cm_role *cm_right_role(const cm_rights *rights, size_t index)
{
    cm_assert(index < rights->roles.count);
    return &rights->roles.items[index].role;
}

size_t cm_right_act_count(const cm_rights *rights)
{
    return rights->acts.count;
}

cm_sv cm_right_act(const cm_rights *rights, size_t index)
{
    cm_assert(index < rights->acts.count);
    return rights->acts.items[index].act;
}

cm_sv cm_right_reach(const cm_rights *rights, size_t act, size_t role, bool *ret_reason)
{
    cm_assert(act < rights->acts.count && role < rights->roles.count);
    cell c = rights->acts.items[act].cells[role];
    *ret_reason = c.with_reason;
    return c.reach == REACH_NONE ? CM_SV("") : cm_sv_from(REACHES[c.reach]);
}

static const role_row *find_role(const cm_rights *rights, cm_sv id)
{
    for (size_t i = 0; i < rights->roles.count; i++) {
        if (cm_sv_equal(rights->roles.items[i].role.id, id)) {
            return &rights->roles.items[i];
        }
    }
    return NULL;
}

const cm_role *cm_right_role_find(const cm_rights *rights, cm_sv id)
{
    const role_row *row = find_role(rights, id);
    return row != NULL ? &row->role : NULL;
}

static bool lists(const role_row *row, cm_sv other)
{
    return row != NULL && !cm_sv_equal(row->role.id, other) &&
           (has(&row->excludes, other) || has(&row->excludes, CM_SV("*")));
}

bool cm_right_excludes(const cm_rights *rights, cm_sv role, cm_sv other)
{
    return lists(find_role(rights, role), other) || lists(find_role(rights, other), role);
}

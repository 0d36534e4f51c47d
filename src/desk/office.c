#include "base/base.h"

#include "desk/office.h"

#include "desk/statement.h"

cm_status cm_offices_load(cm_desk *desk, cm_arena *mem, cm_offices *ret, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk,
        "WITH RECURSIVE tree (no, depth) AS (SELECT no, 0 FROM office WHERE above IS NULL "
        "UNION ALL SELECT o.no, t.depth + 1 FROM tree t JOIN office p ON p.no = t.no "
        "JOIN office o ON o.above = p.name) SELECT o.no, o.name, o.code, o.above, o.department "
        "FROM tree t JOIN office o USING (no) ORDER BY t.depth, o.no");
    cm_offices all = {0};
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &all) = (cm_office){.no = cm_statement_number(&s, 0),
                                              .name = cm_statement_cell(&s, 1, mem),
                                              .code = cm_statement_cell(&s, 2, mem),
                                              .above = cm_statement_cell(&s, 3, mem),
                                              .department = cm_statement_number(&s, 4) != 0};
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}

const cm_office *cm_office_find(const cm_offices *all, cm_sv name_or_code)
{
    for (size_t i = 0; name_or_code.len != 0 && i < all->count; i++) {
        const cm_office *o = &all->items[i];
        if (cm_sv_equal(o->name, name_or_code) || cm_sv_equal(o->code, name_or_code)) {
            return o;
        }
    }
    return NULL;
}

static bool has(const cm_svs *list, cm_sv wanted)
{
    for (size_t i = 0; i < list->count; i++) {
        if (cm_sv_equal(list->items[i], wanted)) {
            return true;
        }
    }
    return false;
}

/* Since each stands behind the one above it, one pass finds them all. */
cm_svs cm_offices_below(const cm_offices *all, cm_sv name, cm_arena *mem)
{
    cm_svs below = {0};
    for (size_t i = 0; i < all->count; i++) {
        const cm_office *o = &all->items[i];
        if (o->above.len != 0 && (cm_sv_equal(o->above, name) || has(&below, o->above))) {
            *cm_vec_push(mem, &below) = o->name;
        }
    }
    return below;
}

size_t cm_office_depth(const cm_offices *all, const cm_office *office)
{
    size_t depth = 0;
    while (office != NULL && office->above.len != 0) {
        office = cm_office_find(all, office->above);
        depth++;
    }
    return depth;
}

/* A name may not be the code of another, or it would not be clear which is meant. */
static cm_status check_new(const cm_offices *all, const cm_office *office, cm_err *err)
{
    if (cm_sv_trim(office->name).len == 0) {
        return cm_err_set(err, CM_E_ARG, "an office needs a name");
    }
    const cm_office *taken = cm_office_find(all, office->name);
    taken = taken != NULL ? taken : cm_office_find(all, office->code);
    if (taken != NULL) {
        return cm_err_set(err, CM_E_CONFLICT, "office '%.*s' is registered",
                          CM_SV_ARG(taken->name));
    }
    if (office->above.len == 0 && all->count != 0) {
        return cm_err_set(err, CM_E_CONFLICT, "the top is '%.*s': name the office above",
                          CM_SV_ARG(all->items[0].name));
    }
    if (office->above.len != 0 && cm_office_find(all, office->above) == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no office '%.*s'", CM_SV_ARG(office->above));
    }
    return CM_OK;
}

cm_status cm_office_add(cm_desk *desk, const cm_office *office, cm_sv at, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_offices all = {0};
    cm_status status = cm_offices_load(desk, &mem, &all, err);
    if (status == CM_OK) {
        status = check_new(&all, office, err);
    }
    if (status != CM_OK) {
        return status;
    }
    const cm_office *above = cm_office_find(&all, office->above);
    cm_statement s = cm_statement_new(desk, "INSERT INTO office (name, code, above, department, "
                                            "made_at, version) VALUES (?, ?, ?, ?, ?, 1)");
    cm_statement_text(&s, office->name);
    cm_statement_text(&s, office->code.len != 0 ? office->code : (cm_sv){NULL, 0});
    cm_statement_text(&s, above != NULL ? above->name : (cm_sv){NULL, 0});
    cm_statement_int(&s, office->department ? 1 : 0);
    cm_statement_text(&s, at);
    return cm_statement_run(&s, err);
}

cm_status cm_office_move(cm_desk *desk, cm_sv name, cm_sv above, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_offices all = {0};
    cm_status status = cm_offices_load(desk, &mem, &all, err);
    const cm_office *office = status == CM_OK ? cm_office_find(&all, name) : NULL;
    const cm_office *to = status == CM_OK ? cm_office_find(&all, above) : NULL;
    if (status == CM_OK && (office == NULL || to == NULL)) {
        return cm_err_set(err, CM_E_NOTFOUND, "no office '%.*s'",
                          CM_SV_ARG(office == NULL ? name : above));
    }
    if (status != CM_OK) {
        return status;
    }
    cm_svs below = cm_offices_below(&all, office->name, &mem);
    if (office == to || has(&below, to->name)) {
        return cm_err_set(err, CM_E_CONFLICT, "'%.*s' would stand below itself",
                          CM_SV_ARG(office->name));
    }
    cm_statement s =
        cm_statement_new(desk, "UPDATE office SET above = ?, version = version + 1 WHERE no = ?");
    cm_statement_text(&s, to->name);
    cm_statement_int(&s, office->no);
    return cm_statement_run(&s, err);
}

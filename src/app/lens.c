#include "base/base.h"

#include "app/lens.h"

#include "base/file.h"
#include "desk/seal.h"
#include "desk/sight.h"

typedef struct {
    int64_t doc_key;
    cm_svs names;
} known_names;

struct cm_lens {
    cm_arena mem;
    cm_arena step; /* of one clue */
    cm_site *site;
    cm_session *session; /* of its own: a search reads on while hits are masked */
    cm_desk *desk;
    cm_lens_use use;
    cm_scope scope;
    cm_seals seals;
    cm_map sealed; /* by document */
    cm_map told;   /* ids of clues of which the audit knows */
    bool unmasked; /* the clue that was admitted last */
    int64_t names_of;
    cm_arena names_mem;
    cm_svs names;
    cm_arena known_mem;
    CM_VEC(known_names) known; /* looked up together */
};

/* ---- putting it ---- */

static cm_status tell_engine(cm_lens *lens, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < lens->seals.count; i++) {
        const cm_cell doc = cm_cell_text(lens->seals.items[i].doc);
        status = cm_facts_execute(lens->site->session, CM_QUERY_SEAL, &doc, 1, err);
    }
    return status;
}

static cm_status check_ground(const cm_site *site, const cm_lens_use *use, cm_arena *mem,
                              cm_err *err)
{
    cm_seal_grounds grounds = {0};
    cm_sv folder = cm_file_join(mem, site->home->data, CM_SV("desk"));
    cm_status status = cm_seal_grounds_load(mem, folder, &grounds, err);
    return status == CM_OK && cm_seal_ground_find(&grounds, use->ground, true) == NULL
               ? cm_err_set(err, CM_E_ARG, "no ground '%.*s' to open what is sealed",
                            CM_SV_ARG(use->ground))
               : status;
}

static cm_status fill(cm_lens *lens, cm_err *err)
{
    cm_status status =
        lens->use.ground.len != 0 ? check_ground(lens->site, &lens->use, &lens->mem, err) : CM_OK;
    if (status == CM_OK) {
        status = cm_sessions_take(lens->site->sessions, &lens->session, err);
    }
    if (status == CM_OK) {
        status = cm_seals_load(lens->desk, false, &lens->mem, &lens->seals, err);
    }
    if (status == CM_OK) {
        lens->sealed = cm_seals_by_doc(&lens->seals, &lens->mem);
        lens->scope =
            cm_right_scope(lens->site->home->rights, lens->use.caller, lens->use.act, &lens->mem);
        status = tell_engine(lens, err);
    }
    return status;
}

cm_status cm_lens_put(cm_site *site, const cm_lens_use *use, cm_err *err)
{
    cm_desk *desk = NULL;
    cm_status status = cm_site_desk(site, true, use->caller->at, &desk, err);
    if (status != CM_OK || desk == NULL) {
        return status;
    }
    cm_lens *lens = cm_alloc_zero(1, sizeof(*lens));
    cm_arena_init(&lens->mem);
    cm_arena_init(&lens->step);
    cm_arena_init(&lens->names_mem);
    cm_arena_init(&lens->known_mem);
    lens->site = site;
    lens->desk = desk;
    lens->use = *use;
    status = fill(lens, err);
    if (status != CM_OK || (use->caller->owner && lens->seals.count == 0)) {
        cm_lens_free(lens);
        return status;
    }
    site->lens = lens;
    return CM_OK;
}

void cm_lens_free(cm_lens *lens)
{
    if (lens != NULL) {
        CM_AUTO_ERR ignored = {0}; /* a session with a fault is not used again */
        cm_status status =
            lens->seals.count == 0
                ? CM_OK
                : cm_facts_execute(lens->site->session, CM_QUERY_SEAL_CLEAR, NULL, 0, &ignored);
        (void)status;
        cm_sessions_give(lens->site->sessions, lens->session, true);
        cm_arena_clear(&lens->mem);
        cm_arena_clear(&lens->step);
        cm_arena_clear(&lens->names_mem);
        cm_arena_clear(&lens->known_mem);
        cm_free(lens);
    }
}

/* ---- the audit ---- */

static cm_status tell(cm_lens *lens, cm_sv action, cm_sv clue, cm_sv reason, cm_err *err)
{
    cm_sv key = cm_arena_format(&lens->mem, "%.*s %.*s", CM_SV_ARG(action), CM_SV_ARG(clue));
    if (cm_map_find(&lens->told, key) != NULL) {
        return CM_OK;
    }
    (void)cm_map_put(&lens->mem, &lens->told, key, lens);
    const cm_caller *caller = lens->use.caller;
    cm_sv plain = CM_SV("");
    cm_status status = cm_sight_plain(lens->desk, lens->site->home->rights, clue, reason,
                                      &lens->step, &plain, err);
    if (status != CM_OK) {
        return status;
    }
    const cm_deed deed = {
        .by = caller->name,
        .office = caller->office,
        .at = caller->at,
        .action = action,
        .object = cm_arena_format(&lens->step, "clue %.*s", CM_SV_ARG(clue)),
        .reason = plain,
    };
    return cm_change_log(lens->desk, &deed, err);
}

/* ---- what is there ---- */

typedef struct {
    cm_sv id, doc, case_no;
} asked;

static cm_status admit_sealed(cm_lens *lens, const asked *what, bool *ret_there, cm_err *err)
{
    const cm_lens_use *use = &lens->use;
    *ret_there =
        use->ground.len != 0 && use->case_no.len != 0 && cm_sv_equal(use->case_no, what->case_no);
    if (!*ret_there) {
        return CM_OK;
    }
    cm_sight sight = {0};
    cm_status status = cm_sight_of(lens->desk, use->caller, what->id, &lens->step, &sight, err);
    if (status != CM_OK) {
        return status;
    }
    const cm_right_object object = {
        .office = sight.office, .handler = sight.handler, .reason = use->reason};
    cm_sv why;
    if (!cm_right_may(lens->site->home->rights, use->caller, CM_SV("seal.open"), &object, &why)) {
        return cm_right_refuse(CM_SV("seal.open"), why, err);
    }
    return tell(lens, CM_SV("seal.open"), what->id, use->ground, err);
}

static cm_status admit(cm_lens *lens, const asked *what, bool *ret_there, cm_err *err)
{
    const cm_lens_use *use = &lens->use;
    cm_sight sight = {0};
    cm_arena_reset(&lens->step);
    lens->unmasked = use->caller->owner;
    if (what->doc.len != 0 && cm_map_find(&lens->sealed, what->doc) != NULL) {
        cm_status status = admit_sealed(lens, what, ret_there, err);
        if (status != CM_OK || !*ret_there) {
            return status;
        }
    }
    cm_status status = cm_sight_of(lens->desk, use->caller, what->id, &lens->step, &sight, err);
    if (status != CM_OK) {
        return status;
    }
    const cm_right_object object = {
        .office = sight.office, .handler = sight.handler, .reason = use->reason};
    cm_sv why;
    *ret_there = cm_right_may(lens->site->home->rights, use->caller, use->act, &object, &why);
    if (!*ret_there) {
        bool asks = cm_sv_equal(why, CM_SV("reason"));
        return asks ? cm_right_refuse(use->act, why, err) : CM_OK;
    }
    lens->unmasked = use->caller->owner || sight.unmasked;
    if (sight.unmasked || use->reason.len != 0) {
        status =
            tell(lens, sight.unmasked ? CM_SV("clue.read") : use->act, what->id, use->reason, err);
    }
    return status;
}

cm_status cm_lens_admit(cm_lens *lens, const cm_clue *clue, bool *ret_there, cm_err *err)
{
    const asked what = {clue->id, clue->doc, clue->case_no};
    return admit(lens, &what, ret_there, err);
}

cm_status cm_lens_unmasked(const cm_lens *lens, cm_err *err)
{
    return lens == NULL || lens->unmasked ? CM_OK
                                          : cm_right_refuse(lens->use.act, CM_SV("masked"), err);
}

cm_status cm_lens_whole(const cm_lens *lens, cm_err *err)
{
    if (lens == NULL || lens->scope.all) {
        return CM_OK;
    }
    const cm_caller *caller = lens->use.caller;
    bool whole = caller->top && cm_scope_has(&lens->scope, CM_SV(""), CM_SV(""));
    for (size_t i = 0; whole && i < caller->below.count; i++) {
        whole = cm_scope_has(&lens->scope, caller->below.items[i], CM_SV(""));
    }
    return whole ? CM_OK : cm_right_refuse(lens->use.act, CM_SV("office"), err);
}

bool cm_lens_unclaimed(const cm_lens *lens)
{
    return lens->scope.all || cm_scope_has(&lens->scope, CM_SV(""), CM_SV(""));
}

/* ---- masking ---- */

static cm_sv unit_word(const cm_home *home)
{
    const cm_term_list *parties = cm_map_find(&home->terms.lists, CM_SV("party"));
    const cm_term *unit = parties != NULL ? cm_term_of(parties, CM_SV("unit")) : NULL;
    cm_assert(unit != NULL);
    return unit->zh;
}

cm_status cm_document_names(const cm_home *home, cm_session *session, int64_t doc_key,
                            cm_arena *mem, cm_svs *ret_names, cm_err *err)
{
    const cm_cell values[] = {cm_cell_int(doc_key), cm_cell_text(unit_word(home))};
    cm_rows *rows = NULL;
    cm_svs names = {0};
    cm_status status = cm_facts_ask(session, CM_QUERY_NAMES, values, CM_COUNT(values), &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(mem, &names) = cm_rows_text(rows, 1, mem);
    }
    cm_rows_close(rows);
    if (status == CM_OK) {
        *ret_names = names;
    }
    return status;
}

static known_names *find_known(cm_lens *lens, int64_t doc_key)
{
    for (size_t i = 0; i < lens->known.count; i++) {
        if (lens->known.items[i].doc_key == doc_key) {
            return &lens->known.items[i];
        }
    }
    return NULL;
}

cm_status cm_lens_expect(cm_lens *lens, cm_sv doc_keys, cm_err *err)
{
    cm_sv rest = doc_keys, one;
    cm_arena_reset(&lens->known_mem);
    lens->known.items = NULL;
    lens->known.count = lens->known.cap = 0;
    int64_t key = 0;
    while (rest.len != 0 && cm_sv_split(&rest, ',', &one) && cm_sv_to_int(one, &key)) {
        *cm_vec_push(&lens->known_mem, &lens->known) = (known_names){.doc_key = key};
    }
    const cm_cell values[] = {cm_cell_text(doc_keys), cm_cell_text(unit_word(lens->site->home))};
    cm_rows *rows = NULL;
    cm_status status = lens->known.count != 0 ? cm_facts_ask(lens->session, CM_QUERY_NAMES_OF,
                                                             values, CM_COUNT(values), &rows, err)
                                              : CM_OK;
    while (status == CM_OK && rows != NULL && cm_rows_next(rows)) {
        known_names *k = find_known(lens, cm_rows_cell(rows, 0).number);
        cm_assert(k != NULL);
        *cm_vec_push(&lens->known_mem, &k->names) = cm_rows_text(rows, 1, &lens->known_mem);
    }
    cm_rows_close(rows);
    if (status != CM_OK) {
        lens->known.count = 0;
    }
    return status;
}

/* A list of its own: what a clue tells is added to it. */
static void take_known(cm_lens *lens, const known_names *known)
{
    for (size_t i = 0; i < known->names.count; i++) {
        *cm_vec_push(&lens->names_mem, &lens->names) = known->names.items[i];
    }
}

static cm_status names_of(cm_lens *lens, int64_t doc_key, cm_err *err)
{
    if (lens->names_of == doc_key) {
        return CM_OK;
    }
    const known_names *known = find_known(lens, doc_key);
    lens->names_of = 0;
    lens->names = (cm_svs){0};
    cm_arena_reset(&lens->names_mem);
    cm_status status = CM_OK;
    if (known != NULL) {
        take_known(lens, known);
    } else {
        status = cm_document_names(lens->site->home, lens->session, doc_key, &lens->names_mem,
                                   &lens->names, err);
    }
    lens->names_of = status == CM_OK ? doc_key : 0;
    return status;
}

static cm_sv show(const cm_lens *lens, cm_sv field, cm_sv value, cm_arena *mem)
{
    return cm_right_show(lens->site->home->rights, lens->use.caller, field, lens->unmasked, value,
                         &lens->names, mem);
}

/* A fact of a field that has a row of its own is masked as that says. */
static cm_sv field_of(const cm_lens *lens, cm_sv fact)
{
    cm_sv field = cm_right_field_of(lens->site->home->rights, fact);
    return field.len != 0 ? field : CM_SV("facts");
}

/* The words that stand there: hidden where nothing of the value is kept. */
static cm_sv show_words(const cm_lens *lens, cm_sv field, cm_sv words, cm_arena *mem)
{
    cm_sv mask;
    bool plain =
        cm_right_shows(lens->site->home->rights, lens->use.caller, field, lens->unmasked, &mask);
    bool hidden = !plain && cm_sv_equal(mask, CM_SV("hide"));
    return plain ? words : show(lens, hidden ? field : CM_SV("text"), words, mem);
}

/* Of a row of another document or table. One that is sealed has nothing to show. */
static cm_status mask_related(cm_lens *lens, cm_clue *clue, cm_arena *mem, cm_err *err)
{
    cm_status status = CM_OK;
    size_t kept = 0;
    for (size_t i = 0; status == CM_OK && i < clue->related.count; i++) {
        cm_related_row row = clue->related.items[i];
        if (row.doc.len != 0 && cm_map_find(&lens->sealed, row.doc) != NULL) {
            clue->finding = show(lens, CM_SV("sealed"), clue->finding, mem);
            continue;
        }
        status = row.doc_key != 0 ? names_of(lens, row.doc_key, err) : CM_OK;
        cm_sv field = row.doc_key != 0 ? CM_SV("related") : CM_SV("row");
        row.defendant = show(lens, CM_SV("defendant"), row.defendant, mem);
        for (size_t k = 0; k < row.facts.count; k++) {
            cm_related_fact *f = &row.facts.items[k];
            f->value = f->value.ptr != NULL ? show(lens, field, f->value, mem) : f->value;
            f->text = f->text.ptr != NULL ? show(lens, field, f->text, mem) : f->text;
        }
        clue->related.items[kept++] = row;
    }
    clue->related.count = kept;
    return status == CM_OK ? names_of(lens, clue->doc_key, err) : status;
}

/* Where the file stood may tell a name; what its row said beside the text may tell anything. */
static void mask_document(const cm_lens *lens, cm_clue *clue, cm_arena *mem)
{
    if (clue->document == NULL) {
        return;
    }
    cm_site_document *d = cm_arena_new(mem, cm_site_document);
    *d = *clue->document;
    d->path = show(lens, CM_SV("text"), d->path, mem);
    d->place = show(lens, CM_SV("text"), d->place, mem);
    d->labels = show(lens, CM_SV("row"), d->labels, mem);
    cm_sv mask;
    if (!cm_right_shows(lens->site->home->rights, lens->use.caller, CM_SV("text"), lens->unmasked,
                        &mask)) {
        d->text = CM_SV("");
        clue->document_text = CM_SV("");
    }
    clue->document = d;
}

static void add_told(cm_arena *mem, cm_svs *told, const cm_clue *clue, cm_sv text)
{
    bool new = text.len != 0 && !cm_sv_equal(text, clue->defendant) &&
               cm_sv_find(clue->finding, text, 0) != SIZE_MAX;
    for (size_t i = 0; new &&i < told->count; i++) {
        new = !cm_sv_equal(told->items[i], text);
    }
    if (new) {
        *cm_vec_push(mem, told) = text;
    }
}

cm_svs cm_clue_told(const cm_rights *rights, const cm_clue *clue, cm_arena *mem)
{
    cm_svs told = {0};
    for (size_t i = 0; i < clue->facts.count; i++) {
        const cm_clue_fact *f = &clue->facts.items[i];
        if (cm_right_personal(rights, f->fact)) {
            add_told(mem, &told, clue, f->value);
        }
    }
    for (size_t i = 0; i < clue->related.count; i++) {
        add_told(mem, &told, clue, clue->related.items[i].defendant);
    }
    return told;
}

cm_status cm_lens_mask(cm_lens *lens, cm_clue *clue, cm_arena *mem, cm_err *err)
{
    const cm_svs told = cm_clue_told(lens->site->home->rights, clue, mem);
    cm_status status = names_of(lens, clue->doc_key, err);
    if (status == CM_OK) {
        status = mask_related(lens, clue, mem, err);
    }
    if (status != CM_OK) {
        return status;
    }
    for (size_t i = 0; i < told.count; i++) {
        *cm_vec_push(&lens->names_mem, &lens->names) = told.items[i];
    }
    lens->names_of = 0; /* those that the finding tells are of this clue alone */
    clue->defendant = show(lens, CM_SV("defendant"), clue->defendant, mem);
    clue->finding = show(lens, CM_SV("finding"), clue->finding, mem);
    for (size_t i = 0; i < clue->facts.count; i++) {
        cm_clue_fact *f = &clue->facts.items[i];
        cm_sv field = field_of(lens, f->fact);
        f->value = f->value.ptr != NULL ? show(lens, field, f->value, mem) : f->value;
        f->text = f->text.ptr != NULL ? show_words(lens, field, f->text, mem) : f->text;
    }
    mask_document(lens, clue, mem);
    return CM_OK;
}

cm_status cm_lens_similar(cm_lens *lens, cm_similar *one, cm_arena *mem, bool *ret_there,
                          cm_err *err)
{
    const asked what = {one->id, one->doc, one->case_no};
    cm_status status = admit(lens, &what, ret_there, err);
    if (status == CM_OK && *ret_there) {
        status = names_of(lens, one->doc_key, err);
        one->defendant = show(lens, CM_SV("defendant"), one->defendant, mem);
        one->finding = show(lens, CM_SV("finding"), one->finding, mem);
    }
    return status;
}

cm_status cm_lens_text(cm_lens *lens, int64_t doc_key, cm_sv text, cm_arena *mem, cm_sv *ret_text,
                       cm_err *err)
{
    cm_status status = names_of(lens, doc_key, err);
    lens->unmasked = lens->use.caller->owner;
    if (status == CM_OK) {
        *ret_text = show(lens, CM_SV("text"), text, mem);
    }
    return status;
}

cm_status cm_lens_document(cm_lens *lens, cm_sv doc, cm_sv case_no, bool *ret_there, cm_err *err)
{
    const cm_lens_use *use = &lens->use;
    *ret_there = true;
    if (cm_map_find(&lens->sealed, doc) == NULL) {
        return CM_OK;
    }
    *ret_there =
        use->ground.len != 0 && use->case_no.len != 0 && cm_sv_equal(use->case_no, case_no);
    if (!*ret_there) {
        return CM_OK;
    }
    const cm_right_object object = {.reason = use->reason};
    cm_deed deed;
    cm_status status = cm_right_deed(lens->site->home->rights, use->caller, CM_SV("seal.open"),
                                     &object, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    deed.object = cm_arena_format(&lens->mem, "document %.*s", CM_SV_ARG(doc));
    deed.reason = use->ground;
    return cm_change_log(lens->desk, &deed, err);
}

cm_sv cm_lens_field(cm_lens *lens, const char *field, cm_sv value, cm_arena *mem)
{
    return show(lens, cm_sv_from(field), value, mem);
}

cm_sv cm_lens_fact(cm_lens *lens, cm_sv fact, cm_sv value, cm_arena *mem)
{
    return show(lens, field_of(lens, fact), value, mem);
}

#include "base/base.h"

#include "law/data.h"
#include "text/utf8.h"

#define LONGEST_LIST 600 /* bytes of charges named in one */

/* ---- how names are written ---- */

static cm_status load_writing(cm_law *law, cm_arena *mem, cm_err *err)
{
    static const char *const ROLES[] = {"suffix", "separator", "ignored"};
    cm_svs *lists[] = {&law->suffixes, &law->separators, &law->ignored};
    cm_tsv t;
    cm_status status = cm_law_table(law, mem, "charge-writing.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        int role = cm_cells_choice(&c, "role", ROLES, CM_COUNT(ROLES));
        *cm_vec_push(mem, lists[role]) = cm_cells_text(&c, "text");
        status = c.status;
    }
    return status;
}

/* Length of the word of `words` that stands at the start of s, longest first; 0 when none does. */
static size_t word_at(const cm_svs *words, cm_sv s)
{
    size_t longest = 0;
    for (size_t i = 0; i < words->count; i++) {
        if (words->items[i].len > longest && cm_sv_starts(s, words->items[i])) {
            longest = words->items[i].len;
        }
    }
    return longest;
}

static cm_sv without_suffix(const cm_law *law, cm_sv name)
{
    for (size_t i = 0; i < law->suffixes.count; i++) {
        cm_sv suffix = law->suffixes.items[i];
        if (name.len > suffix.len && cm_sv_ends(name, suffix)) {
            return cm_sv_slice(name, 0, name.len - suffix.len);
        }
    }
    return name;
}

/* The letters of a name: `plain` without separators, `parts` cut at them. */
static void plain_name(const cm_law *law, cm_arena *mem, cm_sv name, cm_sv *plain, cm_svs *parts)
{
    char *out = cm_arena_alloc(mem, name.len + 1);
    size_t len = 0;
    size_t part = 0;
    cm_sv rest = without_suffix(law, cm_sv_trim(name));
    while (rest.len != 0) {
        size_t separator = word_at(&law->separators, rest);
        size_t skip = separator != 0 ? separator : word_at(&law->ignored, rest);
        if (separator != 0 && len > part) {
            *cm_vec_push(mem, parts) = (cm_sv){out + part, len - part};
            part = len;
        }
        if (skip == 0) {
            size_t letter = 1;
            (void)cm_utf8_decode(rest, 0, &letter);
            for (size_t i = 0; i < letter; i++) {
                out[len++] = rest.ptr[i];
            }
            skip = letter;
        }
        rest = cm_sv_slice(rest, skip, rest.len);
    }
    if (len > part) {
        *cm_vec_push(mem, parts) = (cm_sv){out + part, len - part};
    }
    *plain = (cm_sv){out, len};
}

/* ---- load ---- */

const cm_charge_entry *cm_charge_entry_of(const cm_charge *charge)
{
    return (const cm_charge_entry *)(const void *)charge; /* its first member */
}

static void add_name(cm_law *law, cm_arena *mem, cm_sv name, cm_charge_entry *e)
{
    cm_sv plain;
    cm_svs parts = {0};
    plain_name(law, mem, name, &plain, &parts);
    if (e->forms.count == 0) {
        e->parts = parts;
    }
    *cm_vec_push(mem, &e->forms) = plain;
    cm_charges *known = cm_map_find(&law->charge_names, plain);
    if (known == NULL) {
        known = cm_arena_new(mem, cm_charges);
        (void)cm_map_put(mem, &law->charge_names, plain, known);
    }
    for (size_t i = 0; i < known->count; i++) {
        if (known->items[i] == &e->public) {
            return;
        }
    }
    *cm_vec_push(mem, known) = &e->public;
}

static cm_charge_entry *entry_by_name(const cm_law *law, cm_sv name)
{
    for (size_t i = 0; i < law->charges.count; i++) {
        if (cm_sv_equal(law->charges.items[i]->public.name, name)) {
            return law->charges.items[i];
        }
    }
    return NULL;
}

static cm_status load_entry(cm_law *law, cm_arena *mem, cm_cells *c)
{
    static const char *const STATUS[] = {"current", "renamed_or_merged", "abolished"};
    cm_charge_entry *e = cm_arena_new(mem, cm_charge_entry);
    e->public.name = cm_cells_text(c, "charge");
    e->public.article = cm_cells_text(c, "article");
    e->public.chapter = cm_cells_text(c, "chapter");
    e->public.intent = cm_cells_text(c, "intent");
    e->public.selective = cm_cells_flag(c, "selective");
    e->public.current = cm_cells_choice(c, "status", STATUS, CM_COUNT(STATUS)) == 0;
    e->public.name_from = cm_cells_date(c, "name_from");
    e->public.name_to = cm_cells_date(c, "name_to");
    if (entry_by_name(law, e->public.name) != NULL) {
        cm_cells_fail(c, "charge", "stands twice");
    }
    *cm_vec_push(mem, &law->charges) = e;
    add_name(law, mem, e->public.name, e);
    cm_sv aliases = cm_cells_text(c, "aliases");
    cm_sv alias;
    while (aliases.len != 0 && cm_sv_split(&aliases, ';', &alias)) {
        add_name(law, mem, alias, e);
    }
    return c->status;
}

static void link_names(const cm_law *law, cm_arena *mem, cm_cells *c, const char *column,
                       cm_charges *links)
{
    cm_sv names = cm_cells_text(c, column);
    cm_sv name;
    while (names.len != 0 && cm_sv_split(&names, ';', &name)) {
        const cm_charge_entry *e = entry_by_name(law, name);
        if (e == NULL) {
            cm_cells_fail(c, column, "names a charge that is not in the table");
            return;
        }
        *cm_vec_push(mem, links) = &e->public;
    }
}

cm_status cm_charges_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_tsv t;
    cm_status status = load_writing(law, mem, err);
    if (status == CM_OK) {
        status = cm_law_table(law, mem, "charges.tsv", &t, err);
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        status = load_entry(law, mem, &c);
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        cm_charge *charge = &law->charges.items[i]->public;
        link_names(law, mem, &c, "renamed_to", &charge->later);
        link_names(law, mem, &c, "former_names", &charge->earlier);
        status = c.status;
    }
    return status;
}

/* ---- find ---- */

/* The letters of `part` stand in `whole` in this order, with others between them allowed. */
static bool is_subsequence(cm_sv part, cm_sv whole)
{
    size_t at = 0;
    size_t len = 0;
    for (size_t i = 0; i < part.len; i += len) {
        uint32_t letter = cm_utf8_decode(part, i, &len);
        size_t other = 0;
        bool found = false;
        while (at < whole.len && !found) {
            found = cm_utf8_decode(whole, at, &other) == letter;
            at += other;
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

/* A part begins where a part of the full name begins: at a verb or an object, not inside a word. */
static bool begins_as_part(cm_sv part, const cm_svs *whole_parts)
{
    size_t len = 0;
    uint32_t letter = cm_utf8_decode(part, 0, &len);
    for (size_t i = 0; i < whole_parts->count; i++) {
        if (cm_utf8_decode(whole_parts->items[i], 0, &len) == letter) {
            return true;
        }
    }
    return false;
}

static bool is_choice_of(const cm_svs *parts, const cm_charge_entry *e, cm_sv form)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (!begins_as_part(parts->items[i], &e->parts) || !is_subsequence(parts->items[i], form)) {
            return false;
        }
    }
    return true;
}

/* Bytes of the letters that both end with. */
static size_t common_end(cm_sv a, cm_sv b)
{
    size_t n = 0;
    while (n < a.len && n < b.len && a.ptr[a.len - 1 - n] == b.ptr[b.len - 1 - n]) {
        n++;
    }
    while (!cm_utf8_is_boundary(a, a.len - n)) {
        n--;
    }
    return n;
}

typedef struct {
    const cm_charge *charge;
    size_t common_end, len; /* of the form that matched */
} choice;

typedef CM_VEC(choice) choices;

static void add_choices(cm_arena *mem, const cm_charge_entry *e, cm_sv plain, const cm_svs *parts,
                        choices *ret_choices)
{
    for (size_t i = 0; i < e->forms.count; i++) {
        cm_sv form = e->forms.items[i];
        if (is_choice_of(parts, e, form)) {
            *cm_vec_push(mem, ret_choices) =
                (choice){&e->public, common_end(plain, form), form.len};
        }
    }
}

/* The form with the longest common end is nearest: the object stands there; then the shortest. */
static bool is_nearer(const choice *a, const choice *b)
{
    return a->common_end != b->common_end ? a->common_end > b->common_end : a->len < b->len;
}

/* The nearest choice, unless one of another article shares as long an end: such letters name no
 * crime. NULL then, and when there is no choice. */
static const cm_charge *find_selective(const cm_law *law, cm_arena *mem, cm_sv plain,
                                       const cm_svs *parts)
{
    choices found = {0};
    for (size_t i = 0; i < law->charges.count; i++) {
        if (law->charges.items[i]->public.selective) {
            add_choices(mem, law->charges.items[i], plain, parts, &found);
        }
    }
    const choice *best = NULL;
    for (size_t i = 0; i < found.count; i++) {
        if (best == NULL || is_nearer(&found.items[i], best)) {
            best = &found.items[i];
        }
    }
    if (best == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < found.count; i++) {
        if (found.items[i].common_end == best->common_end &&
            !cm_sv_equal(found.items[i].charge->article, best->charge->article)) {
            return NULL;
        }
    }
    return best->charge;
}

bool cm_law_charge(const cm_law *law, cm_arena *mem, cm_sv printed, cm_charges *ret_charges)
{
    cm_sv plain;
    cm_svs parts = {0};
    plain_name(law, mem, printed, &plain, &parts);
    if (plain.len == 0) {
        return false;
    }
    const cm_charges *known = cm_map_find(&law->charge_names, plain);
    if (known == NULL) {
        const cm_charge *charge = find_selective(law, mem, plain, &parts);
        if (charge != NULL) {
            *cm_vec_push(mem, ret_charges) = charge;
        }
        return charge != NULL;
    }
    for (size_t i = 0; i < known->count; i++) {
        *cm_vec_push(mem, ret_charges) = known->items[i];
    }
    return true;
}

/* Where a charge that starts at `from` may end: at the end of the text or at a separator, the
 * `skip` bytes of which follow. The last such place before `to`, or 0. */
static size_t last_end(const cm_law *law, cm_sv printed, size_t from, size_t to, size_t *skip)
{
    for (size_t end = to; end-- > from + 1;) {
        cm_sv rest = cm_sv_slice(printed, end, printed.len);
        size_t mark = cm_utf8_is_boundary(printed, end) ? word_at(&law->separators, rest) : 0;
        if (mark != 0) {
            *skip = mark;
            return end;
        }
    }
    return 0;
}

bool cm_law_charge_list(const cm_law *law, cm_arena *mem, cm_sv printed, cm_charges *ret_charges)
{
    size_t from = 0;
    while (from < printed.len && printed.len <= LONGEST_LIST) {
        size_t end = printed.len;
        size_t skip = 0;
        cm_charges found = {0};
        while (!cm_law_charge(law, mem, cm_sv_slice(printed, from, end), &found)) {
            end = last_end(law, printed, from, end, &skip);
            if (end == 0) {
                return false;
            }
        }
        cm_assert(found.items != NULL && found.count > 0);
        *cm_vec_push(mem, ret_charges) = found.items[0];
        from = end == printed.len ? end : end + skip;
    }
    return ret_charges->count > 0;
}

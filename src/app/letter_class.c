#include "base/base.h"

#include "app/letter_values.h"

#include "base/limits.h"

typedef struct {
    cm_site *site;
    const cm_class_filter *filter;
    cm_letter_values *v;
    cm_map missing; /* title -> uint64_t */
    uint64_t hits, suppressed;
} job;

static void put(job *j, cm_sv name, cm_sv text)
{
    const cm_letter_value value = {
        .name = name, .text = text, .source = CM_SV("class"), .ref = j->filter->model};
    cm_letter_value_put(j->v, &value);
}

static void put_number(job *j, cm_sv name, uint64_t number)
{
    put(j, name, cm_arena_format(j->v->mem, "%llu", (unsigned long long)number));
}

static void put_part(job *j, cm_sv item, const char *part, cm_sv text)
{
    put(j, cm_arena_format(j->v->mem, "%.*s.%s", CM_SV_ARG(item), part), text);
}

static void put_item(job *j, cm_sv list, cm_sv name, cm_sv text)
{
    const cm_letter_value value = {
        .name = name, .text = text, .source = CM_SV("class"), .ref = j->filter->model};
    cm_letter_item_put(j->v, list, &value);
}

static bool is_in(const cm_class_filter *f, const cm_clue *clue)
{
    bool dated = cm_date_exists(clue->decided_on);
    bool from =
        !cm_date_exists(f->from) || (dated && cm_date_compare(clue->decided_on, f->from) >= 0);
    bool to = !cm_date_exists(f->to) || (dated && cm_date_compare(clue->decided_on, f->to) <= 0);
    bool court = f->court.len == 0 ||
                 (clue->court.ptr != NULL && cm_sv_find(clue->court, f->court, 0) != SIZE_MAX);
    return from && to && court;
}

static cm_status take_case(void *payload, const cm_clue *clue, cm_err *err)
{
    (void)err;
    job *j = payload;
    if (!is_in(j->filter, clue)) {
        return CM_OK;
    }
    if (clue->suppressed != NULL) {
        j->suppressed++;
        return CM_OK;
    }
    j->hits++;
    const cm_home *home = j->site->home;
    cm_sv name = cm_arena_format(j->v->mem, "case.%.*s", CM_SV_ARG(clue->id));
    put_item(j, CM_SV("case"), name, clue->finding);
    put_part(j, name, "court", clue->court);
    put_part(j, name, "case_no", clue->case_no);
    put_part(j, name, "decided_on", cm_letter_day(home, j->v->mem, clue->decided_on));
    put_part(j, name, "defendant", clue->defendant);
    put_part(j, name, "direction", cm_term_zh(home->directions, (int)clue->direction));
    return CM_OK;
}

static cm_status take_missing(void *payload, const cm_clue *clue, cm_err *err)
{
    (void)err;
    job *j = payload;
    cm_sv rest = is_in(j->filter, clue) ? clue->missing : CM_SV(""), name;
    while (rest.len != 0 && cm_sv_split(&rest, ',', &name)) {
        cm_sv title = cm_clue_title(j->site->home, clue->model, name);
        uint64_t *count = cm_map_find(&j->missing, title);
        if (count == NULL) {
            count = cm_arena_new(j->v->mem, uint64_t);
            (void)cm_map_put(j->v->mem, &j->missing, cm_arena_sv(j->v->mem, title), count);
        }
        (*count)++;
    }
    return CM_OK;
}

static void put_missing(job *j)
{
    for (size_t i = 0; i < j->missing.entries.count; i++) {
        const cm_map_entry *e = &j->missing.entries.items[i];
        cm_sv name = cm_arena_format(j->v->mem, "missing.%.*s", CM_SV_ARG(e->key));
        put_item(j, CM_SV("missing"), name, e->key);
        put_part(
            j, name, "count",
            cm_arena_format(j->v->mem, "%llu", (unsigned long long)*(const uint64_t *)e->value));
    }
}

static cm_sv number(job *j, uint64_t value)
{
    return cm_arena_format(j->v->mem, "%llu", (unsigned long long)value);
}

/* Of a court and a year; then over all. */
static void put_counts(job *j, const cm_class *c)
{
    uint64_t examined = 0, hit = 0, undecidable = 0, courts = 0;
    cm_map seen = {0};
    for (size_t i = 0; i < c->counts.count; i++) {
        const cm_class_count *n = &c->counts.items[i];
        examined += n->examined;
        hit += n->hit;
        undecidable += n->undecidable;
        if (n->hit == 0 || n->court.ptr == NULL) {
            continue;
        }
        cm_sv name =
            cm_arena_format(j->v->mem, "count.%.*s.%lld", CM_SV_ARG(n->court), (long long)n->year);
        put_item(j, CM_SV("count"), name, n->court);
        put_part(j, name, "year", number(j, (uint64_t)n->year));
        put_part(j, name, "examined", number(j, n->examined));
        put_part(j, name, "hit", number(j, n->hit));
        put_part(j, name, "undecidable", number(j, n->undecidable));
        courts += cm_map_put(j->v->mem, &seen, n->court, j) == NULL ? 1 : 0;
    }
    put_number(j, CM_SV("class.examined"), examined);
    put_number(j, CM_SV("class.hit"), hit);
    put_number(j, CM_SV("class.undecidable"), undecidable);
    put_number(j, CM_SV("class.clear"), examined - hit - undecidable);
    put_number(j, CM_SV("class.courts"), courts);
    uint64_t share = examined != 0 ? hit * 10000 / examined : 0;
    put(j, CM_SV("class.share"),
        cm_arena_format(j->v->mem, "%llu.%02llu%%", (unsigned long long)(share / 100),
                        (unsigned long long)(share % 100)));
}

cm_status cm_letter_class_read(cm_site *site, const cm_letter_query *query,
                               cm_letter_values *values, cm_err *err)
{
    cm_class_filter filter = query->filter;
    filter.model = values->model;
    job j = {.site = site, .filter = &filter, .v = values};
    const cm_clue_filter hits = {.model = filter.model,
                                 .outcome = CM_ANSWER_HIT,
                                 .with_suppressed = true,
                                 .without_text = true,
                                 .on = query->today};
    const cm_clue_filter undecidable = {
        .model = filter.model, .outcome = CM_ANSWER_UNDECIDABLE, .without_text = true};
    cm_class c = {0};
    cm_status status = cm_class_of(site, &filter, values->mem, &c, err);
    if (status == CM_OK) {
        status = cm_clues_each(site, &hits, take_case, &j, err);
    }
    if (status == CM_OK) {
        status = cm_clues_each(site, &undecidable, take_missing, &j, err);
    }
    if (status != CM_OK) {
        return status;
    }
    put_counts(&j, &c);
    put_missing(&j);
    put_number(&j, CM_SV("class.hits"), j.hits);
    put_number(&j, CM_SV("class.suppressed"), j.suppressed);
    put(&j, CM_SV("class.court"), filter.court);
    put(&j, CM_SV("class.from"), cm_letter_day(site->home, values->mem, filter.from));
    put(&j, CM_SV("class.to"), cm_letter_day(site->home, values->mem, filter.to));
    return CM_OK;
}

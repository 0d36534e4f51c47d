#include "judgment/record_json.h"

#include "base/limits.h"

typedef struct {
    cm_sv pointer;
    cm_span at;
} located;

typedef struct {
    cm_json *out;
    cm_arena *mem;
    const cm_choices *choices;
    const cm_record *record;
    cm_buf path; /* JSON pointer of what is being written */
    cm_buf word; /* a value being put together */
    CM_VEC(located) spans;
    cm_svs unread; /* pointers of facts stated but not understood */
} writing;

/* Step into a member or an item; returns the length to step back to. */
static size_t enter(writing *w, cm_sv name)
{
    size_t before = w->path.len;
    (void)cm_buf_add_byte(&w->path, '/');
    (void)cm_buf_add(&w->path, name);
    return before;
}

static size_t enter_index(writing *w, size_t index)
{
    size_t before = w->path.len;
    (void)cm_buf_add_byte(&w->path, '/');
    (void)cm_buf_add_int(&w->path, (int64_t)index);
    return before;
}

static void leave(writing *w, size_t before)
{
    w->path.len = before;
    w->path.ptr[before] = '\0';
}

static void locate(writing *w, cm_span at)
{
    if (at.end > at.begin) {
        *cm_vec_push(w->mem, &w->spans) = (located){cm_arena_sv(w->mem, cm_buf_view(&w->path)), at};
    }
}

static void note_unread(writing *w)
{
    *cm_vec_push(w->mem, &w->unread) = cm_arena_sv(w->mem, cm_buf_view(&w->path));
}

/* Whether the member has a value; where it stands, also when it was not understood. */
static bool is_known(writing *w, cm_sv name, cm_state state, cm_span at)
{
    if (state == CM_ABSENT) {
        return false;
    }
    size_t before = enter(w, name);
    if (state == CM_UNREAD) {
        note_unread(w);
    }
    locate(w, at);
    leave(w, before);
    return state == CM_KNOWN;
}

static void put_text(writing *w, cm_sv name, const cm_text_fact *f)
{
    bool known = is_known(w, name, f->state, f->at);
    cm_json_put_text(w->out, name, known ? f->value : (cm_sv){NULL, 0});
}

static void write_date(writing *w, cm_date d)
{
    cm_buf_reset(&w->word);
    (void)cm_date_write(&w->word, d);
    cm_json_text(w->out, cm_buf_view(&w->word));
}

static void put_date(writing *w, cm_sv name, const cm_date_fact *f)
{
    cm_json_key(w->out, name);
    if (is_known(w, name, f->state, f->at)) {
        write_date(w, f->value);
    } else {
        cm_json_null(w->out);
    }
}

static void put_choice(writing *w, cm_sv name, const cm_term_list *list, const cm_choice_fact *f)
{
    bool known = is_known(w, name, f->state, f->at);
    cm_json_put_text(w->out, name, known ? cm_term_zh(list, f->value) : (cm_sv){NULL, 0});
}

static void put_number(writing *w, cm_sv name, const cm_number_fact *f)
{
    cm_json_key(w->out, name);
    if (is_known(w, name, f->state, f->at)) {
        cm_json_int(w->out, f->value);
    } else {
        cm_json_null(w->out);
    }
}

/* A fact that is KNOWN where the text says so, and false elsewhere. */
static void put_flag(writing *w, cm_sv name, const cm_choice_fact *f)
{
    cm_json_put_bool(w->out, name, is_known(w, name, f->state, f->at));
}

/* Money is fen inside and yuan in the record, with decimals only where there are any. */
static void write_yuan(writing *w, int64_t fen)
{
    if (fen % 100 == 0) {
        cm_json_int(w->out, fen / 100);
        return;
    }
    cm_buf_reset(&w->word);
    (void)cm_buf_addf(&w->word, "%lld.%02d", (long long)(fen / 100), (int)(fen % 100));
    cm_json_number(w->out, cm_buf_view(&w->word));
}

/* A number that is held in smaller units: thousandths, hundredths. */
static void put_scaled(writing *w, cm_sv name, const cm_number_fact *f, int64_t scale)
{
    cm_json_key(w->out, name);
    if (!is_known(w, name, f->state, f->at)) {
        cm_json_null(w->out);
        return;
    }
    cm_buf_reset(&w->word);
    (void)cm_buf_add_int(&w->word, f->value / scale);
    int64_t rest = f->value % scale;
    for (int64_t unit = scale / 10; rest > 0; unit /= 10) {
        (void)cm_buf_addf(&w->word, unit == scale / 10 ? ".%d" : "%d", (int)(rest / unit));
        rest %= unit;
    }
    cm_json_number(w->out, cm_buf_view(&w->word));
}

static void put_money(writing *w, cm_sv name, const cm_number_fact *f)
{
    cm_json_key(w->out, name);
    if (is_known(w, name, f->state, f->at)) {
        write_yuan(w, f->value);
    } else {
        cm_json_null(w->out);
    }
}

/* The words for a whole and a part come from the term list "extent". */
static void put_extent(writing *w, cm_sv name, const cm_extent_fact *f, cm_extent whole, bool money)
{
    cm_json_key(w->out, name);
    if (!is_known(w, name, f->state, f->at)) {
        cm_json_null(w->out);
        return;
    }
    if (f->extent == CM_EXTENT_AMOUNT && money) {
        write_yuan(w, f->value);
    } else if (f->extent == CM_EXTENT_AMOUNT) {
        cm_json_int(w->out, f->value);
    } else {
        int term = f->extent == CM_EXTENT_PART ? 2 : whole == CM_EXTENT_ALL && money ? 0 : 1;
        cm_json_text(w->out, cm_term_zh(w->choices->extent, term));
    }
}

static const cm_number_fact ZERO = {CM_KNOWN, 0, {0, 0}};

static const cm_number_fact *or_zero(const cm_number_fact *f)
{
    return f->state == CM_ABSENT ? &ZERO : f;
}

static void put_penalty_members(writing *w, const cm_penalty *p)
{
    put_choice(w, CM_SV("kind"), w->choices->penalty, &p->kind);
    put_number(w, CM_SV("months"), or_zero(&p->months));
    put_number(w, CM_SV("days"), or_zero(&p->days));
    put_money(w, CM_SV("fine"), &p->fine);
    put_extent(w, CM_SV("confiscation"), &p->confiscation, CM_EXTENT_ALL, true);
    put_extent(w, CM_SV("political_rights_months"), &p->political_rights, CM_EXTENT_ALL, false);
    put_number(w, CM_SV("probation_months"), &p->probation_months);
}

/* Write `count` items of a list member; `write` fills one object. */
#define PUT_LIST(w, name, list, write)                                                             \
    do {                                                                                           \
        size_t outer_ = enter((w), CM_SV(name));                                                   \
        cm_json_key((w)->out, CM_SV(name));                                                        \
        cm_json_array((w)->out);                                                                   \
        for (size_t i_ = 0; i_ < (list).count; i_++) {                                             \
            size_t inner_ = enter_index((w), i_);                                                  \
            write((w), &(list).items[i_]);                                                         \
            leave((w), inner_);                                                                    \
        }                                                                                          \
        cm_json_array_end((w)->out);                                                               \
        leave((w), outer_);                                                                        \
    } while (0)

static void write_date_item(writing *w, const cm_date_fact *f)
{
    if (f->state == CM_KNOWN) {
        write_date(w, f->value);
    } else {
        cm_json_null(w->out);
        note_unread(w);
    }
    locate(w, f->at);
}

static void write_judge(writing *w, const cm_judge *j)
{
    cm_json_object(w->out);
    put_choice(w, CM_SV("role"), w->choices->judge_role, &j->role);
    put_text(w, CM_SV("name"), &j->name);
    cm_json_object_end(w->out);
}

static void put_int_or_null(writing *w, cm_sv name, int value)
{
    cm_json_key(w->out, name);
    if (value == 0) {
        cm_json_null(w->out);
    } else {
        cm_json_int(w->out, value);
    }
}

static void write_article(writing *w, const cm_article *a)
{
    cm_json_object(w->out);
    cm_json_put_text(w->out, CM_SV("law"), a->law.value);
    cm_json_put_int(w->out, CM_SV("article"), a->article);
    cm_json_put_int(w->out, CM_SV("sub"), a->sub);
    put_int_or_null(w, CM_SV("paragraph"), a->paragraph);
    put_int_or_null(w, CM_SV("item"), a->item);
    cm_json_object_end(w->out);
    locate(w, a->at);
}

static void write_measure(writing *w, const cm_measure *m)
{
    cm_json_object(w->out);
    put_choice(w, CM_SV("kind"), w->choices->measure, &m->kind);
    put_date(w, CM_SV("date"), &m->date);
    cm_json_object_end(w->out);
}

static void write_prior(writing *w, const cm_prior *p)
{
    cm_json_object(w->out);
    put_choice(w, CM_SV("kind"), w->choices->prior, &p->kind);
    put_date(w, CM_SV("date"), &p->date);
    put_text(w, CM_SV("charge"), &p->charge);
    put_text(w, CM_SV("penalty"), &p->penalty);
    put_number(w, CM_SV("months"), or_zero(&p->months));
    put_number(w, CM_SV("days"), or_zero(&p->days));
    put_date(w, CM_SV("released_on"), &p->released_on);
    put_number(w, CM_SV("probation_months"), &p->probation_months);
    put_money(w, CM_SV("fine"), &p->fine);
    put_extent(w, CM_SV("political_rights_months"), &p->political_rights, CM_EXTENT_ALL, false);
    put_choice(w, CM_SV("release"), w->choices->release, &p->release);
    put_date(w, CM_SV("parole_to"), &p->parole_to);
    put_flag(w, CM_SV("revoked"), &p->revoked);
    cm_json_object_end(w->out);
}

static void write_count(writing *w, const cm_count *c)
{
    cm_json_object(w->out);
    put_text(w, CM_SV("charge"), &c->charge);
    put_penalty_members(w, &c->penalty);
    cm_json_object_end(w->out);
    locate(w, c->penalty.at);
}

static void write_old_sentence(writing *w, const cm_old_sentence *o)
{
    cm_json_object(w->out);
    put_penalty_members(w, &o->penalty);
    cm_json_put_bool(w->out, CM_SV("rest"), o->rest);
    cm_json_object_end(w->out);
    locate(w, o->penalty.at);
}

static void write_counting(writing *w, const cm_counting *c)
{
    cm_json_object(w->out);
    put_choice(w, CM_SV("what"), w->choices->counted, &c->what);
    put_choice(w, CM_SV("from"), w->choices->counted_from, &c->from);
    cm_json_object_end(w->out);
}

static void write_circumstance(writing *w, const cm_choice_fact *f)
{
    cm_json_text(w->out, cm_term_zh(w->choices->circumstance, f->value));
    locate(w, f->at);
}

static bool is_stated(const cm_reduction *r)
{
    return r->months.state != CM_ABSENT || r->new_kind.state != CM_ABSENT ||
           r->rest.state != CM_ABSENT;
}

static void write_reduction(writing *w, const cm_reduction *r)
{
    cm_json_object(w->out);
    put_date(w, CM_SV("date"), &r->date);
    put_choice(w, CM_SV("new_kind"), w->choices->penalty, &r->new_kind);
    put_number(w, CM_SV("months"), &r->months);
    put_number(w, CM_SV("days"), &r->days);
    put_flag(w, CM_SV("rest"), &r->rest);
    cm_json_object_end(w->out);
}

static void put_reduction(writing *w, cm_sv name, const cm_reduction *r)
{
    size_t before = enter(w, name);
    cm_json_key(w->out, name);
    if (is_stated(r)) {
        write_reduction(w, r);
    } else {
        cm_json_null(w->out);
    }
    leave(w, before);
}

static void put_original(writing *w, const cm_served_sentence *s)
{
    size_t before = enter(w, CM_SV("original"));
    cm_json_key(w->out, CM_SV("original"));
    cm_json_object(w->out);
    put_text(w, CM_SV("court"), &s->court);
    put_text(w, CM_SV("case_no"), &s->case_no);
    put_date(w, CM_SV("decided_on"), &s->decided_on);
    put_text(w, CM_SV("charge"), &s->charge);
    put_penalty_members(w, &s->penalty);
    cm_json_object_end(w->out);
    leave(w, before);
}

static void put_commutation(writing *w, const cm_commutation *c)
{
    cm_json_key(w->out, CM_SV("commutation"));
    if (c == NULL) {
        cm_json_null(w->out);
        return;
    }
    size_t before = enter(w, CM_SV("commutation"));
    cm_json_object(w->out);
    put_original(w, &c->original);
    PUT_LIST(w, "earlier", c->earlier, write_reduction);
    put_date(w, CM_SV("executed_from"), &c->executed_from);
    put_date(w, CM_SV("old_term_to"), &c->old_term_to);
    put_text(w, CM_SV("proposed_by"), &c->proposed_by);
    put_date(w, CM_SV("proposed_on"), &c->proposed_on);
    put_reduction(w, CM_SV("proposed"), &c->proposed);
    put_number(w, CM_SV("commendations"), &c->commendations);
    put_choice(w, CM_SV("performance"), w->choices->performance, &c->performance);
    put_reduction(w, CM_SV("granted"), &c->granted);
    put_extent(w, CM_SV("political_rights_months"), &c->political_rights, CM_EXTENT_ALL, false);
    put_date(w, CM_SV("parole_from"), &c->parole_from);
    put_date(w, CM_SV("parole_to"), &c->parole_to);
    put_flag(w, CM_SV("withdrawn"), &c->withdrawn);
    cm_json_object_end(w->out);
    leave(w, before);
}

static void write_defender(writing *w, const cm_defender *d)
{
    cm_json_object(w->out);
    put_text(w, CM_SV("name"), &d->name);
    put_choice(w, CM_SV("kind"), w->choices->defender_kind, &d->kind);
    put_text(w, CM_SV("firm"), &d->firm);
    cm_json_object_end(w->out);
}

static void write_defendant(writing *w, const cm_defendant *d)
{
    cm_json_object(w->out);
    put_text(w, CM_SV("name"), &d->name);
    put_choice(w, CM_SV("kind"), w->choices->party, &d->kind);
    put_choice(w, CM_SV("sex"), w->choices->sex, &d->sex);
    put_date(w, CM_SV("birth_date"), &d->birth_date);
    put_text(w, CM_SV("guardian"), &d->guardian);
    PUT_LIST(w, "measures", d->measures, write_measure);
    PUT_LIST(w, "priors", d->priors, write_prior);
    PUT_LIST(w, "counts", d->counts, write_count);
    cm_json_key(w->out, CM_SV("sentence"));
    if (d->has_sentence) {
        size_t before = enter(w, CM_SV("sentence"));
        cm_json_object(w->out);
        put_penalty_members(w, &d->sentence);
        cm_json_object_end(w->out);
        locate(w, d->sentence.at);
        leave(w, before);
    } else {
        cm_json_null(w->out);
    }
    put_flag(w, CM_SV("decided"), &d->decided);
    put_choice(w, CM_SV("sentence_also"), w->choices->penalty, &d->also);
    PUT_LIST(w, "old_sentences", d->old_sentences, write_old_sentence);
    put_date(w, CM_SV("term_from"), &d->term_from);
    put_date(w, CM_SV("term_to"), &d->term_to);
    put_number(w, CM_SV("credit_days"), &d->credit_days);
    PUT_LIST(w, "circumstances", d->circumstances, write_circumstance);
    put_choice(w, CM_SV("reviewed_penalty"), w->choices->penalty, &d->reviewed);
    put_flag(w, CM_SV("commutation_limited"), &d->limited);
    put_commutation(w, d->commutation);
    PUT_LIST(w, "defenders", d->defenders, write_defender);
    put_scaled(w, CM_SV("blood_alcohol"), &d->blood_alcohol, 100);
    cm_json_object_end(w->out);
}

static void write_order(writing *w, const cm_order *o)
{
    cm_json_object(w->out);
    put_choice(w, CM_SV("kind"), w->choices->order, &o->kind);
    put_money(w, CM_SV("amount"), &o->amount);
    put_number(w, CM_SV("months"), &o->months);
    cm_json_put_bool(w->out, CM_SV("named"), o->named);
    cm_json_object_end(w->out);
}

static void write_appellant(writing *w, const cm_choice_fact *f)
{
    cm_json_text(w->out, cm_term_zh(w->choices->appellant, f->value));
    locate(w, f->at);
}

static void write_text_item(writing *w, const cm_text_fact *f)
{
    cm_json_text(w->out, f->value);
    locate(w, f->at);
}

static void write_role(writing *w, const cm_choice_fact *f)
{
    cm_json_text(w->out, cm_term_zh(w->choices->party_role, f->value));
    locate(w, f->at);
}

static void write_participant(writing *w, const cm_record *r, const cm_participant *who)
{
    cm_json_object(w->out);
    put_choice(w, CM_SV("role"), w->choices->party_role, &who->role);
    PUT_LIST(w, "also", who->also, write_role);
    put_text(w, CM_SV("name"), &who->name);
    put_choice(w, CM_SV("kind"), w->choices->party, &who->kind);
    cm_json_key(w->out, CM_SV("for"));
    cm_json_array(w->out);
    for (size_t i = 0; i < who->represents.count; i++) {
        cm_json_text(w->out, r->participants.items[who->represents.items[i]].name.value);
    }
    cm_json_array_end(w->out);
    cm_json_object_end(w->out);
}

static void put_participants(writing *w, const cm_record *r)
{
    size_t outer = enter(w, CM_SV("parties"));
    cm_json_key(w->out, CM_SV("parties"));
    cm_json_array(w->out);
    for (size_t i = 0; i < r->participants.count; i++) {
        size_t inner = enter_index(w, i);
        write_participant(w, r, &r->participants.items[i]);
        leave(w, inner);
    }
    cm_json_array_end(w->out);
    leave(w, outer);
}

/* The name of the one defendant a fact is tied to. */
static void put_whose(writing *w, size_t defendant)
{
    bool known = defendant < w->record->defendants.count;
    cm_json_put_text(w->out, CM_SV("defendant"),
                     known ? w->record->defendants.items[defendant].name.value : (cm_sv){NULL, 0});
}

static void write_amount(writing *w, const cm_amount *a)
{
    cm_json_object(w->out);
    put_choice(w, CM_SV("kind"), w->choices->amount, &a->kind);
    put_money(w, CM_SV("amount"), &a->money);
    cm_json_put_bool(w->out, CM_SV("total"), a->total);
    cm_json_put_bool(w->out, CM_SV("about"), a->about);
    cm_json_put_text(w->out, CM_SV("place"), cm_term_zh(w->choices->place, (int)a->place));
    put_whose(w, a->defendant);
    cm_json_object_end(w->out);
}

static void write_drug(writing *w, const cm_drug *d)
{
    cm_json_object(w->out);
    put_choice(w, CM_SV("kind"), w->choices->drug, &d->kind);
    put_scaled(w, CM_SV("grams"), &d->milligrams, 1000);
    put_number(w, CM_SV("pieces"), &d->pieces);
    cm_json_put_bool(w->out, CM_SV("seized"), d->seized);
    cm_json_put_bool(w->out, CM_SV("total"), d->total);
    cm_json_put_text(w->out, CM_SV("place"), cm_term_zh(w->choices->place, (int)d->place));
    put_whose(w, d->defendant);
    cm_json_object_end(w->out);
}

static void write_injury(writing *w, const cm_injury *n)
{
    cm_json_object(w->out);
    put_choice(w, CM_SV("grade"), w->choices->injury, &n->grade);
    put_number(w, CM_SV("count"), &n->count);
    cm_json_put_text(w->out, CM_SV("place"), cm_term_zh(w->choices->place, (int)n->place));
    cm_json_object_end(w->out);
}

static void write_number_item(writing *w, const cm_number_fact *f)
{
    cm_json_int(w->out, f->value);
    locate(w, f->at);
}

static void write_seizure(writing *w, const cm_seizure *z)
{
    cm_json_object(w->out);
    put_text(w, CM_SV("object"), &z->object);
    put_money(w, CM_SV("amount"), &z->amount);
    cm_json_put_bool(w->out, CM_SV("counted"), z->counted);
    cm_json_object_end(w->out);
}

static void write_recommendation(writing *w, const cm_recommendation *r)
{
    cm_json_object(w->out);
    put_whose(w, r->defendant);
    put_choice(w, CM_SV("kind"), w->choices->penalty, &r->kind);
    put_number(w, CM_SV("min_months"), &r->min_months);
    put_number(w, CM_SV("min_days"), &r->min_days);
    put_number(w, CM_SV("max_months"), &r->max_months);
    put_number(w, CM_SV("max_days"), &r->max_days);
    cm_json_put_bool(w->out, CM_SV("probation"), r->probation == CM_KNOWN);
    put_number(w, CM_SV("probation_min_months"), &r->probation_min);
    put_number(w, CM_SV("probation_max_months"), &r->probation_max);
    put_money(w, CM_SV("fine_min"), &r->fine_min);
    put_money(w, CM_SV("fine_max"), &r->fine_max);
    put_choice(w, CM_SV("adopted"), w->choices->adoption, &r->adopted);
    cm_json_object_end(w->out);
    locate(w, r->at);
}

static void write_award(writing *w, const cm_award *a)
{
    cm_json_object(w->out);
    put_choice(w, CM_SV("item"), w->choices->award, &a->item);
    put_money(w, CM_SV("amount"), &a->amount);
    cm_json_object_end(w->out);
}

static void write_deadline(writing *w, const cm_fine_deadline *d)
{
    cm_json_object(w->out);
    put_choice(w, CM_SV("kind"), w->choices->fine_deadline, &d->kind);
    put_number(w, CM_SV("months"), &d->months);
    put_number(w, CM_SV("days"), &d->days);
    put_date(w, CM_SV("by"), &d->by);
    cm_json_object_end(w->out);
}

static void write_mention(writing *w, const cm_mention *m)
{
    cm_json_text(w->out, cm_term_zh(w->choices->mention, m->kind.value));
    locate(w, m->kind.at);
}

static void write_property_word(writing *w, const cm_property_word *m)
{
    cm_json_object(w->out);
    put_choice(w, CM_SV("kind"), w->choices->property_word, &m->kind);
    put_choice(w, CM_SV("part"), w->choices->section, &m->part);
    cm_json_put_bool(w->out, CM_SV("found"), m->found);
    cm_json_put_bool(w->out, CM_SV("seized"), m->seized);
    cm_json_object_end(w->out);
}

static void write_reason(writing *w, const cm_reason *r)
{
    cm_json_object(w->out);
    put_choice(w, CM_SV("word"), w->choices->reason, &r->kind);
    put_text(w, CM_SV("charge"), &r->charge);
    cm_json_put_bool(w->out, CM_SV("quoted"), r->quoted);
    cm_json_put_bool(w->out, CM_SV("loose"), r->loose);
    put_whose(w, r->defendant);
    cm_json_object_end(w->out);
}

static void put_notice(writing *w, const cm_notice *n)
{
    cm_json_key(w->out, CM_SV("notice"));
    if (n->at.end == 0) {
        cm_json_null(w->out);
        return;
    }
    size_t before = enter(w, CM_SV("notice"));
    cm_json_object(w->out);
    cm_json_put_bool(w->out, CM_SV("final"),
                     is_known(w, CM_SV("final"), n->final.state, n->final.at));
    put_number(w, CM_SV("days"), &n->days);
    put_choice(w, CM_SV("from"), w->choices->appeal_from, &n->from);
    put_text(w, CM_SV("court"), &n->court);
    put_number(w, CM_SV("copies"), &n->copies);
    cm_json_object_end(w->out);
    locate(w, n->at);
    leave(w, before);
}

/* What stands beside parties and penalties (found.h). */
static void put_found(writing *w, const cm_record *r)
{
    PUT_LIST(w, "fine_deadlines", r->fine_deadlines, write_deadline);
    PUT_LIST(w, "amounts", r->amounts, write_amount);
    PUT_LIST(w, "drugs", r->drugs, write_drug);
    PUT_LIST(w, "injuries", r->injuries, write_injury);
    PUT_LIST(w, "disabilities", r->disabilities, write_number_item);
    PUT_LIST(w, "seized", r->seizures, write_seizure);
    PUT_LIST(w, "recommendations", r->recommendations, write_recommendation);
    PUT_LIST(w, "awards", r->awards, write_award);
    PUT_LIST(w, "countings", r->countings, write_counting);
    PUT_LIST(w, "mentions", r->mentions, write_mention);
    PUT_LIST(w, "property_words", r->property_words, write_property_word);
    PUT_LIST(w, "reasons", r->reasons, write_reason);
    put_notice(w, &r->notice);
}

static void put_head(writing *w, const cm_record *r)
{
    put_text(w, CM_SV("case_no"), &r->case_no);
    put_text(w, CM_SV("court"), &r->court);
    put_choice(w, CM_SV("document_type"), w->choices->document_type, &r->document_type);
    put_choice(w, CM_SV("case_type"), w->choices->case_type, &r->case_type);
    put_text(w, CM_SV("cause"), &r->cause);
    put_text(w, CM_SV("cause_area"), &r->cause_area);
    put_choice(w, CM_SV("instance"), w->choices->instance, &r->instance);
    put_choice(w, CM_SV("procedure"), w->choices->procedure, &r->procedure);
    put_choice(w, CM_SV("panel"), w->choices->panel, &r->panel);
    put_choice(w, CM_SV("hearing"), w->choices->hearing, &r->hearing);
    put_text(w, CM_SV("prosecution"), &r->prosecution);
    put_date(w, CM_SV("charged_on"), &r->charged_on);
    put_date(w, CM_SV("accepted_on"), &r->accepted_on);
    PUT_LIST(w, "hearing_on", r->hearing_on, write_date_item);
    put_date(w, CM_SV("decided_on"), &r->decided_on);
    PUT_LIST(w, "judges", r->judges, write_judge);
    put_text(w, CM_SV("clerk"), &r->clerk);
    PUT_LIST(w, "articles", r->articles, write_article);
}

static void put_decision(writing *w, cm_sv name, const cm_decision *d)
{
    cm_json_key(w->out, name);
    if (!d->stated) {
        cm_json_null(w->out);
        return;
    }
    size_t before = enter(w, name);
    cm_json_object(w->out);
    put_text(w, CM_SV("court"), &d->court);
    put_text(w, CM_SV("case_no"), &d->case_no);
    put_date(w, CM_SV("decided_on"), &d->decided_on);
    cm_json_object_end(w->out);
    leave(w, before);
}

static void write_span(writing *w, cm_span at)
{
    cm_json_array(w->out);
    cm_json_int(w->out, at.begin);
    cm_json_int(w->out, at.end);
    cm_json_array_end(w->out);
}

static void put_spans(writing *w)
{
    cm_json_key(w->out, CM_SV("spans"));
    cm_json_object(w->out);
    for (size_t i = 0; i < w->spans.count; i++) {
        cm_json_key(w->out, w->spans.items[i].pointer);
        cm_json_array(w->out);
        write_span(w, w->spans.items[i].at);
        cm_json_array_end(w->out);
    }
    cm_json_object_end(w->out);
}

static void put_unread(writing *w)
{
    cm_json_key(w->out, CM_SV("unread"));
    cm_json_array(w->out);
    for (size_t i = 0; i < w->unread.count; i++) {
        cm_json_text(w->out, w->unread.items[i]);
    }
    cm_json_array_end(w->out);
}

static void put_read(writing *w, const cm_record *r)
{
    static const char *const STATES[] = {"partly", "read", "unread"}; /* by cm_state */
    cm_json_key(w->out, CM_SV("read"));
    cm_json_object(w->out);
    for (size_t g = 0; g < CM_GROUP_COUNT; g++) {
        const cm_group_state *s = &r->groups[g];
        cm_json_key(w->out, w->choices->group->terms.items[g].id);
        cm_json_object(w->out);
        cm_json_put_text(w->out, CM_SV("state"), cm_sv_from(STATES[s->state]));
        cm_json_key(w->out, CM_SV("at"));
        cm_json_array(w->out);
        for (size_t i = 0; i < s->at.count; i++) {
            write_span(w, s->at.items[i]);
        }
        cm_json_array_end(w->out);
        cm_json_object_end(w->out);
    }
    cm_json_object_end(w->out);
}

static void write_conflict(writing *w, const cm_conflict *c)
{
    cm_json_object(w->out);
    cm_buf_reset(&w->word);
    (void)cm_buf_addf(&w->word, "/defendants/%zu%.*s", c->defendant, CM_SV_ARG(c->pointer));
    cm_json_put_text(w->out, CM_SV("pointer"), cm_buf_view(&w->word));
    cm_json_key(w->out, CM_SV("values"));
    cm_json_array(w->out);
    for (size_t i = 0; i < CM_COUNT(c->values); i++) {
        cm_json_text(w->out, c->values[i]);
    }
    cm_json_array_end(w->out);
    cm_json_key(w->out, CM_SV("spans"));
    cm_json_array(w->out);
    for (size_t i = 0; i < CM_COUNT(c->at); i++) {
        write_span(w, c->at[i]);
    }
    cm_json_array_end(w->out);
    cm_json_object_end(w->out);
}

static void write_decoy(writing *w, const cm_span *at)
{
    write_span(w, *at);
}

void cm_record_write_json(cm_json *out, cm_arena *mem, const cm_choices *choices, cm_sv id,
                          const cm_record *record)
{
    writing state = {.out = out, .mem = mem, .choices = choices, .record = record};
    writing *w = &state;
    cm_buf_init(&w->path, CM_MAX_MESSAGE);
    cm_buf_init(&w->word, CM_MAX_MESSAGE);
    cm_json_object(out);
    cm_json_put_text(out, CM_SV("id"), id);
    put_head(w, record);
    put_participants(w, record);
    PUT_LIST(w, "defendants", record->defendants, write_defendant);
    PUT_LIST(w, "orders", record->orders, write_order);
    put_choice(w, CM_SV("outcome"), choices->outcome, &record->outcome);
    put_choice(w, CM_SV("result"), choices->result, &record->result);
    PUT_LIST(w, "appealed_by", record->appealed_by, write_appellant);
    put_decision(w, CM_SV("below"), &record->below);
    put_decision(w, CM_SV("first_below"), &record->first_below);
    PUT_LIST(w, "acts", record->acts, write_date_item);
    PUT_LIST(w, "impossible_dates", record->impossible, write_date_item);
    PUT_LIST(w, "fine_payments", record->fine_payments, write_text_item);
    put_found(w, record);
    put_spans(w);
    put_unread(w);
    put_read(w, record);
    PUT_LIST(w, "conflicts", record->conflicts, write_conflict);
    PUT_LIST(w, "decoys", record->decoys, write_decoy);
    cm_json_object_end(out);
    cm_buf_clear(&w->path);
    cm_buf_clear(&w->word);
}

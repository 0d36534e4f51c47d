#include "base/base.h"

#include "app/amend.h"
#include "app/fill_parts.h"
#include "base/limits.h"
#include "law/threshold.h"

bool cm_filling_unread(const cm_filling *f, cm_group group)
{
    return f->record->groups[group].state == CM_UNREAD;
}

bool cm_filling_criminal(const cm_filling *f)
{
    const cm_choice_fact *type = &f->record->case_type;
    return type->state != CM_KNOWN || type->value == (int)CM_CASE_CRIMINAL;
}

static void fill_groups(cm_filling *f)
{
    const cm_term_list *names = f->use->choices->group;
    for (size_t i = 0; i < CM_GROUP_COUNT; i++) {
        if (cm_filling_unread(f, (cm_group)i)) {
            *cm_vec_push(f->rows->mem, &f->rows->unread_groups) = names->terms.items[i].id;
        }
    }
}

/* The earliest (sign 1) or latest (sign -1) of some dates, in any order. A date without its day
 * that may lie beyond the result leaves it unread. */
static cm_date_fact outermost(const cm_date_fact *dates, size_t count, int sign)
{
    cm_date_fact ret = {.state = CM_ABSENT};
    bool doubtful = false;
    for (size_t i = 0; i < count; i++) {
        if (dates[i].state != CM_KNOWN || dates[i].value.year == 0) {
            continue;
        }
        bool full = cm_date_exists(dates[i].value);
        int order = cm_date_compare(dates[i].value, ret.value) * sign;
        if (ret.state == CM_ABSENT || order < 0) {
            ret = dates[i];
            doubtful = !full;
        }
    }
    if (doubtful) {
        ret.state = CM_UNREAD;
    }
    return ret;
}

static void fill_head(cm_filling *f, cm_fact_row *row)
{
    const cm_record *r = f->record;
    cm_row_text(f->rows, row, CM_SV("case_no"), &r->case_no);
    cm_row_text(f->rows, row, CM_SV("court"), &r->court);
    cm_row_choice(f->rows, row, CM_SV("document_type"), f->use->choices->document_type,
                  &r->document_type);
    cm_row_choice(f->rows, row, CM_SV("case_type"), f->use->choices->case_type, &r->case_type);
    cm_row_choice(f->rows, row, CM_SV("instance"), f->use->choices->instance, &r->instance);
    cm_row_text(f->rows, row, CM_SV("cause"), &r->cause);
    cm_row_text(f->rows, row, CM_SV("cause_area"), &r->cause_area);
    cm_row_choice(f->rows, row, CM_SV("procedure"), f->use->choices->procedure, &r->procedure);
    cm_row_choice(f->rows, row, CM_SV("panel"), f->use->choices->panel, &r->panel);
    cm_row_choice(f->rows, row, CM_SV("hearing"), f->use->choices->hearing, &r->hearing);
    cm_row_text(f->rows, row, CM_SV("prosecution"), &r->prosecution);
    cm_row_date(f->rows, row, CM_SV("charged_on"), &r->charged_on);
    cm_row_date(f->rows, row, CM_SV("accepted_on"), &r->accepted_on);
    cm_row_date(f->rows, row, CM_SV("decided_on"), &r->decided_on);
    cm_row_choice(f->rows, row, CM_SV("outcome"), f->use->choices->outcome, &r->outcome);
    cm_row_choice(f->rows, row, CM_SV("result"), f->use->choices->result, &r->result);
    cm_row_text(f->rows, row, CM_SV("below_court"), &r->below.court);
    cm_row_text(f->rows, row, CM_SV("below_case_no"), &r->below.case_no);
    cm_row_date(f->rows, row, CM_SV("below_decided_on"), &r->below.decided_on);
    cm_row_text(f->rows, row, CM_SV("first_court"), &r->first_below.court);
    cm_row_text(f->rows, row, CM_SV("first_case_no"), &r->first_below.case_no);
}

static void fill_province(cm_filling *f, cm_fact_row *row)
{
    const cm_record *r = f->record;
    cm_sv court = r->court.state == CM_KNOWN ? r->court.value : CM_SV("");
    cm_sv case_no = r->case_no.state == CM_KNOWN ? r->case_no.value : CM_SV("");
    f->province = cm_law_province(f->use->law, court, case_no);
    cm_sv name =
        f->province >= 0 ? cm_law_word(f->use->law, CM_SV("province"), f->province) : CM_SV("");
    cm_row_set(f->rows, row, CM_SV("province"), name.len != 0 ? CM_KNOWN : CM_UNREAD,
               cm_cell_text(name), name.len != 0 ? r->court.at : (cm_span){0, 0});
}

static void fill_dates(cm_filling *f, cm_fact_row *row)
{
    const cm_record *r = f->record;
    cm_date_fact first = outermost(r->hearing_on.items, r->hearing_on.count, 1);
    cm_date_fact last = outermost(r->hearing_on.items, r->hearing_on.count, -1);
    cm_row_date(f->rows, row, CM_SV("first_hearing_on"), &first);
    cm_row_date(f->rows, row, CM_SV("last_hearing_on"), &last);
    f->first_act = outermost(r->acts.items, r->acts.count, 1);
    f->last_act = outermost(r->acts.items, r->acts.count, -1);
    cm_row_date(f->rows, row, CM_SV("first_act_on"), &f->first_act);
    cm_row_date(f->rows, row, CM_SV("last_act_on"), &f->last_act);
    cm_date_fact measure = {.state = CM_ABSENT};
    for (size_t d = 0; d < r->defendants.count; d++) {
        const cm_defendant *defendant = &r->defendants.items[d];
        for (size_t i = 0; i < defendant->measures.count; i++) {
            cm_date_fact pair[] = {measure, defendant->measures.items[i].date};
            measure = outermost(pair, CM_COUNT(pair), -1);
            if (measure.state == CM_UNREAD) {
                measure.state = CM_ABSENT; /* a month alone is not a day to compare with */
                measure = pair[0];
            }
        }
    }
    cm_row_date(f->rows, row, CM_SV("last_measure_on"), &measure);
    cm_row_int(f->rows, row, CM_SV("impossible_dates"), (int64_t)r->impossible.count);
    for (size_t i = 0; i < r->impossible.count; i++) {
        cm_row_anchor(f->rows, row, CM_SV("impossible_dates"), r->impossible.items[i].at);
    }
}

static bool is_conviction(const cm_count *c)
{
    return !(c->penalty.kind.state == CM_KNOWN && (c->penalty.kind.value == CM_PENALTY_NOT_GUILTY ||
                                                   c->penalty.kind.value == CM_PENALTY_TERMINATED));
}

/* Fines by this document: in any count, or in the sentence that is to be executed. */
static bool fined(cm_filling *f, cm_fact_row *row, const cm_defendant *d)
{
    bool any = false;
    for (size_t i = 0; i < d->counts.count; i++) {
        const cm_number_fact *fine = &d->counts.items[i].penalty.fine;
        any = any || fine->state == CM_KNOWN;
        cm_row_anchor(f->rows, row, CM_SV("fined"), fine->at);
    }
    return any || (d->has_sentence && d->sentence.fine.state == CM_KNOWN);
}

static bool fine_unread(const cm_defendant *d)
{
    bool any = d->has_sentence && d->sentence.fine.state == CM_UNREAD;
    for (size_t i = 0; i < d->counts.count; i++) {
        any = any || d->counts.items[i].penalty.fine.state == CM_UNREAD;
    }
    return any;
}

static void fill_numbers(cm_filling *f, cm_fact_row *row)
{
    const cm_record *r = f->record;
    int64_t fines = 0, convicted = 0;
    bool doubtful = false;
    for (size_t d = 0; d < r->defendants.count; d++) {
        const cm_defendant *defendant = &r->defendants.items[d];
        bool guilty = false;
        for (size_t i = 0; i < defendant->counts.count; i++) {
            guilty = guilty || is_conviction(&defendant->counts.items[i]);
        }
        convicted += guilty ? 1 : 0;
        fines += fined(f, row, defendant) ? 1 : 0;
        doubtful = doubtful || fine_unread(defendant);
    }
    bool read = !cm_filling_unread(f, CM_GROUP_DISPOSITION);
    cm_state state = !read ? CM_ABSENT : (doubtful ? CM_UNREAD : CM_KNOWN);
    cm_row_set(f->rows, row, CM_SV("fined"), state, cm_cell_int(fines), (cm_span){0, 0});
    cm_row_set(f->rows, row, CM_SV("convicted"), read ? CM_KNOWN : CM_ABSENT,
               cm_cell_int(convicted), (cm_span){0, 0});
    cm_row_set(f->rows, row, CM_SV("fine_payments"), read ? CM_KNOWN : CM_ABSENT,
               cm_cell_int((int64_t)r->fine_payments.count), (cm_span){0, 0});
    for (size_t i = 0; i < r->fine_payments.count; i++) {
        cm_row_anchor(f->rows, row, CM_SV("fine_payments"), r->fine_payments.items[i].at);
    }
}

static void fill_date_rows(cm_filling *f, const cm_fact_row *row, cm_sv table, cm_sv child,
                           const cm_date_fact *dates, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cm_fact_row *r = cm_row_new(f->rows, table, row, (int64_t)i + 1);
        cm_row_date(f->rows, r, CM_SV("on"), &dates[i]);
        cm_row_anchor(f->rows, row, child, dates[i].at);
    }
}

static void fill_articles(cm_filling *f, const cm_fact_row *row)
{
    for (size_t i = 0; i < f->record->articles.count; i++) {
        const cm_article *a = &f->record->articles.items[i];
        cm_fact_row *r = cm_row_new(f->rows, CM_SV("judgment.articles"), row, (int64_t)i + 1);
        cm_row_text(f->rows, r, CM_SV("law"), &a->law);
        cm_row_int(f->rows, r, CM_SV("article"), a->article);
        cm_row_int(f->rows, r, CM_SV("sub"), a->sub);
        cm_span none = {0, 0};
        cm_row_set(f->rows, r, CM_SV("paragraph"), a->paragraph > 0 ? CM_KNOWN : CM_ABSENT,
                   cm_cell_int(a->paragraph), none);
        cm_row_set(f->rows, r, CM_SV("item"), a->item > 0 ? CM_KNOWN : CM_ABSENT,
                   cm_cell_int(a->item), none);
        cm_row_anchor(f->rows, row, CM_SV("articles"), a->at);
    }
}

/* Texts of a list joined by the enumeration comma; absent when there are none. */
static void fill_joined(cm_filling *f, cm_fact_row *row, cm_sv column, const cm_svs *texts,
                        cm_span at)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    for (size_t i = 0; i < texts->count; i++) {
        cm_sv mark = cm_term_zh(f->use->choices->list_mark, CM_LIST_MARK_ENUM);
        (void)cm_buf_add(&out, i > 0 ? mark : CM_SV(""));
        (void)cm_buf_add(&out, texts->items[i]);
    }
    cm_cell cell = cm_cell_text(cm_arena_sv(f->rows->mem, cm_buf_view(&out)));
    cm_row_set(f->rows, row, column, texts->count > 0 ? CM_KNOWN : CM_ABSENT, cell, at);
}

static void fill_participant(cm_filling *f, cm_fact_row *row, const cm_participant *who)
{
    const cm_choices *c = f->use->choices;
    cm_svs also = {.items = NULL};
    cm_svs acts_for = {.items = NULL};
    for (size_t i = 0; i < who->also.count; i++) {
        *cm_vec_push(f->rows->mem, &also) = cm_term_zh(c->party_role, who->also.items[i].value);
    }
    for (size_t i = 0; i < who->represents.count; i++) {
        *cm_vec_push(f->rows->mem, &acts_for) =
            f->record->participants.items[who->represents.items[i]].name.value;
    }
    cm_row_choice(f->rows, row, CM_SV("role"), c->party_role, &who->role);
    fill_joined(f, row, CM_SV("also"), &also, who->role.at);
    cm_row_text(f->rows, row, CM_SV("name"), &who->name);
    cm_row_choice(f->rows, row, CM_SV("party"), c->party, &who->kind);
    fill_joined(f, row, CM_SV("acts_for"), &acts_for, who->name.at);
}

static void fill_judgment_children(cm_filling *f, const cm_fact_row *row)
{
    const cm_record *r = f->record;
    fill_date_rows(f, row, CM_SV("judgment.hearings"), CM_SV("hearings"), r->hearing_on.items,
                   r->hearing_on.count);
    fill_date_rows(f, row, CM_SV("judgment.acts"), CM_SV("acts"), r->acts.items, r->acts.count);
    fill_articles(f, row);
    for (size_t i = 0; i < r->orders.count; i++) {
        const cm_order *o = &r->orders.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.orders"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, n, CM_SV("kind"), f->use->choices->order, &o->kind);
        cm_row_number(f->rows, n, CM_SV("amount"), &o->amount);
        cm_row_number(f->rows, n, CM_SV("months"), &o->months);
        cm_row_bool(f->rows, n, CM_SV("named"), o->named);
        cm_row_anchor(f->rows, row, CM_SV("orders"),
                      cm_span_of((cm_span[]){o->kind.at, o->amount.at}, 2));
    }
    for (size_t i = 0; i < r->participants.count; i++) {
        const cm_participant *who = &r->participants.items[i];
        fill_participant(f, cm_row_new(f->rows, CM_SV("judgment.parties"), row, (int64_t)i + 1),
                         who);
        cm_row_anchor(f->rows, row, CM_SV("parties"),
                      cm_span_of((cm_span[]){who->role.at, who->name.at}, 2));
    }
    for (size_t i = 0; i < r->judges.count; i++) {
        const cm_judge *j = &r->judges.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.judges"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, n, CM_SV("role"), f->use->choices->judge_role, &j->role);
        cm_row_text(f->rows, n, CM_SV("name"), &j->name);
        cm_row_anchor(f->rows, row, CM_SV("judges"),
                      cm_span_of((cm_span[]){j->role.at, j->name.at}, 2));
    }
}

void cm_fill(const cm_fill_use *use, cm_arena *mem, const cm_fill_document *document,
             cm_fact_rows *ret_rows)
{
    *ret_rows = (cm_fact_rows){.mem = mem, .catalogue = use->catalogue};
    cm_filling f = {.use = use, .rows = ret_rows};
    f.record = cm_amend(use, mem, document->record, document->corrections, NULL);
    fill_groups(&f);
    cm_fill_gaps(&f);
    cm_fact_row *row = cm_row_new(ret_rows, CM_SV("judgment"), NULL, 0);
    cm_row_set(ret_rows, row, CM_SV("doc"), CM_KNOWN, cm_cell_text(document->id), (cm_span){0, 0});
    cm_date_fact received = {
        document->received_on.year != 0 ? CM_KNOWN : CM_ABSENT, document->received_on, {0, 0}};
    cm_row_date(ret_rows, row, CM_SV("received_on"), &received);
    fill_head(&f, row);
    fill_province(&f, row);
    fill_dates(&f, row);
    fill_numbers(&f, row);
    fill_judgment_children(&f, row);
    cm_fill_found(&f, row);
    cm_fill_written(&f, row);
    for (size_t i = 0; i < f.record->defendants.count; i++) {
        cm_fill_defendant(&f, &f.record->defendants.items[i], (int64_t)i + 1);
    }
    if (f.record->defendants.count == 0) {
        cm_fill_defendant(&f, NULL, 1);
    }
    cm_rows_finish(ret_rows);
}

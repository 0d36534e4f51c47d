#include "base/base.h"

#include "app/fill.h"
#include "app/home.h"
#include "harness.h"

/* Reference data are loaded once for all tests: they are immutable. */
static int load_home(void **state)
{
    CM_AUTO_ERR err = {0};
    return cm_home_open(CM_SV(""), CM_SV("zh"), (cm_home **)state, &err) == CM_OK ? 0 : -1;
}

static int free_home(void **state)
{
    cm_home_close(*state);
    return 0;
}

static cm_fact_rows fill(const cm_home *home, cm_arena *mem, const cm_record *record)
{
    cm_fill_use use = cm_home_fill_use(home);
    cm_fill_document document = {CM_SV("doc"), {2016, 5, 20}, record, NULL};
    cm_fact_rows rows;
    cm_fill(&use, mem, &document, &rows);
    return rows;
}

static const cm_fact_row *find_row(const cm_fact_rows *rows, const char *table, int64_t defendant,
                                   int64_t count)
{
    for (size_t i = 0; i < rows->rows.count; i++) {
        const cm_fact_row *r = rows->rows.items[i];
        if (cm_sv_equal(r->view->name, cm_sv_from(table)) && r->defendant_no == defendant &&
            r->count_no == count) {
            return r;
        }
    }
    return NULL;
}

static size_t count_rows(const cm_fact_rows *rows, const char *table)
{
    size_t n = 0;
    for (size_t i = 0; i < rows->rows.count; i++) {
        n += cm_sv_equal(rows->rows.items[i]->view->name, cm_sv_from(table)) ? 1 : 0;
    }
    return n;
}

static bool is_unread(const cm_fact_row *row, cm_sv name)
{
    for (size_t i = 0; i < row->unread.count; i++) {
        if (cm_sv_equal(row->unread.items[i], name)) {
            return true;
        }
    }
    return false;
}

static cm_cell cell(const cm_fact_row *row, const char *column)
{
    size_t index = cm_view_column(row->view, cm_sv_from(column));
    assert_true(index != SIZE_MAX);
    return row->cells[index - (row->view->wider != NULL ? row->view->wider->columns.count : 0)];
}

static void assert_number(const cm_fact_row *row, const char *column, int64_t want)
{
    cm_cell c = cell(row, column);
    assert_true(c.type != CM_CELL_NULL);
    assert_int_equal(c.number, want);
}

static void assert_text(const cm_fact_row *row, const char *column, const char *want)
{
    cm_cell c = cell(row, column);
    assert_int_equal(c.type, CM_CELL_TEXT);
    assert_true(cm_sv_equal(c.text, cm_sv_from(want)));
}

/* What was read of a judgment without a defendant is counted, not lost. */
static void test_no_defendant(void **state)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_record record = {.case_type = {CM_KNOWN, CM_CASE_CRIMINAL, {0, 6}}};
    record.groups[CM_GROUP_DISPOSITION].state = CM_UNREAD;
    cm_fact_rows rows = fill(*state, &mem, &record);
    assert_int_equal(count_rows(&rows, "judgment"), 1);
    assert_int_equal(count_rows(&rows, "defendant"), 1);
    assert_int_equal(count_rows(&rows, "conviction"), 1);
    assert_int_equal(rows.unread_groups.count, 1);
    assert_true(cm_sv_equal(rows.unread_groups.items[0], CM_SV("disposition")));
    const cm_fact_row *conviction = find_row(&rows, "conviction", 1, 1);
    const cm_fact_row *defendant = find_row(&rows, "defendant", 1, 0);
    assert_true(is_unread(conviction, CM_SV("kind")) && is_unread(conviction, CM_SV("tiers")));
    assert_true(is_unread(defendant, CM_SV("name")) && is_unread(defendant, CM_SV("measures")));
    assert_text(find_row(&rows, "judgment", 0, 0), "case_type", "刑事");
}

static const struct {
    const char *title;
    cm_state state;
    cm_date value;
    bool null, unread;
} date_rows[] = {
    {"a day", CM_KNOWN, {2016, 5, 10}, false, false},
    {"a month alone can't be a day", CM_KNOWN, {2016, 5, 0}, true, true},
    {"a day that no calendar has", CM_KNOWN, {2016, 2, 30}, true, true},
    {"not stated", CM_ABSENT, {0, 0, 0}, true, false},
    {"not understood", CM_UNREAD, {0, 0, 0}, true, true},
};

static void test_dates(void **state)
{
    for (size_t i = 0; i < TEST_ROWS(date_rows); i++) {
        test_row(date_rows[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_record record = {.decided_on = {date_rows[i].state, date_rows[i].value, {10, 20}}};
        cm_fact_rows rows = fill(*state, &mem, &record);
        const cm_fact_row *row = find_row(&rows, "judgment", 0, 0);
        assert_int_equal(cell(row, "decided_on").type == CM_CELL_NULL, date_rows[i].null);
        assert_int_equal(is_unread(row, CM_SV("decided_on")), date_rows[i].unread);
    }
}

/* The last act decides which law applies: a month alone that may be later leaves it open. */
static const struct {
    const char *title;
    cm_date acts[3];
    int64_t first, last; /* days; -1: unread */
} act_rows[] = {
    {"in any order", {{2016, 3, 2}, {2015, 1, 1}, {2016, 3, 1}}, 16436, 16862},
    {"an earlier month alone", {{2016, 3, 2}, {2015, 1, 0}, {2016, 3, 1}}, -1, 16862},
    {"a later month alone", {{2016, 3, 2}, {2016, 5, 0}, {2016, 3, 1}}, 16861, -1},
};

static void test_acts(void **state)
{
    for (size_t i = 0; i < TEST_ROWS(act_rows); i++) {
        test_row(act_rows[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_record record = {0};
        for (size_t k = 0; k < 3; k++) {
            *cm_vec_push(&mem, &record.acts) =
                (cm_date_fact){CM_KNOWN, act_rows[i].acts[k], {1, 2}};
        }
        cm_fact_rows rows = fill(*state, &mem, &record);
        const cm_fact_row *row = find_row(&rows, "judgment", 0, 0);
        int64_t first =
            cell(row, "first_act_on").type == CM_CELL_NULL ? -1 : cell(row, "first_act_on").number;
        int64_t last =
            cell(row, "last_act_on").type == CM_CELL_NULL ? -1 : cell(row, "last_act_on").number;
        assert_int_equal(first, act_rows[i].first);
        assert_int_equal(last, act_rows[i].last);
        assert_int_equal(is_unread(row, CM_SV("last_act_on")), act_rows[i].last == -1);
    }
}

/* One defendant, one count of theft: seven months and a fine of 2,000 yuan, decided in 2016. */
static cm_record theft(cm_arena *mem)
{
    cm_record record = {.case_type = {CM_KNOWN, CM_CASE_CRIMINAL, {0, 6}},
                        .instance = {CM_KNOWN, CM_INSTANCE_FIRST, {0, 6}},
                        .court = {CM_KNOWN, CM_SV("江苏省南京市鼓楼区人民法院"), {0, 6}},
                        .decided_on = {CM_KNOWN, {2016, 5, 10}, {900, 920}}};
    *cm_vec_push(mem, &record.acts) = (cm_date_fact){CM_KNOWN, {2016, 2, 20}, {300, 320}};
    cm_defendant *d = cm_vec_push(mem, &record.defendants);
    d->name = (cm_text_fact){CM_KNOWN, CM_SV("张大山"), {100, 109}};
    d->kind = (cm_choice_fact){CM_KNOWN, CM_PARTY_PERSON, {100, 109}};
    d->birth_date = (cm_date_fact){CM_KNOWN, {1985, 3, 2}, {120, 140}};
    cm_count *c = cm_vec_push(mem, &d->counts);
    c->charge = (cm_text_fact){CM_KNOWN, CM_SV("盗窃罪"), {500, 509}};
    c->penalty.kind = (cm_choice_fact){CM_KNOWN, CM_PENALTY_FIXED_TERM, {510, 522}};
    c->penalty.months = (cm_number_fact){CM_KNOWN, 7, {522, 531}};
    c->penalty.days = (cm_number_fact){CM_KNOWN, 0, {522, 531}};
    c->penalty.fine = (cm_number_fact){CM_KNOWN, 200000, {540, 560}};
    c->penalty.at = (cm_span){510, 560};
    d->has_sentence = true;
    d->sentence = c->penalty;
    return record;
}

static void test_conviction_meets_the_law(void **state)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_record record = theft(&mem);
    cm_fact_rows rows = fill(*state, &mem, &record);
    const cm_fact_row *c = find_row(&rows, "conviction", 1, 1);
    assert_text(c, "charge", "盗窃罪");
    assert_text(c, "kind", "有期徒刑");
    assert_number(c, "months", 7);
    assert_number(c, "fine", 200000);
    assert_number(c, "charge_known", 1);
    assert_true(!is_unread(c, CM_SV("tiers")));
    assert_number(c, "law_changed", 0);
    assert_int_equal(cell(c, "law_at_act").number, cell(c, "law_at_decision").number);
    assert_true(!is_unread(c, CM_SV("lighter_law")));
    assert_text(c, "penalty_article", "刑法第二百六十四条");
    assert_text(c, "penalty_tiers",
                "刑法第二百六十四条 三年以下有期徒刑、拘役或者管制，并处或者单处罚金");
    size_t fitting = 0;
    for (size_t i = 0; i < rows.rows.count; i++) {
        const cm_fact_row *t = rows.rows.items[i];
        if (cm_sv_equal(t->view->name, CM_SV("conviction.tiers")) && cell(t, "fits").number != 0) {
            fitting++;
            assert_text(t, "article", "264");
            assert_number(t, "tier", 1);
            assert_text(t, "fine", "alone_or_with");
            assert_number(t, "max_months", 36);
            assert_text(t, "amount_level", "数额较大");
            assert_number(t, "amount_min", 100000);
            assert_number(t, "amount_max", 300000);
            assert_number(t, "amount_special", 50000);
            assert_number(t, "amount_provincial", 0);
        }
    }
    assert_int_equal(fitting, 1);
    assert_number(find_row(&rows, "judgment", 0, 0), "fined", 1);
    assert_text(find_row(&rows, "judgment", 0, 0), "province", "江苏省");
    assert_number(find_row(&rows, "judgment", 0, 0), "convicted", 1);
    assert_number(find_row(&rows, "defendant", 1, 0), "minor", 0);
}

static const struct {
    const char *title, *charge;
    cm_state charge_state, kind_state, decided_state;
    bool tiers_unread;
} tier_rows[] = {
    {"all known", "盗窃罪", CM_KNOWN, CM_KNOWN, CM_KNOWN, false},
    {"a charge that no table has", "偷窥罪", CM_KNOWN, CM_KNOWN, CM_KNOWN, true},
    {"charge unread", "", CM_UNREAD, CM_KNOWN, CM_KNOWN, true},
    {"kind unread", "盗窃罪", CM_KNOWN, CM_UNREAD, CM_KNOWN, true},
    {"day of decision missing, the act dated", "盗窃罪", CM_KNOWN, CM_KNOWN, CM_ABSENT, false},
};

/* An empty table of tiers would satisfy "every": where the law can't be asked it must be unread. */
static void test_tiers_unread(void **state)
{
    for (size_t i = 0; i < TEST_ROWS(tier_rows); i++) {
        test_row(tier_rows[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_record record = theft(&mem);
        cm_count *c = &record.defendants.items[0].counts.items[0];
        c->charge.value = cm_sv_from(tier_rows[i].charge);
        c->charge.state = tier_rows[i].charge_state;
        c->penalty.kind.state = tier_rows[i].kind_state;
        record.decided_on.state = tier_rows[i].decided_state;
        cm_fact_rows rows = fill(*state, &mem, &record);
        const cm_fact_row *row = find_row(&rows, "conviction", 1, 1);
        assert_int_equal(is_unread(row, CM_SV("tiers")), tier_rows[i].tiers_unread);
        assert_int_equal(is_unread(row, CM_SV("penalty_article")), tier_rows[i].tiers_unread);
        assert_int_equal(count_rows(&rows, "conviction.tiers") == 0, tier_rows[i].tiers_unread);
    }
}

/* One of each of what found.h holds. */
static void add_found(cm_arena *mem, cm_record *r)
{
    *cm_vec_push(mem, &r->amounts) =
        (cm_amount){.kind = {CM_KNOWN, CM_AMOUNT_VALUE, {1, 2}}, .money = {CM_KNOWN, 100, {3, 4}}};
    *cm_vec_push(mem, &r->drugs) =
        (cm_drug){.kind = {CM_KNOWN, 0, {1, 2}}, .milligrams = {CM_KNOWN, 374, {3, 4}}};
    *cm_vec_push(mem, &r->injuries) = (cm_injury){.grade = {CM_KNOWN, 0, {1, 2}}};
    *cm_vec_push(mem, &r->disabilities) = (cm_number_fact){CM_KNOWN, 10, {1, 2}};
    *cm_vec_push(mem, &r->seizures) = (cm_seizure){.object = {CM_KNOWN, CM_SV("手机"), {1, 2}}};
    *cm_vec_push(mem, &r->awards) = (cm_award){.item = {CM_KNOWN, 0, {1, 2}}};
    *cm_vec_push(mem, &r->fine_deadlines) =
        (cm_fine_deadline){.kind = {CM_KNOWN, CM_DEADLINE_PAID, {1, 2}}};
    *cm_vec_push(mem, &r->mentions) = (cm_mention){.kind = {CM_KNOWN, 0, {1, 2}}};
    *cm_vec_push(mem, &r->property_words) = (cm_property_word){.kind = {CM_KNOWN, 0, {1, 2}}};
    *cm_vec_push(mem, &r->countings) = (cm_counting){{CM_KNOWN, CM_COUNTED_TERM, {1, 2}},
                                                     {CM_KNOWN, CM_COUNTED_FROM_EFFECT, {1, 2}}};
    *cm_vec_push(mem, &r->defendants.items[0].old_sentences) =
        (cm_old_sentence){{.months = {CM_KNOWN, 7, {1, 2}}, .at = {1, 2}}, true};
    *cm_vec_push(mem, &r->reasons) = (cm_reason){.kind = {CM_KNOWN, 0, {1, 2}}};
    *cm_vec_push(mem, &r->written.wordings) = (cm_phrasing){.kind = {CM_KNOWN, 0, {1, 2}}};
    *cm_vec_push(mem, &r->written.charge_words) =
        (cm_named_charge){.words = {CM_KNOWN, CM_SV("构成盗窃罪"), {1, 2}}};
    *cm_vec_push(mem, &r->written.near_names) =
        (cm_near_name){.written = {CM_KNOWN, CM_SV("张大水"), {1, 2}},
                       .name = {CM_KNOWN, CM_SV("张大山"), {3, 4}}};
    *cm_vec_push(mem, &r->written.items) = (cm_number_fact){CM_KNOWN, 1, {1, 2}};
    *cm_vec_push(mem, &r->written.money_pairs) =
        (cm_money_pair){.sum = {CM_KNOWN, 100, {1, 2}}, .again = {CM_KNOWN, 100, {3, 4}}};
    *cm_vec_push(mem, &r->appealed_by) = (cm_choice_fact){CM_KNOWN, CM_APPELLANT_DEFENDANT, {1, 2}};
    *cm_vec_push(mem, &r->recommendations) =
        (cm_recommendation){.kind = {CM_KNOWN, CM_PENALTY_DETENTION, {1, 2}}};
    *cm_vec_push(mem, &r->defendants.items[0].defenders) =
        (cm_defender){.name = {CM_KNOWN, CM_SV("钱七"), {1, 2}}};
    r->defendants.items[0].defended = CM_KNOWN;
}

static const struct {
    const char *title;

    struct {
        int kind; /* position in the list drug, or -1: not named */
        int64_t milligrams, total, place, defendant;
    } drugs[3];

    size_t count;
    int64_t want, least, most; /* -1: unread, -2: absent */
} weight_rows[] = {
    {"none", {{0, 0, 0, 0, 0}}, 0, -2, -2, -2},
    {"one", {{0, 500, false, CM_PLACE_FACTS, 0}}, 1, 500, 500, 500},
    {"the reasoning's own sum",
     {{0, 500, false, CM_PLACE_FACTS, 0},
      {0, 300, false, CM_PLACE_FACTS, 0},
      {0, 900, false, CM_PLACE_REASONING, 0}},
     3,
     900,
     900,
     900},
    {"parts and their sum",
     {{0, 500, false, CM_PLACE_FACTS, 0},
      {0, 300, false, CM_PLACE_FACTS, 0},
      {0, 800, true, CM_PLACE_FACTS, 0}},
     3,
     800,
     800,
     800},
    {"parts without a sum",
     {{0, 500, false, CM_PLACE_FACTS, 0}, {0, 300, false, CM_PLACE_FACTS, 0}},
     2,
     -1,
     500,
     800},
    {"two drugs are added up",
     {{0, 500, false, CM_PLACE_FACTS, 0}, {1, 300, false, CM_PLACE_FACTS, 0}},
     2,
     800,
     500,
     800},
    {"a sum below one of its parts",
     {{0, 900, false, CM_PLACE_FACTS, 0}, {0, 700, true, CM_PLACE_FACTS, 0}},
     2,
     -1,
     700,
     900},
    {"a weight of a drug not named", {{-1, 500, false, CM_PLACE_FACTS, 0}}, 1, -1, -1, -1},
    {"another defendant's", {{0, 500, false, CM_PLACE_FACTS, 1}}, 1, -2, -2, -2},
};

static int64_t weight_of(const cm_fact_row *row, const char *column)
{
    cm_cell c = cell(row, column);
    return is_unread(row, cm_sv_from(column)) ? -1 : c.type == CM_CELL_NULL ? -2 : c.number;
}

/* Under age or not, also where birth or act are told without their day, if that leaves no doubt. */
static void test_minor(void **state)
{
    static const struct {
        const char *title;
        cm_date birth, act;
        int64_t want; /* -1: unread */
    } cases[] = {
        {"on the birthday not yet", {1998, 2, 20}, {2016, 2, 20}, 1},
        {"the day after it", {1998, 2, 19}, {2016, 2, 20}, 0},
        {"an act told by its year", {1985, 3, 2}, {2016, 0, 0}, 0},
        {"it may have been before the birthday", {1998, 3, 2}, {2016, 0, 0}, -1},
        {"born in a year", {1985, 0, 0}, {2016, 2, 20}, 0},
        {"a child in any case", {2002, 0, 0}, {2016, 0, 0}, 1},
        {"no birth", {0, 0, 0}, {2016, 2, 20}, -1},
    };

    for (size_t i = 0; i < TEST_ROWS(cases); i++) {
        test_row(cases[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_record record = theft(&mem);
        record.acts.items[0].value = cases[i].act;
        record.defendants.items[0].birth_date.value = cases[i].birth;
        cm_fact_rows rows = fill(*state, &mem, &record);
        const cm_fact_row *row = find_row(&rows, "defendant", 1, 0);
        bool unread = is_unread(row, CM_SV("minor"));
        assert_int_equal(unread ? -1 : cell(row, "minor").number, cases[i].want);
    }
}

/* The first two drugs of the list have the same line. */
static void test_drug_equivalent(void **state)
{
    for (size_t i = 0; i < TEST_ROWS(weight_rows); i++) {
        test_row(weight_rows[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_record record = theft(&mem);
        for (size_t k = 0; k < weight_rows[i].count; k++) {
            int kind = weight_rows[i].drugs[k].kind;
            *cm_vec_push(&mem, &record.drugs) = (cm_drug){
                .kind = {kind < 0 ? CM_UNREAD : CM_KNOWN, kind < 0 ? 0 : kind, {1, 2}},
                .milligrams = {CM_KNOWN, weight_rows[i].drugs[k].milligrams, {3, 4}},
                .total = weight_rows[i].drugs[k].total != 0,
                .place = (cm_place)weight_rows[i].drugs[k].place,
                .defendant = (size_t)weight_rows[i].drugs[k].defendant,
            };
        }
        cm_fact_rows rows = fill(*state, &mem, &record);
        const cm_fact_row *row = find_row(&rows, "defendant", 1, 0);
        assert_int_equal(weight_of(row, "drug_equivalent"), weight_rows[i].want);
        assert_int_equal(weight_of(row, "drug_least"), weight_rows[i].least);
        assert_int_equal(weight_of(row, "drug_most"), weight_rows[i].most);
    }
}

/* A word of the reasoning marks the tiers that it names, unless it is an opinion or another's. */
static void test_stated_tiers(void **state)
{
    static const struct {
        const char *title, *word, *charge;
        bool quoted;
        size_t defendant;
        int64_t stated; /* the tier, 0: none */
    } cases[] = {
        {"named", "数额巨大", NULL, false, CM_NO_DEFENDANT, 2},
        {"of this charge", "数额特别巨大", "盗窃罪", false, 0, 3},
        {"of another charge", "数额特别巨大", "诈骗罪", false, 0, 0},
        {"an opinion", "数额巨大", NULL, true, 0, 0},
        {"names no range", "从轻", NULL, false, 0, 0},
    };

    for (size_t i = 0; i < TEST_ROWS(cases); i++) {
        test_row(cases[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_home *home = *state;
        cm_record record = theft(&mem);
        int word = cm_term_find(cm_home_fill_use(home).choices->reason, cm_sv_from(cases[i].word));
        cm_reason *r = cm_vec_push(&mem, &record.reasons);
        *r = (cm_reason){.kind = {CM_KNOWN, word, {1, 2}},
                         .defendant = cases[i].defendant,
                         .quoted = cases[i].quoted};
        if (cases[i].charge != NULL) {
            r->charge = (cm_text_fact){CM_KNOWN, cm_sv_from(cases[i].charge), {3, 4}};
        }
        record.groups[CM_GROUP_FINDINGS].state = CM_KNOWN;
        cm_fact_rows rows = fill(home, &mem, &record);
        int64_t stated = 0;
        for (size_t k = 0; k < rows.rows.count; k++) {
            const cm_fact_row *t = rows.rows.items[k];
            if (cm_sv_equal(t->view->name, CM_SV("conviction.tiers")) &&
                cell(t, "stated").number != 0) {
                stated = cell(t, "tier").number;
            }
        }
        assert_int_equal(stated, cases[i].stated);
    }
}

/* Every column of the catalogue has someone who fills it: in a record where all is known or absent,
 * nothing is unread but what can't be derived. */
static void test_every_column_is_filled(void **state)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_record record = theft(&mem);
    cm_defendant *d = &record.defendants.items[0];
    *cm_vec_push(&mem, &d->measures) = (cm_measure){{CM_KNOWN, CM_MEASURE_DETENTION, {200, 209}},
                                                    {CM_KNOWN, {2016, 2, 25}, {190, 200}}};
    *cm_vec_push(&mem, &d->priors) = (cm_prior){.kind = {CM_KNOWN, CM_PRIOR_CRIMINAL, {1, 2}}};
    *cm_vec_push(&mem, &d->circumstances) = (cm_choice_fact){CM_KNOWN, CM_CIRC_CONFESSION, {1, 2}};
    *cm_vec_push(&mem, &record.articles) =
        (cm_article){{CM_KNOWN, CM_SV("刑法"), {1, 2}}, 264, 0, 0, 0, {1, 2}};
    *cm_vec_push(&mem, &record.orders) =
        (cm_order){.kind = {CM_KNOWN, CM_ORDER_RECOVER, {1, 2}}, .amount = {CM_KNOWN, 100, {3, 4}}};
    *cm_vec_push(&mem, &record.judges) =
        (cm_judge){{CM_KNOWN, CM_JUDGE_JUDGE, {1, 2}}, {CM_KNOWN, CM_SV("李文"), {3, 4}}};
    *cm_vec_push(&mem, &record.participants) =
        (cm_participant){.role = {CM_KNOWN, CM_ROLE_ACCUSED, {1, 2}},
                         .name = {CM_KNOWN, CM_SV("张大山"), {3, 4}},
                         .kind = {CM_KNOWN, CM_PARTY_PERSON, {3, 4}}};
    *cm_vec_push(&mem, &record.hearing_on) = (cm_date_fact){CM_KNOWN, {2016, 5, 5}, {1, 2}};
    d->term_from = (cm_date_fact){CM_KNOWN, {2016, 2, 25}, {600, 620}};
    d->term_to = (cm_date_fact){CM_KNOWN, {2016, 9, 24}, {620, 640}};
    cm_commutation served = {.commendations = {CM_KNOWN, 5, {1, 2}},
                             .original.charge = {CM_KNOWN, CM_SV("盗窃罪"), {1, 2}}};
    *cm_vec_push(&mem, &served.earlier) =
        (cm_reduction){.date = {CM_KNOWN, {2015, 8, 1}, {1, 2}}, .months = {CM_KNOWN, 6, {3, 4}}};
    d->commutation = &served;
    add_found(&mem, &record);
    cm_fact_rows rows = fill(*state, &mem, &record);
    for (size_t i = 0; i < rows.rows.count; i++) {
        const cm_fact_row *row = rows.rows.items[i];
        for (size_t k = 0; k < row->unread.count; k++) {
            print_message("%.*s.%.*s is unread\n", CM_SV_ARG(row->view->name),
                          CM_SV_ARG(row->unread.items[k]));
        }
        assert_int_equal(row->unread.count, 0);
    }
    cm_home *home = *state;
    for (size_t i = 0; i < home->catalogue->tables.count; i++) {
        cm_sv name = home->catalogue->tables.items[i]->name;
        assert_true(count_rows(&rows, cm_arena_sv(&mem, name).ptr) > 0);
    }
}

/* There is no accused in a civil case: nothing of him is unread; where the kind of case is not
 * known, all of it is. */
static void test_no_accused(void **state)
{
    static const struct {
        const char *title;
        cm_choice_fact type;
        bool unread;
    } cases[] = {
        {"civil", {CM_KNOWN, CM_CASE_CIVIL, {1, 2}}, false},
        {"administrative", {CM_KNOWN, CM_CASE_ADMINISTRATIVE, {1, 2}}, false},
        {"criminal", {CM_KNOWN, CM_CASE_CRIMINAL, {1, 2}}, true},
        {"not known", {.state = CM_ABSENT}, true},
    };

    for (size_t i = 0; i < TEST_ROWS(cases); i++) {
        test_row(cases[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_record record = {.case_type = cases[i].type};
        cm_fact_rows rows = fill(*state, &mem, &record);
        assert_int_equal(find_row(&rows, "defendant", 1, 0)->unread.count > 0, cases[i].unread);
        assert_int_equal(find_row(&rows, "conviction", 1, 1)->unread.count > 0, cases[i].unread);
    }
}

typedef struct {
    int64_t yuan;
    bool total, reasoning;
} told;

static const struct {
    const char *title;
    told amounts[4];
    size_t count;
    int64_t want; /* yuan; -1 unread, -2 absent */
} sum_rows[] = {
    {"nothing told", {{0, false, false}}, 0, -2},
    {"the only amount", {{300, false, false}}, 1, 300},
    {"told twice", {{300, false, false}, {300, false, false}}, 2, 300},
    {"several and no sum", {{300, false, false}, {400, false, false}}, 2, -1},
    {"a sum that they make up",
     {{300, false, false}, {400, false, false}, {700, true, false}},
     3,
     700},
    {"a sum of one item only", {{700, true, false}, {400, false, false}}, 2, -1},
    {"a sum alone", {{700, true, false}}, 1, 700},
    {"what the reasoning says goes first",
     {{300, false, false}, {400, false, false}, {650, false, true}},
     3,
     650},
};

static void test_crime_amount(void **state)
{
    for (size_t i = 0; i < TEST_ROWS(sum_rows); i++) {
        test_row(sum_rows[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_record record = theft(&mem);
        for (size_t k = 0; k < sum_rows[i].count; k++) {
            const told *t = &sum_rows[i].amounts[k];
            *cm_vec_push(&mem, &record.amounts) =
                (cm_amount){.kind = {CM_KNOWN, CM_AMOUNT_VALUE, {1, 2}},
                            .money = {CM_KNOWN, t->yuan * 100, {3, 4}},
                            .total = t->total,
                            .place = t->reasoning ? CM_PLACE_REASONING : CM_PLACE_FACTS};
        }
        cm_fact_rows rows = fill(*state, &mem, &record);
        const cm_fact_row *row = find_row(&rows, "defendant", 1, 0);
        if (sum_rows[i].want >= 0) {
            assert_number(row, "crime_amount", sum_rows[i].want * 100);
        } else {
            assert_int_equal(cell(row, "crime_amount").type, CM_CELL_NULL);
            assert_int_equal(is_unread(row, CM_SV("crime_amount")), sum_rows[i].want == -1);
        }
    }
}

static const struct {
    const char *title, *charge, *article, *second, *intent; /* NULL: absent; "?": unread */
} charge_rows[] = {
    {"intentional", "盗窃罪", "264", NULL, "故意"},
    {"negligent", "失火罪", "115", NULL, "过失"},
    {"two charges of one mind", "抢劫罪、贩卖毒品罪", "263", "347", "故意"},
    {"two charges of two minds", "盗窃罪、失火罪", "264", "115", "?"},
    {"no known charge", "不存在的罪", "?", "?", "?"},
    {"not told", NULL, NULL, NULL, NULL},
};

static void assert_told(const cm_fact_row *row, const char *column, const char *want)
{
    bool unread = want != NULL && strcmp(want, "?") == 0;
    assert_int_equal(is_unread(row, cm_sv_from(column)), unread);
    if (want != NULL && !unread) {
        assert_text(row, column, want);
    } else {
        assert_int_equal(cell(row, column).type, CM_CELL_NULL);
    }
}

/* What the table of charges says of an earlier conviction. */
static void test_prior_charge(void **state)
{
    for (size_t i = 0; i < TEST_ROWS(charge_rows); i++) {
        test_row(charge_rows[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_record record = theft(&mem);
        cm_prior prior = {.kind = {CM_KNOWN, CM_PRIOR_CRIMINAL, {1, 2}}};
        if (charge_rows[i].charge != NULL) {
            prior.charge = (cm_text_fact){CM_KNOWN, cm_sv_from(charge_rows[i].charge), {3, 4}};
        }
        *cm_vec_push(&mem, &record.defendants.items[0].priors) = prior;
        cm_fact_rows rows = fill(*state, &mem, &record);
        const cm_fact_row *row = find_row(&rows, "defendant.priors", 1, 0);
        assert_told(row, "charge_article", charge_rows[i].article);
        assert_told(row, "second_article", charge_rows[i].second);
        assert_told(row, "intent", charge_rows[i].intent);
    }
}

static const struct {
    const char *title;
    cm_date told, by;
    bool on_unread;
} latest_rows[] = {
    {"a day", {2012, 7, 15}, {2012, 7, 15}, false},
    {"a month", {2012, 2, 0}, {2012, 2, 29}, true},
    {"a year", {2012, 0, 0}, {2012, 12, 31}, true},
};

/* A month alone is no day to compare with, but the day it ends is. */
static void test_prior_latest_day(void **state)
{
    for (size_t i = 0; i < TEST_ROWS(latest_rows); i++) {
        test_row(latest_rows[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_record record = theft(&mem);
        *cm_vec_push(&mem, &record.defendants.items[0].priors) =
            (cm_prior){.kind = {CM_KNOWN, CM_PRIOR_CRIMINAL, {1, 2}},
                       .date = {CM_KNOWN, latest_rows[i].told, {3, 4}}};
        cm_fact_rows rows = fill(*state, &mem, &record);
        const cm_fact_row *row = find_row(&rows, "defendant.priors", 1, 0);
        assert_int_equal(is_unread(row, CM_SV("on")), latest_rows[i].on_unread);
        assert_number(row, "on_by", cm_date_to_days(latest_rows[i].by));
    }
}

static void test_anchors_point_to_the_facts(void **state)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_record record = theft(&mem);
    cm_fact_rows rows = fill(*state, &mem, &record);
    size_t found = 0;
    for (size_t i = 0; i < rows.anchors.count; i++) {
        const cm_fact_anchor *a = &rows.anchors.items[i];
        assert_true(a->at.begin < a->at.end);
        if (cm_sv_equal(a->fact, CM_SV("fine"))) {
            found++;
            assert_int_equal(a->defendant_no, 1);
            assert_int_equal(a->count_no, 1);
            assert_int_equal(a->at.begin, 540);
            assert_int_equal(a->at.end, 560);
        }
    }
    assert_int_equal(found, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_defendant),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_acts),
        cmocka_unit_test(test_conviction_meets_the_law),
        cmocka_unit_test(test_tiers_unread),
        cmocka_unit_test(test_every_column_is_filled),
        cmocka_unit_test(test_no_accused),
        cmocka_unit_test(test_anchors_point_to_the_facts),
        cmocka_unit_test(test_crime_amount),
        cmocka_unit_test(test_prior_charge),
        cmocka_unit_test(test_prior_latest_day),
        cmocka_unit_test(test_drug_equivalent),
        cmocka_unit_test(test_minor),
        cmocka_unit_test(test_stated_tiers),
    };
    return cmocka_run_group_tests(tests, load_home, free_home);
}

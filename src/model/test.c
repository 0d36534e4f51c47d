/* Runs the row cases of a model and says which of its parts no case reaches. */
#include "model/test.h"
#include "base/limits.h"
#include "model/rule.h"

enum { NEAR_MISSES = 2 };

typedef struct {
    cm_arena *mem;
    const cm_model *model;
    const cm_wording *wording;
    cm_problems *problems;
    cm_source source;
} tester;

static size_t offset_of_line(const tester *t, uint32_t line)
{
    size_t at = 0;
    for (uint32_t i = 1; i < line; i++) {
        size_t end = cm_sv_find_byte(t->source.text, '\n', at);
        if (end == SIZE_MAX) {
            break;
        }
        at = end + 1;
    }
    return at;
}

static void report(const tester *t, size_t offset, const char *id, cm_sv found, cm_sv expected)
{
    cm_problem_add(t->mem, t->problems, &t->source, offset,
                   (cm_problem){.id = id, .found = found, .expected = expected});
}

static cm_sv words_of(const tester *t, const char *id)
{
    return cm_wording_find(t->wording, cm_arena_format(t->mem, "model.%s", id));
}

static cm_sv answer_words(const tester *t, cm_answer answer)
{
    static const char *const IDS[CM_ANSWER_COUNT] = {
        [CM_ANSWER_CLEAR] = "clear",
        [CM_ANSWER_HIT] = "hit",
        [CM_ANSWER_UNDECIDABLE] = "undecidable",
        [CM_ANSWER_OUT_OF_SCOPE] = "out_of_scope",
    };
    return words_of(t, IDS[answer]);
}

static cm_sv direction_words(const tester *t, cm_direction direction)
{
    static const char *const IDS[CM_DIRECTION_COUNT] = {
        [CM_DIRECTION_NEUTRAL] = "neutral",
        [CM_DIRECTION_FAVOURS] = "favours",
        [CM_DIRECTION_AGAINST] = "against",
    };
    return words_of(t, IDS[direction]);
}

static bool check_finding(const tester *t, const cm_model_case *c, const cm_finding *finding,
                          size_t offset)
{
    CM_AUTO_BUF sentence;
    cm_buf_init(&sentence, CM_MAX_MESSAGE);
    cm_model_finding(&sentence, t->model, t->wording, finding->sub, finding->values);
    if (cm_sv_equal(cm_buf_view(&sentence), c->finding)) {
        return true;
    }
    report(t, offset, "case_finding", cm_arena_sv(t->mem, cm_buf_view(&sentence)), c->finding);
    return false;
}

/* Of the subjects of the tables: a hit tells more than an undecidable one, that more than a clear
 * one. */
static cm_finding most_telling(const tester *t, const cm_model_case *c)
{
    static const int weights[CM_ANSWER_COUNT] = {
        [CM_ANSWER_CLEAR] = 1, [CM_ANSWER_UNDECIDABLE] = 2, [CM_ANSWER_HIT] = 3};
    cm_findings findings = cm_model_collide(t->mem, t->model, c->tables);
    cm_finding best = {.answer = CM_ANSWER_OUT_OF_SCOPE};
    for (size_t i = 0; i < findings.count; i++) {
        const cm_keyed_finding *f = &findings.items[i];
        if ((c->doc == 0 || c->doc == f->keys[0]) &&
            weights[f->finding.answer] > weights[best.answer]) {
            best = f->finding;
        }
    }
    return best;
}

static cm_finding finding_of(const tester *t, const cm_model_case *c)
{
    return c->tables != NULL ? most_telling(t, c) : cm_model_evaluate(t->mem, t->model, c->row);
}

static bool run_case(const tester *t, const cm_model_case *c, cm_case_result *result)
{
    const cm_finding finding = finding_of(t, c);
    size_t offset = offset_of_line(t, c->line);
    result->came = finding.answer;
    result->missing = finding.missing;
    if (finding.answer != c->expected) {
        cm_sv missing = CM_SV("");
        for (size_t i = 0; i < finding.missing.count; i++) {
            missing = cm_arena_format(t->mem, "%.*s %.*s", CM_SV_ARG(missing),
                                      CM_SV_ARG(finding.missing.items[i]));
        }
        cm_sv came = answer_words(t, finding.answer);
        report(t, offset, "case_answer",
               cm_arena_format(t->mem, "%.*s%.*s", CM_SV_ARG(came), CM_SV_ARG(missing)),
               answer_words(t, c->expected));
        return false;
    }
    bool ok = true;
    if (c->has_direction && c->direction != finding.direction) {
        report(t, offset, "case_direction", direction_words(t, finding.direction),
               direction_words(t, c->direction));
        ok = false;
    }
    if (c->sub.len != 0 && !cm_sv_equal(c->sub, finding.sub)) {
        report(t, offset, "case_sub", finding.sub, c->sub);
        ok = false;
    }
    if (c->finding.len != 0) {
        ok = check_finding(t, c, &finding, offset) && ok;
    }
    return ok;
}

/* At least one hit, two near misses and one undecidable; a hit and a near miss as text. */
static void check_kinds(const tester *t)
{
    size_t kinds[CM_ANSWER_COUNT] = {0};
    size_t texts[CM_ANSWER_COUNT] = {0};
    for (size_t i = 0; i < t->model->cases.count; i++) {
        const cm_model_case *c = &t->model->cases.items[i];
        kinds[c->expected]++;
        texts[c->expected] += c->texts.count != 0;
    }

    const struct {
        size_t have, need;
        const char *id;
    } wanted[] = {{kinds[CM_ANSWER_HIT], 1, "no_hit_case"},
                  {kinds[CM_ANSWER_CLEAR], NEAR_MISSES, "no_near_miss"},
                  {kinds[CM_ANSWER_UNDECIDABLE], 1, "no_undecidable_case"},
                  {texts[CM_ANSWER_HIT], 1, "no_text_hit"},
                  {texts[CM_ANSWER_CLEAR], 1, "no_text_near_miss"}};

    for (size_t i = 0; i < CM_COUNT(wanted); i++) {
        if (wanted[i].have < wanted[i].need) {
            report(t, SIZE_MAX, wanted[i].id, t->model->id, CM_SV(""));
        }
    }
}

/* An arm of sub or direction that no row case ends in may be dead. */
static void check_arms(const tester *t, const cm_rule_arms *arms, bool is_direction)
{
    for (size_t i = 0; i < arms->count; i++) {
        bool is_reached = false;
        for (size_t k = 0; k < t->model->cases.count && !is_reached; k++) {
            const cm_model_case *c = &t->model->cases.items[k];
            if (c->texts.count != 0 || c->expected != CM_ANSWER_HIT) {
                continue;
            }
            const cm_finding finding = finding_of(t, c);
            is_reached = is_direction ? finding.direction == arms->items[i].direction
                                      : cm_sv_equal(finding.sub, arms->items[i].sub);
        }
        if (!is_reached) {
            report(t, arms->items[i].offset, "arm_unreached", CM_SV(""), CM_SV(""));
        }
    }
}

void cm_model_run_cases(cm_arena *mem, const cm_model *model, const cm_wording *wording,
                        cm_problems *problems, cm_case_result *results)
{
    const tester t = {mem, model, wording, problems, {model->file, model->source}};
    for (size_t i = 0; i < model->cases.count; i++) {
        const cm_model_case *c = &model->cases.items[i];
        if (c->texts.count == 0) {
            results[i].passed = run_case(&t, c, &results[i]);
        }
    }
}

void cm_model_check_cases(cm_arena *mem, const cm_model *model, const cm_wording *wording,
                          cm_problems *problems)
{
    const tester t = {mem, model, wording, problems, {model->file, model->source}};
    check_kinds(&t);
    check_arms(&t, &model->rule->subs, false);
    check_arms(&t, &model->rule->directions, true);
}

size_t cm_model_test(cm_arena *mem, const cm_model *model, const cm_wording *wording,
                     cm_problems *problems)
{
    cm_case_result *results = cm_arena_array(mem, cm_case_result, model->cases.count + 1);
    size_t passed = 0;
    cm_model_run_cases(mem, model, wording, problems, results);
    for (size_t i = 0; i < model->cases.count; i++) {
        passed += results[i].passed;
    }
    cm_model_check_cases(mem, model, wording, problems);
    return passed;
}

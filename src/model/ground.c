#include "base/base.h"

#include "model/ground.h"

#include "base/limits.h"
#include "law/tier.h"

static cm_sv cite(const cm_law *law, cm_law_ref ref, const cm_law_paragraph *p, cm_arena *mem)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    ref.paragraph = p->number;
    cm_law_cite(law, ref, p->valid_from, &out);
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static bool has_paragraphs(const cm_law *law, cm_law_ref ref, cm_date on)
{
    cm_law_text text;
    ref.paragraph = 0;
    return cm_law_article(law, ref, on, &text) && text.count > 1;
}

static bool is_there(const cm_grounds *grounds, const cm_ground *one)
{
    for (size_t i = 0; i < grounds->count; i++) {
        const cm_ground *l = &grounds->items[i];
        if (cm_sv_equal(l->cite, one->cite) && cm_date_equal(l->valid_from, one->valid_from)) {
            return true;
        }
    }
    return false;
}

/* An article of a law whose words are not in the tables: its citation alone. */
static void add_unknown(const cm_law *law, cm_law_ref ref, cm_arena *mem, cm_grounds *grounds)
{
    CM_AUTO_BUF out;
    const cm_law_source *source = cm_law_source_of(law, ref.law);
    cm_buf_init(&out, CM_MAX_MESSAGE);
    cm_law_cite(law, ref, CM_NO_DATE, &out);
    cm_ground one = {.law = ref.law,
                     .cite = cm_arena_sv(mem, cm_buf_view(&out)),
                     .article = ref.article,
                     .sub = ref.sub,
                     .paragraph = ref.paragraph,
                     .valid_from = source->valid_from,
                     .valid_to = source->valid_to,
                     .applied = true};
    if (!is_there(grounds, &one)) {
        *cm_vec_push(mem, grounds) = one;
    }
}

static void add_article(const cm_law *law, cm_law_ref ref, cm_date on, cm_arena *mem,
                        cm_grounds *grounds)
{
    cm_law_text found;
    if (cm_law_not_at_hand(law, ref)) {
        add_unknown(law, ref, mem, grounds);
        return;
    }
    if (!cm_law_article(law, ref, on, &found)) {
        return;
    }
    for (size_t i = 0; i < found.count; i++) {
        const cm_law_paragraph *p = &found.paragraphs[i];
        cm_ground one = {ref.law,       cite(law, ref, p, mem),
                         p->text,       ref.article,
                         ref.sub,       has_paragraphs(law, ref, p->valid_from) ? p->number : 0,
                         p->valid_from, p->valid_to,
                         found.applied, CM_NO_DATE};
        if (!is_there(grounds, &one)) {
            *cm_vec_push(mem, grounds) = one;
        }
    }
}

void cm_model_grounds(cm_arena *mem, const cm_model *model, const cm_ground_query *query,
                      cm_grounds *ret_grounds)
{
    for (size_t i = 0; query->tiers != NULL && i < query->tiers->count; i++) {
        const cm_tier *t = cm_law_tier(model->law, query->tiers->items[i]);
        if (t != NULL) {
            add_article(model->law, t->text_at, t->valid_from, mem, ret_grounds);
        }
    }
    for (size_t i = 0; i < model->basis.count; i++) {
        cm_law_ref ref = model->basis.items[i].ref;
        add_article(model->law, ref, query->decided_on, mem, ret_grounds);
        if (cm_date_exists(query->last_act_on)) {
            add_article(model->law, ref, query->last_act_on, mem, ret_grounds);
        }
    }
}

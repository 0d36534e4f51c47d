/* Which words of a reasoning name which range (tier-words.tsv). */
#include "base/base.h"

#include "law/data.h"

enum { MOST_REASONS = 64 }; /* a bit each */

typedef struct {
    cm_sv text;
    int reason;
} tier_word;

typedef CM_VEC(tier_word) tier_words;

uint64_t cm_law_reason_bit(int reason)
{
    return reason >= 0 && reason < MOST_REASONS ? (uint64_t)1 << (unsigned)reason : 0;
}

/* The words of one range of one charge. */
static void mark_tier(cm_law *law, cm_cells *c, int reason)
{
    cm_sv charge = cm_cells_text(c, "charge");
    int64_t number = cm_cells_int(c, "tier");
    bool found = false;
    for (size_t i = 0; i < law->tiers.count; i++) {
        cm_tier *t = law->tiers.items[i];
        if (t->tier == number && cm_sv_equal(t->charge->name, charge)) {
            t->words |= cm_law_reason_bit(reason);
            found = true;
        }
    }
    if (!found) {
        cm_cells_fail(c, "charge", "has no such range in penalties.tsv");
    }
}

static void add_words(cm_arena *mem, cm_cells *c, int reason, tier_words *words)
{
    cm_sv rest = cm_cells_text(c, "words");
    cm_sv part;
    while (cm_sv_split(&rest, ';', &part)) {
        if (part.len == 0) {
            cm_cells_fail(c, "words", "without a charge the words of the condition are needed");
            return;
        }
        *cm_vec_push(mem, words) = (tier_word){part, reason};
    }
}

/* The longest word that begins at `at`, or NULL. */
static const tier_word *longest_at(const tier_words *words, cm_sv text, size_t at)
{
    const tier_word *best = NULL;
    cm_sv rest = {text.ptr + at, text.len - at};
    for (size_t i = 0; i < words->count; i++) {
        const tier_word *w = &words->items[i];
        if ((best == NULL || w->text.len > best->text.len) && cm_sv_starts(rest, w->text)) {
            best = w;
        }
    }
    return best;
}

static void mark_conditions(cm_law *law, const tier_words *words)
{
    for (size_t i = 0; i < law->tiers.count; i++) {
        cm_tier *t = law->tiers.items[i];
        for (size_t at = 0; at < t->condition.len;) {
            const tier_word *w = longest_at(words, t->condition, at);
            t->words |= w != NULL ? cm_law_reason_bit(w->reason) : 0;
            at += w != NULL ? w->text.len : 1;
        }
    }
}

cm_status cm_tier_words_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_tsv t;
    tier_words words = {0};
    cm_status status = cm_law_table(law, mem, "tier-words.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        int reason = cm_law_term(law, CM_SV("reason"), cm_cells_text(&c, "reason"));
        if (reason < 0 || reason >= MOST_REASONS) {
            cm_cells_fail(&c, "reason", "is not among the first 64 of list reason");
        } else if (cm_sv_equal(cm_cells_text(&c, "charge"), CM_SV("*"))) {
            add_words(mem, &c, reason, &words);
        } else {
            mark_tier(law, &c, reason);
        }
        status = c.status;
    }
    if (status == CM_OK) {
        mark_conditions(law, &words);
    }
    return status;
}

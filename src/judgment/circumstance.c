#include "judgment/names.h"
#include "judgment/parse.h"
#include "text/utf8.h"

#define NOBODY         SIZE_MAX
#define NONE           SIZE_MAX
#define EVERYBODY      0
#define FAR_FROM_HEAD  18U /* bytes of plain text: a name after more of it is not the subject */
#define MOST_NAMESAKES 64
#define NEXT_NAME      3U /* bytes of plain text between two names of one list: one character */
#define LISTS_POINTS   1  /* value of an opening word after which one point follows another */
#define WHOLE_CASE     1  /* value of "this case is": what follows holds for everybody */
#define NEEDS_OPINION  1  /* value of an adopting or rejecting word that may mean other things */

#define BIT(circumstance) (1U << (unsigned)(circumstance))

/* Who is speaking: only what the court says, or adopts, is recorded. */
typedef enum {
    COURT,
    PARTY,       /* until its opinion ends, or the sentence */
    PARTY_LIST,  /* until the court answers */
    PARTY_CLAUSE /* the prosecution is named; it may only be the subject of this clause */
} speaker;

/* Defendants named together: a range of `people`. `given` are the circumstances already noted. */
typedef struct {
    size_t begin, end;
    uint32_t given, given_weak;
} group;

typedef struct {
    size_t group, token;
    int circumstance;
    bool weak; /* yields to another circumstance of the same defendant, see give() */
} finding;

typedef CM_VEC(finding) findings;

typedef struct {
    cm_parse *p;
    cm_names names;
    CM_VEC(size_t) people;
    CM_VEC(group) groups;
    size_t current;                  /* group that a sentence without a name speaks of */
    size_t named_from, named_before; /* first group named in this sentence, and in the one before */
    bool unbound;                    /* something was found for nobody in particular */

    uint32_t at;         /* folded offset up to which names were looked for */
    uint32_t head_text;  /* plain text since a subject could begin */
    uint32_t since_name; /* plain text since the last name of a list */
    bool head_open, in_list;
    bool object;        /* a verb was read in this clause after which names are not its subject */
    uint32_t acted_end; /* where a verb ended whose object may be named next; 0: none */
    bool has_subject;   /* a defendant was named in this clause */

    speaker voice;
    size_t quotes;
    bool negated, willing, grounded, at_the_time, passive, acted; /* in this clause */
    int period; /* circumstance of an offence in the period this clause names, or -1 */
    size_t sentence, pending_sentence;
    finding earlier;    /* an earlier sanction in this sentence; token SIZE_MAX: none */
    finding drugs;      /* another drug offence in this sentence, likewise */
    bool turned_in;     /* it was told of those spoken of that they gave themselves up */
    bool weighed;       /* this sentence draws a conclusion for the penalty */
    bool defines;       /* this sentence tells what a term means */
    bool opinion_named; /* this sentence speaks of an opinion: it can be adopted or rejected */
    size_t claimed; /* findings accepted before the prosecution's claim in this sentence, or NONE */
    uint32_t clause_denied, denied; /* bits of cm_circumstance: in this clause, since an opinion */
    findings clause, pending, accepted;
    size_t sentence_from; /* what this sentence accepted begins here */
} walk;

static void open_head(walk *w)
{
    w->head_open = true;
    w->head_text = 0;
}

/* Subjects. */

static void add_name(walk *w, size_t index)
{
    bool listed = w->in_list && w->since_name <= NEXT_NAME;
    if (w->acted_end != 0 && w->at >= w->acted_end && w->at - w->acted_end <= NEXT_NAME) {
        w->head_open = false;
        return;
    }
    if (!listed) {
        if (!w->head_open || w->head_text > FAR_FROM_HEAD || w->object) {
            return;
        }
        w->turned_in = false; /* that was somebody else */
        w->current = w->groups.count;
        *cm_vec_push(w->p->mem, &w->groups) = (group){w->people.count, w->people.count, 0, 0};
    }
    *cm_vec_push(w->p->mem, &w->people) = index;
    for (size_t i = 0; i < w->names.namesakes.count && i < MOST_NAMESAKES; i++) {
        if (w->names.namesakes.items[i].first == index) {
            *cm_vec_push(w->p->mem, &w->people) = w->names.namesakes.items[i].other;
            w->unbound = true; /* which of them is not told */
        }
    }
    w->groups.items[w->current].end = w->people.count;
    w->groups.items[w->current].given = 0;
    w->groups.items[w->current].given_weak = 0;
    w->in_list = true;
    w->has_subject = true;
    w->since_name = 0;
    w->head_open = false;
}

static void add_text(walk *w, uint32_t bytes)
{
    w->head_text += bytes;
    w->since_name += bytes;
}

/* A name at w->at, if there is one: noted and stepped over. */
static bool take_name(walk *w)
{
    size_t index = 0;
    uint32_t length = cm_names_match(w->p, &w->names, w->at, &index);
    if (length == 0) {
        return false;
    }
    add_name(w, index);
    w->at += length;
    return true;
}

/* Look for names up to folded offset `to`; a name may begin there and reach over a token. */
static void find_names(walk *w, uint32_t to)
{
    if (w->p->record->defendants.count < 2) {
        add_text(w, to > w->at ? to - w->at : 0);
        w->at = to > w->at ? to : w->at;
        return;
    }
    while (w->at < to) {
        if (!take_name(w)) {
            size_t step;
            (void)cm_utf8_decode(w->p->text, w->at, &step);
            add_text(w, (uint32_t)step);
            w->at += (uint32_t)step;
        }
    }
    if (w->at == to && to < w->p->text.len) {
        (void)take_name(w);
    }
}

/* The latest group of `count` defendants; everybody when that is their number. */
static size_t find_group(const walk *w, size_t count)
{
    if (count == w->groups.items[EVERYBODY].end) {
        return EVERYBODY;
    }
    for (size_t i = w->groups.count; i-- > 1 && w->groups.count - i < 8;) {
        if (w->groups.items[i].end - w->groups.items[i].begin == count) {
            return i;
        }
    }
    return w->current;
}

/* Those who were not named in the groups from `from` on, or nobody. */
static size_t find_rest(walk *w, size_t from)
{
    size_t all = w->p->record->defendants.count;
    bool *named = cm_arena_array(w->p->mem, bool, all);
    for (size_t i = from; i < w->groups.count; i++) {
        for (size_t k = w->groups.items[i].begin; k < w->groups.items[i].end; k++) {
            named[w->people.items[k]] = true;
        }
    }
    group rest = {w->people.count, w->people.count, 0, 0};
    for (size_t i = 0; i < all; i++) {
        if (!named[i]) {
            *cm_vec_push(w->p->mem, &w->people) = i;
        }
    }
    rest.end = w->people.count;
    if (rest.end == rest.begin || rest.end - rest.begin == all) {
        return NOBODY;
    }
    *cm_vec_push(w->p->mem, &w->groups) = rest;
    return w->groups.count - 1;
}

/* "the other (two) defendants": all but those named in this sentence, else in the one before; how
 * many they are told to be (0: not told) must come out. */
static void name_others(walk *w, size_t count)
{
    const size_t starts[] = {w->named_from, w->named_before};
    size_t before = w->groups.count;
    for (size_t i = 0; i < CM_COUNT(starts); i++) {
        size_t rest = starts[i] < before ? find_rest(w, starts[i]) : NOBODY;
        if (rest != NOBODY &&
            (count == 0 || w->groups.items[rest].end - w->groups.items[rest].begin == count)) {
            w->current = rest;
            return;
        }
    }
    w->current = NOBODY;
}

static bool is_near(const cm_parse *p, size_t left, size_t right)
{
    return left < right && p->tokens[right].begin - p->tokens[left].end <= NEXT_NAME;
}

/* Whether "the other" stands before token i, of several defendants, and they are the subject. */
static bool tells_others(const walk *w, size_t i)
{
    const cm_parse *p = w->p;
    return i > 0 && cm_parse_is_cue(p, i - 1, CM_CUE_OTHERS) && is_near(p, i - 1, i) &&
           p->record->defendants.count > 1 &&
           !(i > 1 && is_near(p, i - 2, i - 1) &&
             (cm_parse_is_cue(p, i - 2, CM_CUE_ACTED_ON) ||
              cm_parse_is_cue(p, i - 2, CM_CUE_CAPTURED)));
}

/* The only unit among the defendants as a group, or NOBODY. */
static size_t find_unit(walk *w)
{
    group unit = {w->people.count, w->people.count, 0, 0};
    for (size_t i = 0; i < w->p->record->defendants.count; i++) {
        if (w->p->record->defendants.items[i].kind.value == CM_PARTY_UNIT) {
            *cm_vec_push(w->p->mem, &w->people) = i;
        }
    }
    unit.end = w->people.count;
    if (unit.end != unit.begin + 1) {
        return NOBODY;
    }
    *cm_vec_push(w->p->mem, &w->groups) = unit;
    return w->groups.count - 1;
}

/* "the defendant(s)": by number, all of them, or whose name follows. */
static void read_defendant(walk *w, size_t i)
{
    const cm_parse *p = w->p;
    bool object =
        w->object || (i > 0 && is_near(p, i - 1, i) && cm_parse_is_cue(p, i - 1, CM_CUE_ACTED_ON));
    bool counted = i > 0 && cm_parse_is(p, i - 1, CM_TOKEN_NUMBER) && is_near(p, i - 1, i);
    size_t count = counted ? (size_t)(p->tokens[i - 1].number / 100) : 0;
    size_t other = counted ? i - 1 : i; /* after the word for "other", if there is one */
    if (tells_others(w, other)) {
        name_others(w, count);
    } else if (p->tokens[i].value == CM_PARTY_UNIT && !cm_parse_is(p, i + 1, CM_TOKEN_ENUM)) {
        size_t unit = find_unit(w);
        w->current = unit != NOBODY ? unit : w->current;
    } else if (counted) {
        w->current = find_group(w, count);
    } else if ((i > 0 && is_near(p, i - 1, i) &&
                (cm_parse_is_cue(p, i - 1, CM_CUE_EACH) ||
                 cm_parse_is_cue(p, i - 1, CM_CUE_ALL_OF_THEM))) ||
               (cm_parse_is_cue(p, i + 1, CM_CUE_EACH) && cm_parse_adjacent(p, i, i + 1))) {
        w->current = EVERYBODY;
    }
    w->has_subject = true;
    if (!object) {
        open_head(w);
    }
}

/* Findings. */

/* Confessed to one thing, but not to the main one: what the sentence said before no longer holds.
 */
static void take_back(walk *w, int circumstance)
{
    size_t kept = w->sentence_from;
    for (size_t i = kept; i < w->accepted.count; i++) {
        const finding *f = &w->accepted.items[i];
        if (f->circumstance != circumstance || f->group != w->current) {
            w->accepted.items[kept++] = *f;
        }
    }
    w->accepted.count = kept;
}

/* The court denies it: not what it says in this clause, nor what an opinion says of it. */
static void deny(walk *w, int circumstance)
{
    uint32_t bits = BIT(circumstance);
    if (circumstance == CM_CIRC_MERIT) {
        bits |= BIT(CM_CIRC_MAJOR_MERIT);
    }
    if (w->voice == COURT) {
        w->clause_denied |= bits;
        w->denied |= bits;
        if (circumstance == CM_CIRC_CONFESSION || circumstance == CM_CIRC_SURRENDER) {
            take_back(w, circumstance);
        }
    }
}

static void note(walk *w, size_t i, int circumstance, bool weak)
{
    w->head_open = false;
    if (w->negated) {
        deny(w, circumstance);
    }
    if (w->negated || w->defines) {
        return;
    }
    finding f = {w->current, i, circumstance, weak};
    if (w->voice == COURT) {
        *cm_vec_push(w->p->mem, &w->clause) = f;
    } else {
        *cm_vec_push(w->p->mem, &w->pending) = f;
        w->pending_sentence = w->sentence;
    }
}

static void accept(walk *w, findings *from, uint32_t denied)
{
    for (size_t i = 0; i < from->count; i++) {
        if ((denied & BIT(from->items[i].circumstance)) == 0) {
            *cm_vec_push(w->p->mem, &w->accepted) = from->items[i];
        }
    }
    from->count = 0;
}

static void drop_pending(walk *w)
{
    w->pending.count = 0;
    w->denied = 0;
}

static void open_opinion(walk *w, speaker who)
{
    if (w->pending_sentence != w->sentence) {
        drop_pending(w); /* an earlier opinion on which nothing was decided */
    }
    if ((who != PARTY_CLAUSE && w->voice != PARTY_LIST) || w->voice == COURT) {
        w->voice = who;
    }
    w->claimed = who != PARTY_CLAUSE ? NONE : w->claimed == NONE ? w->accepted.count : w->claimed;
    w->opinion_named = true;
    open_head(w);
}

static void decide(walk *w, bool adopted)
{
    if (!adopted) {
        w->clause.count = w->pending.count == 0 ? 0 : w->clause.count;
        if (w->claimed != NONE && w->claimed < w->accepted.count) {
            w->accepted.count = w->claimed; /* the claim ran on over its first clause */
        }
    } else if (w->sentence - w->pending_sentence <= 1) {
        accept(w, &w->pending, w->denied);
    }
    drop_pending(w);
    w->claimed = NONE;
    w->voice = COURT;
}

static void end_clause(walk *w)
{
    accept(w, &w->clause, w->clause_denied);
    w->clause_denied = 0;
    w->negated = false;
    w->object = false;
    w->passive = false;
    w->acted = false;
    w->willing = false;
    w->grounded = false;
    w->has_subject = false;
    w->at_the_time = false;
    w->period = -1;
    w->in_list = false;
    if (w->voice == PARTY_CLAUSE) {
        w->voice = COURT;
    }
    open_head(w);
}

static void end_sentence(walk *w)
{
    end_clause(w);
    if (w->earlier.token != SIZE_MAX && w->weighed) {
        *cm_vec_push(w->p->mem, &w->accepted) = w->earlier;
    }
    if (w->drugs.token != SIZE_MAX) {
        *cm_vec_push(w->p->mem, &w->accepted) = w->drugs;
    }
    w->earlier.token = SIZE_MAX;
    w->drugs.token = SIZE_MAX;
    w->turned_in = false;
    w->defines = false;
    w->weighed = false;
    w->opinion_named = false;
    w->claimed = NONE;
    w->sentence_from = w->accepted.count;
    if (w->named_from < w->groups.count) {
        w->named_before = w->named_from;
    }
    w->named_from = w->groups.count;
    w->sentence++;
    if (w->quotes == 0 && w->voice != PARTY_LIST) {
        w->voice = COURT;
    }
}

static void read_circumstance(walk *w, size_t i)
{
    int value = w->p->tokens[i].value;
    if (value == CM_CIRC_AGGRAVATED && w->voice == COURT && !w->negated) {
        w->weighed = true;
    } else if (value == CM_CIRC_RECIDIVIST) {
        w->drugs.token = SIZE_MAX; /* the other drug offence makes the recidivist */
    }
    note(w, i, value, false);
}

/* Keep the first such thing of a sentence, until the sentence shows what it comes to. */
static void keep(walk *w, finding *slot, size_t i, int circumstance)
{
    if (w->voice == COURT && !w->negated && slot->token == SIZE_MAX) {
        *slot = (finding){w->current, i, circumstance, true};
    }
}

/* Cues that say who speaks and what the court makes of it. False: another cue. */
static bool read_voice(walk *w, const cm_token *t)
{
    cm_cue cue = (cm_cue)t->cue;
    if (cue == CM_CUE_DEFENDER || cue == CM_CUE_OPINION) {
        bool lists = cue == CM_CUE_OPINION && t->value == LISTS_POINTS;
        open_opinion(w, lists ? PARTY_LIST : PARTY);
    } else if (cue == CM_CUE_PROSECUTION || (cue == CM_CUE_CHARGED && !w->has_subject)) {
        open_opinion(w, PARTY_CLAUSE);
    } else if (cue == CM_CUE_OPINION_VERB) {
        w->claimed = w->voice == COURT ? NONE : w->claimed; /* the court answers */
        w->voice = w->voice == PARTY_CLAUSE ? PARTY : w->voice;
        open_head(w);
    } else if (cue == CM_CUE_OPINION_END) {
        w->voice = COURT;
        w->opinion_named = true;
        w->negated = false;
    } else if (cue == CM_CUE_COURT_CHECKS || cue == CM_CUE_COURT_HOLDS ||
               cue == CM_CUE_THIS_COURT) {
        w->voice = COURT;
        w->claimed = cue == CM_CUE_COURT_CHECKS ? NONE : w->claimed;
        open_head(w);
    } else if (cue == CM_CUE_ADOPTED || cue == CM_CUE_REJECTED) {
        if (w->opinion_named || t->value != NEEDS_OPINION) {
            decide(w, cue == CM_CUE_ADOPTED);
        }
        w->negated = w->negated || cue == CM_CUE_REJECTED; /* for the rest of the clause */
    } else {
        return false;
    }
    w->in_list = false;
    return true;
}

/* Cues that colour what follows in the clause or sentence. False: another cue. */
static bool read_state(walk *w, const cm_token *t)
{
    cm_cue cue = (cm_cue)t->cue;
    if (cue == CM_CUE_NOT_SO) {
        w->negated = true;
    } else if (cue == CM_CUE_DEFINES) {
        w->defines = true;
        w->clause.count = 0;
    } else if (cue == CM_CUE_GROUND && t->value < 1) {
        w->grounded = true;
    } else if (cue == CM_CUE_OF_OWN_ACCORD) {
        w->willing = true;
    } else if (cue == CM_CUE_PASSIVE) {
        w->passive = true;
    } else if (cue == CM_CUE_AT_THE_TIME) {
        w->at_the_time = true;
    } else if (cue == CM_CUE_PROBATION_PERIOD) {
        w->period = CM_CIRC_DURING_PROBATION;
    } else if (cue == CM_CUE_PAROLE_PERIOD) {
        w->period = CM_CIRC_DURING_PAROLE;
    } else if (cue == CM_CUE_WEIGHED) {
        w->weighed = w->weighed || w->voice == COURT;
    } else {
        return false;
    }
    return true;
}

/* Restitution as the defendant's deed: not the full term, by which the court orders it. */
static bool has_repaid(const walk *w, size_t i)
{
    const cm_token *t = &w->p->tokens[i];
    cm_sv order = cm_term_zh(w->p->choices->order, CM_ORDER_RESTITUTION);
    return (t->value == CM_ORDER_RESTITUTION || (t->value == CM_ORDER_RETURN && w->willing)) &&
           !cm_sv_equal(cm_parse_text(w->p, t->begin, t->end), order);
}

/* "once", "for a crime", or a sanction after "because of". */
static bool tells_of_sanction(const walk *w, size_t i, cm_cue cue)
{
    if (cue == CM_CUE_SANCTION || cue == CM_CUE_JUDGED_BEFORE || cue == CM_CUE_RELEASED ||
        cue == CM_CUE_PENALTY || cue == CM_CUE_MEASURE) {
        return w->grounded;
    }
    return cue == CM_CUE_EARLIER_SANCTION || cue == CM_CUE_FORMERLY ||
           (cue == CM_CUE_GROUND && w->p->tokens[i].value >= 1);
}

/* Cues that show a circumstance together with what stands before them. */
static void read_implied(walk *w, size_t i, cm_cue cue)
{
    if (cue == CM_CUE_CONFESSES) {
        note(w, i, w->turned_in ? CM_CIRC_SURRENDER : CM_CIRC_CONFESSION, !w->turned_in);
    } else if (cue == CM_CUE_TURNED_IN) {
        w->turned_in = w->voice == COURT && !w->negated;
    } else if (cue == CM_CUE_DRUG_AGAIN) {
        keep(w, &w->drugs, i, CM_CIRC_DRUG_REOFFENDER);
    } else if (cue == CM_CUE_COMBINED) {
        note(w, i, CM_CIRC_CONCURRENCE, false);
    } else if (cue == CM_CUE_ORDER && has_repaid(w, i)) {
        note(w, i, CM_CIRC_RESTITUTION, false);
    } else if (cue == CM_CUE_CALLED_MINOR && w->at_the_time) {
        note(w, i, CM_CIRC_MINOR, false);
    } else if ((cue == CM_CUE_OFFENCE || cue == CM_CUE_CRIME_WORD || cue == CM_CUE_GROUND) &&
               w->period >= 0) {
        note(w, i, w->period, false);
    } else if (tells_of_sanction(w, i, cue)) {
        keep(w, &w->earlier, i, CM_CIRC_PRIOR_RECORD);
    }
}

static void read_cue(walk *w, size_t i)
{
    cm_cue cue = (cm_cue)w->p->tokens[i].cue;
    if (read_voice(w, &w->p->tokens[i])) {
        return;
    }
    if (cue == CM_CUE_DEFENDANT || cue == CM_CUE_APPELLANT || cue == CM_CUE_ACCUSED) {
        read_defendant(w, i);
        return;
    }
    w->in_list = false;
    w->acted = w->acted || cue == CM_CUE_ACTED_ON;
    w->acted_end = cue == CM_CUE_ACTED_ON ? w->p->tokens[i].end : 0;
    w->object =
        w->object || (cue == CM_CUE_CAPTURED && (w->has_subject || w->acted) && !w->passive);
    if (cue == CM_CUE_ALL_OF_THEM && w->p->tokens[i].value == WHOLE_CASE) {
        w->current = EVERYBODY;
    } else if (cue == CM_CUE_TOGETHER) {
        w->current = find_group(w, (size_t)w->p->tokens[i].value);
    } else if (cue == CM_CUE_CIRCUMSTANCE) {
        read_circumstance(w, i);
    } else if (!read_state(w, &w->p->tokens[i])) {
        read_implied(w, i, cue);
    }
}

static void read_token(walk *w, size_t i)
{
    const cm_token *t = &w->p->tokens[i];
    cm_token_kind kind = (cm_token_kind)t->kind;
    if (kind == CM_TOKEN_CUE) {
        read_cue(w, i);
    } else if (kind == CM_TOKEN_STOP) {
        end_sentence(w);
    } else if (kind == CM_TOKEN_COMMA || kind == CM_TOKEN_COLON || kind == CM_TOKEN_SEMICOLON) {
        w->turned_in = w->turned_in && kind != CM_TOKEN_SEMICOLON;
        end_clause(w);
    } else if (kind == CM_TOKEN_QUOTE) {
        w->quotes++;
    } else if (kind == CM_TOKEN_UNQUOTE) {
        w->quotes -= w->quotes > 0 ? 1 : 0;
    }
}

/* What each defendant has, once; bit = cm_circumstance. */
typedef struct {
    uint32_t strong, given;
} has;

/* Circumstances that take the place of a weak one. */
static uint32_t stronger_than(int circumstance)
{
    switch (circumstance) {
    case CM_CIRC_CONFESSION:
        return BIT(CM_CIRC_SURRENDER);
    case CM_CIRC_PRIOR_RECORD:
        return BIT(CM_CIRC_RECIDIVIST) | BIT(CM_CIRC_DRUG_REOFFENDER);
    case CM_CIRC_ADMITS_IN_COURT:
        return BIT(CM_CIRC_PLEA);
    default:
        return 0;
    }
}

static bool is_weak(const finding *f)
{
    return f->weak || f->circumstance == CM_CIRC_ADMITS_IN_COURT;
}

/* Note the strong findings, so that the weak ones can be held against them. */
static void weigh(walk *w, has *all, const finding *f)
{
    group *g = &w->groups.items[f->group];
    uint32_t bit = BIT(f->circumstance);
    bool held = is_weak(f) && f->circumstance != CM_CIRC_DRUG_REOFFENDER;
    if (held || (g->given & bit) != 0) {
        return;
    }
    g->given |= bit;
    for (size_t k = g->begin; k < g->end; k++) {
        all[w->people.items[k]].strong |= bit;
    }
}

static void give(walk *w, has *all, const finding *f)
{
    group *g = &w->groups.items[f->group];
    uint32_t bit = BIT(f->circumstance);
    uint32_t *given = is_weak(f) ? &g->given_weak : &g->given;
    if ((*given & bit) != 0) {
        return;
    }
    *given |= bit;
    for (size_t k = g->begin; k < g->end; k++) {
        size_t who = w->people.items[k];
        /* surrender and confession can stand side by side only for different counts */
        bool yields = is_weak(f) || (f->circumstance == CM_CIRC_CONFESSION &&
                                     w->p->record->defendants.items[who].counts.count == 1);
        uint32_t instead = yields ? stronger_than(f->circumstance) : 0;
        if ((all[who].given & bit) == 0 && (all[who].strong & instead) == 0) {
            const cm_token *t = &w->p->tokens[f->token];
            all[who].given |= bit;
            *cm_vec_push(w->p->mem, &w->p->record->defendants.items[who].circumstances) =
                cm_parse_choice(w->p, f->circumstance, t->begin, t->end);
        }
    }
}

static void distribute(walk *w)
{
    has *all = cm_arena_array(w->p->mem, has, w->p->record->defendants.count);
    for (size_t i = 0; i < w->accepted.count; i++) {
        if (w->accepted.items[i].group == NOBODY) {
            w->unbound = true;
        } else {
            weigh(w, all, &w->accepted.items[i]);
        }
    }
    for (size_t i = 0; i < w->groups.count; i++) {
        w->groups.items[i].given = 0;
    }
    for (size_t i = 0; i < w->accepted.count; i++) {
        if (w->accepted.items[i].group != NOBODY) {
            give(w, all, &w->accepted.items[i]);
        }
    }
}

static void name_everybody(walk *w)
{
    size_t count = w->p->record->defendants.count;
    for (size_t i = 0; i < count; i++) {
        *cm_vec_push(w->p->mem, &w->people) = i;
    }
    *cm_vec_push(w->p->mem, &w->groups) = (group){0, count, 0, 0};
    w->named_from = 1;
    w->named_before = 1;
    w->current = count == 1 ? EVERYBODY : NOBODY;
}

void cm_circumstance_parse(cm_parse *p)
{
    cm_range part = p->parts[CM_SECTION_REASONING];
    if (part.begin >= part.end || p->record->defendants.count == 0) {
        return;
    }
    walk w = {.p = p, .at = part.from, .period = -1, .claimed = NONE};
    w.earlier.token = SIZE_MAX;
    w.drugs.token = SIZE_MAX;
    cm_names_init(p, &w.names);
    name_everybody(&w);
    open_head(&w);
    for (size_t i = part.begin; i < part.end; i++) {
        find_names(&w, p->tokens[i].begin);
        if (p->tokens[i].begin >= w.at) { /* else it is a piece of a name */
            read_token(&w, i);
            w.at = p->tokens[i].end;
        }
    }
    end_sentence(&w);
    distribute(&w);
    cm_parse_group(p, CM_GROUP_FINDINGS, w.unbound ? CM_ABSENT : CM_KNOWN,
                   cm_parse_span(p, part.from, part.to));
}

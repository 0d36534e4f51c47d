/* judgment/record.h - what was read out of one judgment, with the places; docs/record.md. JSON:
 * record_json.h. Memory: the arena given to the reader. Immutable after reading. */
#ifndef CM_JUDGMENT_RECORD_H
#define CM_JUDGMENT_RECORD_H

#include "judgment/choice_party.h"
#include "judgment/commutation.h"
#include "judgment/found.h"
#include "judgment/property.h"
#include "judgment/reason.h"
#include "judgment/written.h"

typedef struct {
    cm_text_fact charge;
    cm_penalty penalty;
} cm_count;

typedef struct {
    cm_choice_fact kind; /* cm_measure_kind */
    cm_date_fact date;
} cm_measure;

typedef struct {
    cm_choice_fact kind; /* cm_prior_kind */
    cm_date_fact date, released_on;
    cm_text_fact charge, penalty;
    cm_number_fact months, days, probation_months;
    cm_number_fact fine;             /* fen; an administrative one too */
    cm_extent_fact political_rights; /* months */
    cm_choice_fact release;          /* cm_release */
    cm_date_fact parole_to;          /* last day of the probation of parole */
    cm_choice_fact revoked;          /* KNOWN: its probation was revoked */
} cm_prior;

typedef struct {
    cm_text_fact name;
    cm_choice_fact kind; /* cm_party_kind */
    cm_choice_fact sex;  /* cm_sex */
    cm_date_fact birth_date;
    cm_text_fact id_number, origin; /* of the identity card; county or city (origin.c) */
    cm_text_fact guardian;          /* statutory representative named in the head */
    cm_choice_fact minor;           /* KNOWN when the text itself calls the defendant a minor */
    CM_VEC(cm_measure) measures;
    CM_VEC(cm_prior) priors;
    CM_VEC(cm_count) counts;
    bool has_sentence;
    cm_choice_fact decided;     /* KNOWN: the sentence to be executed apart from the counts */
    cm_penalty sentence, below; /* below: by the decision under review */
    cm_date_fact term_from, term_to;
    cm_number_fact credit_days;
    CM_VEC(cm_choice_fact) circumstances; /* cm_circumstance */
    cm_choice_fact limited;      /* KNOWN: a suspended death sentence's commutation is limited */
    cm_choice_fact reviewed;     /* cm_penalty_kind that a review approves or refuses to approve */
    cm_commutation *commutation; /* NULL but in a change of penalty */
    cm_choice_fact also; /* cm_penalty_kind of a second principal penalty that is executed too */
    CM_VEC(cm_old_sentence) old_sentences;
    bool merged; /* an earlier sentence is revoked, remitted or combined into this one */
    CM_VEC(cm_defender) defenders;
    cm_state defended;            /* ABSENT: none is named; UNREAD: one is spoken of, not named */
    cm_number_fact blood_alcohol; /* hundredths of mg in 100 ml */
} cm_defendant;

typedef struct {
    cm_text_fact law;                  /* short name for the two codes, else the full title */
    int article, sub, paragraph, item; /* paragraph and item: 0 = not stated */
    cm_span at;
} cm_article;

typedef struct {
    cm_choice_fact role; /* cm_judge_role */
    cm_text_fact name;
} cm_judge;

/* One who takes part in the case, or acts for one who does, as the head lists them. */
typedef struct {
    cm_choice_fact role;         /* cm_party_role */
    CM_VEC(cm_choice_fact) also; /* cm_party_role: the place in an earlier trial or counterclaim */
    cm_text_fact name;
    cm_choice_fact kind;       /* cm_party_kind */
    CM_VEC(size_t) represents; /* whom he acts for: indexes of participants */
} cm_participant;

typedef struct {
    cm_choice_fact kind;   /* cm_order_kind */
    cm_number_fact amount; /* fen */
    cm_number_fact months; /* of a ban: how long */
    bool named;            /* its item names a sum, a number of things, a thing or a list of them */
} cm_order;

typedef struct {
    cm_state state; /* KNOWN = read, ABSENT = partly, UNREAD = unread */
    cm_spans at;
} cm_group_state;

typedef struct {
    size_t defendant; /* whose fact it is */
    cm_sv pointer;    /* JSON pointer of the fact, from the defendant on */
    cm_sv values[2];
    cm_span at[2];
} cm_conflict; /* the text says two things */

typedef struct {
    bool stated;
    cm_text_fact court, case_no;
    cm_date_fact decided_on;
} cm_decision;

typedef struct {
    cm_section_kind kind;
    cm_span at;
} cm_section;

typedef struct {
    cm_text_fact case_no, court, prosecution, clerk;
    cm_text_fact cause, cause_area; /* as written; the heading of causes.tsv it stands under */
    cm_choice_fact document_type, case_type, instance, procedure, panel, hearing;
    cm_date_fact charged_on, accepted_on, decided_on;
    CM_VEC(cm_date_fact) hearing_on;
    CM_VEC(cm_judge) judges;
    CM_VEC(cm_article) articles;
    CM_VEC(cm_participant) participants;
    CM_VEC(cm_defendant) defendants;
    CM_VEC(cm_order) orders;
    CM_VEC(cm_date_fact) acts;          /* dates of the acts the court found, in text order */
    CM_VEC(cm_date_fact) impossible;    /* dates printed anywhere that no calendar has */
    CM_VEC(cm_text_fact) fine_payments; /* sentences that set when a fine is to be paid */
    CM_VEC(cm_fine_deadline) fine_deadlines;
    cm_notice notice;
    CM_VEC(cm_amount) amounts;
    CM_VEC(cm_drug) drugs;
    CM_VEC(cm_injury) injuries;
    CM_VEC(cm_number_fact) disabilities; /* degrees, 1 the gravest */
    CM_VEC(cm_seizure) seizures;
    CM_VEC(cm_recommendation) recommendations;
    CM_VEC(cm_award) awards;
    CM_VEC(cm_mention) mentions;
    CM_VEC(cm_counting) countings;
    CM_VEC(cm_property_word) property_words;
    CM_VEC(cm_reason) reasons;
    cm_written written;                 /* how the document is written */
    cm_choice_fact outcome, result;     /* of criminal cases from second instance on; of others */
    CM_VEC(cm_choice_fact) appealed_by; /* cm_appellant */
    cm_decision below, first_below;     /* under review; the first instance below an appeal */
    CM_VEC(cm_section) sections;
    cm_group_state groups[CM_GROUP_COUNT];
    CM_VEC(cm_conflict) conflicts;
    cm_spans decoys; /* phrases that a publisher injected; nothing is read from them */
} cm_record;

#endif

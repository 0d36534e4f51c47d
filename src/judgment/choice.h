/* judgment/choice.h - the closed lists of the judgment record, as enums. Each has its Chinese text
 * in data/terms/terms.tsv under the list named beside it, in the same order; cm_choices binds them.
 */
#ifndef CM_JUDGMENT_CHOICE_H
#define CM_JUDGMENT_CHOICE_H

#include "text/terms.h"

typedef enum {
    CM_DOC_JUDGMENT,
    CM_DOC_RULING,
    CM_DOC_DECISION,
    CM_DOC_MEDIATION,
    CM_DOC_NOTICE,
    CM_DOC_OTHER,
    CM_DOC_COUNT
} cm_document_type; /* document_type */

typedef enum {
    CM_CASE_CRIMINAL,
    CM_CASE_CIVIL,
    CM_CASE_ADMINISTRATIVE,
    CM_CASE_COMPENSATION,
    CM_CASE_EXECUTION,
    CM_CASE_OTHER,
    CM_CASE_COUNT
} cm_case_type; /* case_type */

typedef enum {
    CM_INSTANCE_FIRST,
    CM_INSTANCE_SECOND,
    CM_INSTANCE_RETRIAL,
    CM_INSTANCE_DEATH_REVIEW,
    CM_INSTANCE_PENALTY_CHANGE,
    CM_INSTANCE_EXECUTION,
    CM_INSTANCE_OTHER,
    CM_INSTANCE_COUNT
} cm_instance; /* instance */

typedef enum {
    CM_PROCEDURE_ORDINARY,
    CM_PROCEDURE_SUMMARY,
    CM_PROCEDURE_FAST_TRACK,
    CM_PROCEDURE_SMALL_CLAIMS,
    CM_PROCEDURE_SPECIAL,
    CM_PROCEDURE_COUNT
} cm_procedure; /* procedure */

typedef enum { CM_PANEL_SOLO, CM_PANEL_COLLEGIAL, CM_PANEL_COUNT } cm_panel; /* panel */

typedef enum { CM_HEARING_PUBLIC, CM_HEARING_CLOSED, CM_HEARING_NONE, CM_HEARING_COUNT } cm_hearing;

typedef enum { CM_PARTY_PERSON, CM_PARTY_UNIT, CM_PARTY_COUNT } cm_party_kind; /* party */

typedef enum { CM_SEX_MALE, CM_SEX_FEMALE, CM_SEX_COUNT } cm_sex; /* sex */

typedef enum {
    CM_MEASURE_CAPTURE,
    CM_MEASURE_CUSTODY,
    CM_MEASURE_ADMIN_DETENTION,
    CM_MEASURE_DETENTION,
    CM_MEASURE_ARREST,
    CM_MEASURE_BAIL,
    CM_MEASURE_SURVEILLANCE,
    CM_MEASURE_DESIGNATED_SURVEILLANCE,
    CM_MEASURE_RELEASE,
    CM_MEASURE_COUNT
} cm_measure_kind; /* measure */

typedef enum {
    CM_PRIOR_CRIMINAL,
    CM_PRIOR_ADMINISTRATIVE,
    CM_PRIOR_REEDUCATION,
    CM_PRIOR_DRUG_REHAB,
    CM_PRIOR_OTHER,
    CM_PRIOR_COUNT
} cm_prior_kind; /* prior */

/* Earlier sanctions that are no penalty of the Criminal Law. */
typedef enum {
    CM_SANCTION_ADMIN_DETENTION,
    CM_SANCTION_REEDUCATION,
    CM_SANCTION_DRUG_REHAB,
    CM_SANCTION_COMMUNITY_REHAB,
    CM_SANCTION_ADMIN_FINE,
    CM_SANCTION_ADMIN_PENALTY,
    CM_SANCTION_NO_PROSECUTION,
    CM_SANCTION_JUDICIAL_DETENTION,
    CM_SANCTION_JUVENILE_CUSTODY,
    CM_SANCTION_SEIZURE,
    CM_SANCTION_WARNING,
    CM_SANCTION_COUNT
} cm_sanction; /* sanction */

/* How an earlier sentence ended. */
typedef enum {
    CM_RELEASE_SERVED,
    CM_RELEASE_COMMUTED,
    CM_RELEASE_PAROLED,
    CM_RELEASE_PARDONED,
    CM_RELEASE_COUNT
} cm_release; /* release */

typedef enum {
    CM_JUDGE_PRESIDING,
    CM_JUDGE_JUDGE,
    CM_JUDGE_ACTING,
    CM_JUDGE_ASSISTANT,
    CM_JUDGE_ASSESSOR,
    CM_JUDGE_COUNT
} cm_judge_role; /* judge_role */

typedef enum {
    CM_ORDER_RECOVER,
    CM_ORDER_FORFEIT,
    CM_ORDER_RESTITUTION,
    CM_ORDER_RETURN,
    CM_ORDER_TREASURY,
    CM_ORDER_DESTROY,
    CM_ORDER_RESTRAINING,
    CM_ORDER_JOB_BAN,
    CM_ORDER_DEPORT,
    CM_ORDER_COUNT
} cm_order_kind; /* order */

typedef enum {
    CM_OUTCOME_UPHELD,
    CM_OUTCOME_CHANGED,
    CM_OUTCOME_REMANDED,
    CM_OUTCOME_WITHDRAWN,
    CM_OUTCOME_QUASHED,
    CM_OUTCOME_DISMISSED,
    CM_OUTCOME_APPROVED,
    CM_OUTCOME_NOT_APPROVED,
    CM_OUTCOME_COMMUTED,
    CM_OUTCOME_PAROLED,
    CM_OUTCOME_NOT_COMMUTED,
    CM_OUTCOME_COUNT
} cm_outcome; /* outcome */

/* How far fines, confiscation and damages are paid. */
typedef enum {
    CM_PERFORMANCE_FULL,
    CM_PERFORMANCE_PART,
    CM_PERFORMANCE_NONE,
    CM_PERFORMANCE_COUNT
} cm_performance; /* performance */

typedef enum {
    CM_APPELLANT_DEFENDANT,
    CM_APPELLANT_PROSECUTION,
    CM_APPELLANT_PRIVATE_PROSECUTOR,
    CM_APPELLANT_CIVIL_PLAINTIFF,
    CM_APPELLANT_PLAINTIFF,
    CM_APPELLANT_DEFENDANT_PARTY,
    CM_APPELLANT_THIRD_PARTY,
    CM_APPELLANT_COUNT
} cm_appellant; /* appellant */

typedef enum {
    CM_CIRC_SURRENDER,
    CM_CIRC_CONFESSION,
    CM_CIRC_MERIT,
    CM_CIRC_MAJOR_MERIT,
    CM_CIRC_RECIDIVIST,
    CM_CIRC_DRUG_REOFFENDER,
    CM_CIRC_PRINCIPAL,
    CM_CIRC_ACCESSORY,
    CM_CIRC_COERCED,
    CM_CIRC_INSTIGATOR,
    CM_CIRC_ATTEMPT,
    CM_CIRC_DISCONTINUED,
    CM_CIRC_PREPARATION,
    CM_CIRC_MINOR,
    CM_CIRC_AGED_75,
    CM_CIRC_LIMITED_CAPACITY,
    CM_CIRC_DEAF_OR_BLIND,
    CM_CIRC_EXCESSIVE_DEFENCE,
    CM_CIRC_EXCESSIVE_NECESSITY,
    CM_CIRC_PLEA,
    CM_CIRC_ADMITS_IN_COURT,
    CM_CIRC_RESTITUTION,
    CM_CIRC_COMPENSATION,
    CM_CIRC_FORGIVENESS,
    CM_CIRC_RECONCILIATION,
    CM_CIRC_PRIOR_RECORD,
    CM_CIRC_CONCURRENCE,
    CM_CIRC_DURING_PROBATION,
    CM_CIRC_DURING_PAROLE,
    CM_CIRC_MITIGATED,
    CM_CIRC_AGGRAVATED,
    CM_CIRC_COUNT
} cm_circumstance; /* circumstance */

typedef enum {
    CM_GROUP_HEAD,
    CM_GROUP_PROSECUTION,
    CM_GROUP_PROCEDURE,
    CM_GROUP_PANEL,
    CM_GROUP_HEARING,
    CM_GROUP_PARTIES,
    CM_GROUP_IDENTITY,
    CM_GROUP_MEASURES,
    CM_GROUP_PRIORS,
    CM_GROUP_ACTS,
    CM_GROUP_FINDINGS,
    CM_GROUP_DISPOSITION,
    CM_GROUP_TERM,
    CM_GROUP_PROPERTY,
    CM_GROUP_BASIS,
    CM_GROUP_SIGNATURE,
    CM_GROUP_COUNT
} cm_group; /* group */

/* The two codes that are cited by a short name: law_title, law_short. */
typedef enum { CM_CODE_CRIMINAL, CM_CODE_CRIMINAL_PROCEDURE, CM_CODE_COUNT } cm_code;

/* Letters of a case number that tell the kind of case (case_letter) and the stage (case_mark). */
typedef enum {
    CM_LETTER_CRIMINAL,
    CM_LETTER_CIVIL,
    CM_LETTER_ADMINISTRATIVE,
    CM_LETTER_COMPENSATION,
    CM_LETTER_EXECUTION,
    CM_LETTER_COUNT
} cm_case_letter;

typedef enum {
    CM_MARK_FIRST,
    CM_MARK_SECOND,
    CM_MARK_RETRIAL,
    CM_MARK_LIFTED,
    CM_MARK_PROTESTED,
    CM_MARK_SUPERVISION,
    CM_MARK_PETITION,
    CM_MARK_REVIEW,
    CM_MARK_REVIEW_OLD,
    CM_MARK_CHANGE,
    CM_MARK_COMMUTATION,
    CM_MARK_PAROLE,
    CM_MARK_EXECUTION,
    CM_MARK_COUNT
} cm_case_mark;

typedef enum { CM_BRACKET_OPEN, CM_BRACKET_CLOSE, CM_BRACKET_COUNT } cm_case_bracket;

/* Acts for which a person is detained beside the offence of the case. */
typedef enum {
    CM_OTHER_ACT_DRUG_USE,
    CM_OTHER_ACT_DRUG_TAKING,
    CM_OTHER_ACT_GAMBLING,
    CM_OTHER_ACT_COUNT
} cm_other_act;

/* Words that join a name to the date after it. */
typedef enum { CM_JOINT_ON, CM_JOINT_COUNT } cm_joint;

/* Last words of the name of a place where sentences are served. */
typedef enum {
    CM_PRISON_PRISON,
    CM_PRISON_DETENTION_HOUSE,
    CM_PRISON_JUVENILE,
    CM_PRISON_COUNT
} cm_prison_word; /* prison */

/* Last words of what names a decision or a part of it. */
typedef enum {
    CM_DECISION_PART_PART,
    CM_DECISION_PART_JUDGMENT,
    CM_DECISION_PART_RULING,
    CM_DECISION_PART_COUNT
} cm_decision_part; /* decision_part */

/* Words in the name of a charge. */
typedef enum {
    CM_CHARGE_WORD_CRIME,
    CM_CHARGE_WORD_AND,
    CM_CHARGE_WORD_FOR,
    CM_CHARGE_WORD_COUNT
} cm_charge_word;

/* Parts of a judgment in their usual order. */
typedef enum {
    CM_SECTION_HEAD,
    CM_SECTION_CHARGE,
    CM_SECTION_FACTS,
    CM_SECTION_REASONING,
    CM_SECTION_BASIS,
    CM_SECTION_OPERATIVE,
    CM_SECTION_NOTICE,
    CM_SECTION_SIGNATURE,
    CM_SECTION_APPENDIX,
    CM_SECTION_COUNT
} cm_section_kind; /* section */

#endif

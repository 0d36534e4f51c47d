/* law/kind.h - the kinds of principal penalty (Criminal Law art. 33, 34, 37) as the record names
 * them. Their Chinese text is list "penalty" of data/terms/terms.tsv, in this order. */
#ifndef CM_LAW_KIND_H
#define CM_LAW_KIND_H

typedef enum {
    CM_PENALTY_NONE,
    CM_PENALTY_FIXED_TERM, /* fixed-term imprisonment */
    CM_PENALTY_DETENTION,  /* short-term criminal detention */
    CM_PENALTY_CONTROL,    /* public surveillance */
    CM_PENALTY_LIFE,
    CM_PENALTY_DEATH,
    CM_PENALTY_DEATH_SUSPENDED, /* death with two years' suspension */
    CM_PENALTY_FINE_ONLY,       /* a fine as the sole penalty */
    CM_PENALTY_RIGHTS_ONLY,     /* deprivation of political rights as the sole penalty */
    CM_PENALTY_EXEMPT,          /* exempted from criminal punishment */
    CM_PENALTY_NOT_GUILTY,
    CM_PENALTY_TERMINATED, /* trial terminated */
    CM_PENALTY_COUNT
} cm_penalty_kind;

#endif

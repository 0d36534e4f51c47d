/* text/numeral.h - numbers as judgments write them: 1234, 0.6, 一百二十三, 二〇一七, 壹仟,
 * 3万, 1.5万. Values are hundredths, so that 0.5 and money in fen are exact. */
#ifndef CM_TEXT_NUMERAL_H
#define CM_TEXT_NUMERAL_H

#include "text/lexicon.h"

typedef struct {
    int64_t hundredths;
    uint32_t end;   /* folded offset after the numeral */
    uint8_t digits; /* leading plain digits; 4 digits and no scale can be a year */
    bool scaled;    /* has ten, hundred, thousand, ... */
    bool fraction;  /* has a decimal point */
    bool more;      /* ends in "more than" */
} cm_numeral;

/* Read the numeral that starts at `at`. False when there is none or it passes 10^14. */
bool cm_numeral_read(const cm_lexicon *lexicon, cm_sv text, uint32_t at, cm_numeral *ret_numeral);

#endif

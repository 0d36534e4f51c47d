#include "judgment/parse.h"

void cm_prior_parse(cm_parse *p)
{
    (void)p;
}

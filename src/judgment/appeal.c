#include "judgment/parse.h"

void cm_appeal_parse(cm_parse *p)
{
    (void)p;
}

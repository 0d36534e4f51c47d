#include "judgment/parse.h"

void cm_circumstance_parse(cm_parse *p)
{
    (void)p;
}

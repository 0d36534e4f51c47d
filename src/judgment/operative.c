#include "judgment/parse.h"

void cm_operative_parse(cm_parse *p)
{
    (void)p;
}

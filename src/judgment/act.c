#include "judgment/parse.h"

void cm_act_parse(cm_parse *p)
{
    (void)p;
}

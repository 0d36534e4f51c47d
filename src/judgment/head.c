#include "judgment/parse.h"

void cm_head_parse(cm_parse *p)
{
    (void)p;
}

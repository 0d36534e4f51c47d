#include "judgment/parse.h"

void cm_order_parse(cm_parse *p)
{
    (void)p;
}

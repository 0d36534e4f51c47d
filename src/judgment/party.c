#include "judgment/parse.h"

void cm_party_parse(cm_parse *p)
{
    (void)p;
}

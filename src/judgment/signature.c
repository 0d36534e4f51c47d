#include "judgment/parse.h"

void cm_signature_parse(cm_parse *p)
{
    (void)p;
}

#include "judgment/parse.h"

void cm_basis_parse(cm_parse *p)
{
    (void)p;
}

/* base/json_memory.h - yajl allocates through ours, so that running out of memory ends the program
 * the same way everywhere. For the files of this folder that read or write JSON. */
#ifndef CM_BASE_JSON_MEMORY_H
#define CM_BASE_JSON_MEMORY_H

#include <yajl/yajl_common.h>

extern const yajl_alloc_funcs CM_JSON_MEMORY;

#endif

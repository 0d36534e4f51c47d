/* app/people_json.h - people, offices, tokens, log-ins and policies as JSON, one object each; the
 * command line and the API write the same. */
#ifndef CM_APP_PEOPLE_JSON_H
#define CM_APP_PEOPLE_JSON_H

#include "base/json.h"
#include "desk/access.h"
#include "desk/office.h"
#include "desk/person.h"
#include "desk/policy.h"

void cm_person_json(cm_json *json, const cm_person *p);
void cm_office_json(cm_json *json, const cm_office *o);
void cm_api_token_json(cm_json *json, const cm_api_token *t); /* without its text */
void cm_visit_json(cm_json *json, const cm_visit *v);
void cm_policy_json(cm_json *json, const cm_policy_value *v, bool english);

#endif

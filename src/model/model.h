/* model/model.h - a model file (models/<area>/<name>.yaml): loaded, checked, compiled, tested.
 * Executes no SQL; the catalogue says which facts there are. Memory: the arena given to load.
 *
 *   cm_model_context context = {.catalogue = catalogue, .terms = terms, .law = law};
 *   cm_problems problems = {0};
 *   const cm_model *model;
 *   status = cm_model_load(mem, &context, path, &model, &problems, err);
 *   if (status == CM_E_SCHEMA) each of problems through cm_problem_write();
 *   status = cm_model_plan(mem, model, &plan, err); */
#ifndef CM_MODEL_MODEL_H
#define CM_MODEL_MODEL_H

#include "law/article.h"
#include "model/case.h"
#include "model/plan.h"
#include "model/problem.h"
#include "model/schema.h"

typedef struct {
    const cm_catalogue *catalogue;
    const cm_terms *terms;
    const cm_law *law;
    /* Up to which day a law is known; NULL: as its tables say. */
    cm_date (*known_to)(const void *payload, cm_sv law);
    const void *payload;
    const cm_schemas *schemas; /* imported tables that collisions may read; NULL: none */
} cm_model_context;

typedef struct {
    cm_law_ref ref; /* paragraph 0: the whole article */
    cm_sv text;     /* as written */
} cm_basis;

/* The facts and child tables shown with the hits of one sub-code; sub empty: with any other. */
typedef struct {
    cm_sv sub;
    cm_svs names;
    cm_svs columns; /* of the subject: those of `names` and behind their derived values */
} cm_evidence;

/* A word of the frame that may go by sub-code; sub empty: of every hit. */
typedef struct {
    cm_sv sub, word;
} cm_by_sub;

typedef CM_VEC(cm_by_sub) cm_by_subs;

/* A search expression (docs/search.md), a column of the subject. offset: of `find` in the source */
typedef struct {
    cm_sv name, title, find;
    size_t offset;
} cm_model_match;

/* What a model with `match` reads, made by who runs it: the subject and a column for each name. */
#define CM_MATCHED_VIEW CM_SV("matched")

/* What the checks and the evaluator need of the rule; model/rule.h. */
typedef struct cm_rule cm_rule;

typedef struct {
    cm_sv id, title, about, severity; /* severity S1 to S4 */
    int version;
    cm_sv file, source; /* path, and the whole file: its digest is the content hash */
    CM_VEC(cm_basis) basis;
    cm_sv code;            /* its number in the office's catalogue of rules; may be empty */
    cm_by_subs measure;    /* ids of list "error_class": data/law/measures.tsv proposes by them */
    cm_by_subs confidence; /* H, M or L: L is a hint */
    bool changing;         /* its law is: beyond the day up to which that is known it cannot tell */
    bool enabled;          /* else `off` says why it is not run unless asked for by name */
    cm_sv off;
    cm_by_subs names;       /* of derived values and parameters: what people call them */
    cm_svs traps;           /* what it takes care not to report, in sentences */
    const cm_view *subject; /* whose columns findings are written over */
    CM_VEC(cm_model_match) matches;
    const cm_view *matched; /* the view behind `subject` when there are matches, else NULL */
    const cm_view *table;   /* the view of the catalogue that subjects are rows of */
    const struct cm_collision *collision; /* NULL: a rule over one subject; model/step.h */
    CM_VEC(cm_evidence) evidence; /* the last one is for a hit without a sub-code: all of them */
    CM_VEC(cm_model_case) cases;
    const cm_rule *rule;
    const cm_law *law;
} cm_model;

typedef CM_VEC(const cm_model *) cm_models;

/* Load and check one file. Fails: NOTFOUND, IO, LIMIT; SCHEMA or SYNTAX with every mistake added to
 * *problems. */
CM_MUST_USE cm_status cm_model_load(cm_arena *mem, const cm_model_context *context, cm_sv path,
                                    const cm_model **ret_model, cm_problems *problems, cm_err *err);
/* The same from memory; text.file is only named, and must end with the id unless it is empty. */
CM_MUST_USE cm_status cm_model_parse(cm_arena *mem, const cm_model_context *context, cm_source text,
                                     const cm_model **ret_model, cm_problems *problems,
                                     cm_err *err);
/* The same with the cases of another file in place of its own, which says whether a changed model
 * still answers them: file, source and lines are of `cases`. Fails: as above, where they do not
 * fit.
 */
CM_MUST_USE cm_status cm_model_parse_beside(cm_arena *mem, const cm_model_context *context,
                                            cm_source text, cm_source cases,
                                            const cm_model **ret_model, cm_problems *problems,
                                            cm_err *err);
/* Put a model in its place by id; returns the one of the same id that it takes the place of, or
 * NULL. */
const cm_model *cm_models_put(cm_arena *mem, cm_models *models, const cm_model *model);
/* Every .yaml below a folder, ordered by id. Ids must be unique. Fails as cm_model_load, after all
 * files were looked at. */
CM_MUST_USE cm_status cm_models_load(cm_arena *mem, const cm_model_context *context, cm_sv folder,
                                     cm_models *models, cm_problems *problems, cm_err *err);

/* Compile. Fails: LIMIT (a statement longer than CM_MAX_SQL). */
CM_MUST_USE cm_status cm_model_plan(cm_arena *mem, const cm_model *model, const cm_plan **ret_plan,
                                    cm_err *err);
/* Every function that a plan may call, for the engine to register once per database. */
cm_plan_functions cm_model_functions(cm_arena *mem, const cm_law *law);

/* Apply a model, not a collision, to one row in memory. values: as plan outputs. */
cm_finding cm_model_evaluate(cm_arena *mem, const cm_model *model, const cm_row *row);
/* The same, faster: of a subject that is clear or not in scope there are no values. */
cm_finding cm_model_answer(cm_arena *mem, const cm_model *model, const cm_row *row);
/* Apply a collision to small tables: its answers about its subjects, in the order of their keys. */
cm_findings cm_model_collide(cm_arena *mem, const cm_model *model, const cm_case_tables *tables);
/* The imported tables (t_NAME) that a collision reads; a rule reads none. */
cm_svs cm_model_imports(cm_arena *mem, const cm_model *model);
/* The sentence of a clue: the finding of its sub-code filled with `values`, in the order of
 * plan.outputs. Where findings go by sub-code and a hit has none: the model's title. */
void cm_model_finding(cm_buf *out, const cm_model *model, const cm_wording *wording, cm_sv sub,
                      const cm_value *values);
const cm_evidence *cm_model_evidence(const cm_model *model, cm_sv sub); /* of a hit */
/* The entry for a sub-code, else the first one. */
cm_sv cm_model_by_sub(const cm_by_subs *words, cm_sv sub);
/* One value as people read it: 2014年5月23日, 1000元, 是. Unread and absent in words. */
void cm_value_write(cm_buf *out, const cm_wording *wording, cm_type type, cm_value value);
/* The same with the unit of a column: 6个月. */
void cm_column_write(cm_buf *out, const cm_wording *wording, const cm_column *column,
                     cm_value value);

/* The rule in sentences, for people: steps are the derived values in order. */
typedef struct {
    cm_sv scope, hit; /* scope empty: every subject */
    cm_by_subs steps, parameters;
} cm_plain;

cm_plain cm_model_plain(cm_arena *mem, const cm_model *model, const cm_wording *wording);
/* What people call a derived value or parameter; the name itself when the model does not say. */
cm_sv cm_model_title_of(const cm_model *model, cm_sv name);
/* The facts, derived values and parameters a result row carries, as in the plan. */
size_t cm_model_outputs(const cm_model *model, const cm_plan_output **ret_outputs);

#endif

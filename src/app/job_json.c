#include "base/base.h"

#include "app/job.h"

#include "base/limits.h"

/* What we wrote as JSON; null when there is none. */
static void put_json(cm_json *json, const char *name, cm_sv text, cm_arena *mem)
{
    const cm_json_value *root = NULL;
    CM_AUTO_ERR ignored = {0};
    cm_json_key(json, cm_sv_from(name));
    if (text.len != 0 && cm_json_tree(mem, text, &root, &ignored) == CM_OK) {
        cm_json_put_tree(json, root);
    } else {
        cm_json_null(json);
    }
}

static void put_moment(cm_json *json, const char *name, cm_sv at)
{
    cm_json_put_text(json, cm_sv_from(name), at.len != 0 ? at : (cm_sv){NULL, 0});
}

static cm_sv words_of(const cm_home *home, cm_arena *mem, const char *prefix, cm_sv id)
{
    return cm_wording_find(&home->messages, cm_arena_format(mem, "%s.%.*s", prefix, CM_SV_ARG(id)));
}

void cm_job_write_json(cm_json *json, const cm_home *home, cm_arena *mem, const cm_job *job)
{
    cm_sv state = cm_job_state_id(job->state);
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("job"), job->no);
    cm_json_put_text(json, CM_SV("kind"), job->kind);
    cm_json_put_text(json, CM_SV("title"), words_of(home, mem, "job.kind", job->kind));
    cm_json_put_text(json, CM_SV("state"), state);
    cm_json_put_text(json, CM_SV("state_title"), words_of(home, mem, "job.state", state));
    cm_json_put_text(json, CM_SV("by"), job->by);
    cm_json_put_text(json, CM_SV("office"), job->office);
    put_moment(json, "made_at", job->made_at);
    put_moment(json, "begun_at", job->begun_at);
    put_moment(json, "ended_at", job->ended_at);
    cm_json_put_int(json, CM_SV("attempts"), job->attempts);
    cm_json_put_bool(json, CM_SV("stopping"), job->stopping);
    put_json(json, "parameters", job->parameters, mem);
    put_json(json, "progress", job->progress, mem);
    put_json(json, "result", job->result, mem);
    put_json(json, "error", job->error, mem);
    cm_json_object_end(json);
}

cm_sv cm_job_line_text(const cm_home *home, cm_arena *mem, const cm_job_line *line)
{
    const cm_json_value *root = NULL;
    CM_AUTO_ERR ignored = {0};
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    if (cm_json_tree(mem, line->words, &root, &ignored) != CM_OK) {
        return line->text;
    }
    CM_VEC(cm_word) words = {0};
    for (size_t i = 0; i < cm_json_count(root); i++) {
        const cm_json_value *v = root->items.items[i];
        bool cause = cm_sv_equal(v->name, CM_SV("cause"));
        *cm_vec_push(mem, &words) = (cm_word){cm_arena_sv(mem, v->name).ptr,
                                              cause ? cm_cause_text(home, mem, v->text) : v->text};
    }
    *cm_vec_push(mem, &words) = (cm_word){NULL, {NULL, 0}};
    cm_home_say(home, &out, line->text, words.items);
    return cm_arena_sv(mem, cm_buf_view(&out));
}

void cm_job_line_write_json(cm_json *json, const cm_home *home, cm_arena *mem,
                            const cm_job_line *line)
{
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("line"), line->no);
    cm_json_put_text(json, CM_SV("at"), line->at);
    cm_json_put_text(json, CM_SV("id"), line->text);
    cm_json_put_text(json, CM_SV("text"), cm_job_line_text(home, mem, line));
    put_json(json, "words", line->words, mem);
    cm_json_object_end(json);
}

cm_sv cm_job_kind_title(const cm_home *home, cm_arena *mem, cm_sv kind)
{
    return words_of(home, mem, "job.kind", kind);
}

cm_sv cm_job_state_title(const cm_home *home, cm_arena *mem, cm_job_state state)
{
    return words_of(home, mem, "job.state", cm_job_state_id(state));
}

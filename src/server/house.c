#include "base/base.h"

#include "server/house.h"

#include "app/horizon.h"
#include "app/trail.h"
#include "base/file.h"
#include "base/moment.h"

/* Both of them, and kept until the end: what was borrowed of one is closed before it. */
static cm_status put_homes(cm_house *h, cm_home *zh, cm_err *err)
{
    cm_home *en = NULL;
    cm_status status = cm_home_in(zh, CM_SV("en"), &en, err);
    if (status == CM_OK) {
        *cm_vec_push(&h->mem, &h->every) = en;
        atomic_store(&h->homes[CM_ZH], zh);
        atomic_store(&h->homes[CM_EN], en);
    }
    return status;
}

static cm_status load_homes(cm_house *h, cm_home *home, cm_err *err)
{
    cm_status status = cm_horizon_load(home, h->options.workspace, err);
    if (status == CM_OK) {
        status = cm_home_load_models(home, h->options.workspace, err);
    }
    return status == CM_OK ? put_homes(h, home, err) : status;
}

const cm_home *cm_house_home(cm_house *house, int language)
{
    return atomic_load(&house->homes[language]);
}

cm_status cm_house_renew(cm_house *house, cm_err *err)
{
    cm_home *fresh = NULL;
    cm_lock_take(house->renewing);
    cm_status status = cm_home_renew(house->every.items[0], house->options.workspace, &fresh, err);
    if (status == CM_OK) {
        *cm_vec_push(&house->mem, &house->every) = fresh;
        status = put_homes(house, fresh, err);
    }
    cm_lock_leave(house->renewing);
    return status;
}

/* What a server that was killed had made for downloads. */
static cm_status sweep_downloads(cm_house *h, cm_err *err)
{
    cm_svs left = {0};
    cm_sv folder = cm_file_join(&h->mem, h->options.workspace, CM_SV("downloads"));
    cm_status status =
        cm_file_is_folder(folder) ? cm_file_list(&h->mem, folder, &left, err) : CM_OK;
    for (size_t i = 0; status == CM_OK && i < left.count; i++) {
        status = cm_file_remove(left.items[i], err);
    }
    return status;
}

cm_status cm_house_open(cm_home *home, const cm_house_options *options, cm_house **ret_house,
                        cm_err *err)
{
    cm_house *h = cm_alloc_zero(1, sizeof(*h));
    cm_arena_init(&h->mem);
    h->options = *options;
    *cm_vec_push(&h->mem, &h->every) = home;
    h->renewing = cm_lock_new();
    h->door = cm_door_new();
    h->turns = cm_turns_new();
    cm_desk *desk = NULL;
    cm_status status = load_homes(h, home, err);
    if (status == CM_OK) {
        status = cm_statistics_census(h->homes[CM_ZH], &h->mem, &h->census, err);
    }
    if (status == CM_OK) {
        status = cm_site_open(home, options->workspace, 0, &h->base, err);
    }
    if (status == CM_OK) {
        status = cm_site_desk(h->base, false, cm_moment_now(&h->mem), &desk, err);
    }
    if (status == CM_OK) {
        status = sweep_downloads(h, err);
    }
    if (status != CM_OK) {
        cm_house_close(h);
        return status;
    }
    *ret_house = h;
    return CM_OK;
}

void cm_house_close(cm_house *house)
{
    if (house != NULL) {
        cm_site_close(house->base);
        for (size_t i = house->every.count; i > 0; i--) {
            cm_home_close(house->every.items[i - 1]);
        }
        cm_lock_free(house->renewing);
        cm_census_free(house->census);
        cm_turns_free(house->turns);
        cm_door_free(house->door);
        cm_arena_clear(&house->mem);
        cm_free(house);
    }
}

bool cm_house_is_secret(const cm_house *house)
{
    return house->options.certificate.len != 0 || house->options.behind_proxy;
}

bool cm_house_is_local(cm_sv address)
{
    return cm_sv_equal(address, CM_SV("127.0.0.1")) || cm_sv_equal(address, CM_SV("::1")) ||
           cm_sv_equal(address, CM_SV("localhost"));
}

cm_status cm_house_seal(cm_house *house, cm_desk *desk, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_trail trail = {&house->base->workspace, desk, cm_moment_now(&mem)};
    return cm_trail_seal(&trail, err);
}

void cm_house_exclusive_begin(cm_house *house)
{
    cm_door_close(house->door);
}

void cm_house_exclusive_end(cm_house *house)
{
    cm_door_leave(house->door);
}

/* ---- seats ---- */

cm_status cm_seat_open(cm_house *house, cm_seat **ret_seat, cm_err *err)
{
    cm_seat *s = cm_alloc_zero(1, sizeof(*s));
    s->house = house;
    s->lock = cm_lock_new();
    cm_arena_init(&s->workdesk.mem);
    s->workdesk.home = cm_house_home(house, CM_ZH);
    s->workdesk.workspace = house->base->workspace;
    s->workdesk.at = cm_moment_now(&s->workdesk.mem);
    cm_sv path = cm_workdesk_path(&s->workdesk.mem, &house->base->workspace);
    cm_status status = cm_desk_open(path, s->workdesk.at, &s->workdesk.desk, err);
    if (status != CM_OK) {
        cm_seat_close(s);
        return status;
    }
    cm_desk_take_turns(s->workdesk.desk, house->turns);
    cm_desk_take_census(s->workdesk.desk, house->census);
    *ret_seat = s;
    return CM_OK;
}

void cm_seat_close(cm_seat *seat)
{
    if (seat != NULL) {
        cm_seat_leave(seat);
        cm_desk_close(seat->workdesk.desk);
        cm_arena_clear(&seat->workdesk.mem);
        cm_lock_free(seat->lock);
        cm_free(seat);
    }
}

static void set_site(cm_seat *seat, cm_site *site)
{
    cm_lock_take(seat->lock);
    seat->site = site;
    cm_lock_leave(seat->lock);
}

cm_status cm_seat_join(cm_seat *seat, const cm_home *home, cm_site **ret_site, cm_err *err)
{
    cm_site *site = NULL;
    cm_door_share(seat->house->door);
    cm_status status = cm_site_join(seat->house->base, home, seat->workdesk.desk, &site, err);
    if (status != CM_OK) {
        cm_door_leave(seat->house->door);
        return status;
    }
    set_site(seat, site);
    *ret_site = site;
    return CM_OK;
}

void cm_seat_leave(cm_seat *seat)
{
    cm_site *site = seat->site;
    if (site != NULL) {
        set_site(seat, NULL);
        cm_site_close(site);
        cm_door_leave(seat->house->door);
    }
}

void cm_seat_break(cm_seat *seat)
{
    cm_lock_take(seat->lock);
    cm_desk_break(seat->workdesk.desk);
    if (seat->site != NULL) {
        cm_session_break(seat->site->session);
    }
    cm_lock_leave(seat->lock);
}

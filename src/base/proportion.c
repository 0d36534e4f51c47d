#include "base/base.h"

#include "base/proportion.h"

/* The square of 1.959964, the 97.5 % point of the normal distribution, in millionths. */
static const uint64_t Z_SQUARED = 3841459;

enum { MILLION = 1000000, HALF_STEPS = 2000 };

/* Past it the terms below leave 64 bits. Halving both counts there moves no bound by a thousandth.
 */
static const uint64_t MOST = 2000000;

/* Whether x half thousandths lie in the interval: (part/whole - p)² <= z² p (1-p) / whole, times
 * (HALF_STEPS whole)². */
static bool inside(uint64_t part, uint64_t whole, uint64_t x)
{
    uint64_t a = HALF_STEPS * part, b = whole * x;
    uint64_t gap = a > b ? a - b : b - a;
    uint64_t spread = Z_SQUARED * x * (HALF_STEPS - x) * whole;
    return gap * gap <= spread / MILLION;
}

cm_proportion cm_proportion_of(uint64_t part, uint64_t whole)
{
    cm_assert(part <= whole);
    if (whole == 0) {
        return (cm_proportion){0, 0, 1000};
    }
    while (whole > MOST) {
        part /= 2;
        whole /= 2;
    }
    uint64_t low = 0, high = HALF_STEPS;
    while (low < HALF_STEPS && whole * (low + 1) <= HALF_STEPS * part &&
           !inside(part, whole, low + 1)) {
        low++;
    }
    while (whole * high > HALF_STEPS * part && !inside(part, whole, high)) {
        high--;
    }
    return (cm_proportion){.share = (int32_t)((HALF_STEPS * part + whole) / (2 * whole)),
                           .low = (int32_t)((low + 1) / 2),
                           .high = (int32_t)((high + 1) / 2)};
}

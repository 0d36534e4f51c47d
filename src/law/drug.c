#include "base/base.h"

#include "law/data.h"
#include "law/drug.h"

/* In every text the line of "large" is five times that of "rather large", so that one equivalent
 * serves both. */
enum { LARGE_TO_LARGER = 5 };

#define MOST_MILLIGRAMS (INT64_MAX / 1000000) /* times the grams of a line it is a number */

cm_status cm_drug_lines_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_tsv t;
    cm_status status = cm_law_table(law, mem, "drug-lines.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        cm_drug_line line = {
            .drug = cm_law_term(law, CM_SV("drug"), cm_cells_text(&c, "drug")),
            .grams = cm_cells_int(&c, "large_grams"),
            .validity = cm_cells_validity(&c),
        };
        if (line.drug < 0) {
            cm_cells_fail(&c, "drug", "is not in list drug");
        }
        *cm_vec_push(mem, &law->drug_lines) = line;
        if (line.grams <= 0 || cm_cells_int(&c, "larger_grams") * LARGE_TO_LARGER != line.grams) {
            cm_cells_fail(&c, "larger_grams", "the two lines are not one to five");
        }
        status = c.status;
    }
    return status;
}

bool cm_law_drug_equivalent(const cm_law *law, int drug, int64_t milligrams, cm_date on,
                            int64_t *ret_milligrams)
{
    if (!cm_date_exists(on) || milligrams < 0 || milligrams > MOST_MILLIGRAMS) {
        return false;
    }
    for (size_t i = 0; i < law->drug_lines.count; i++) {
        const cm_drug_line *line = &law->drug_lines.items[i];
        if (line->drug == drug && cm_validity_holds(line->validity, cm_date_to_days(on))) {
            *ret_milligrams = milligrams * law->drug_lines.items[0].grams / line->grams;
            return true;
        }
    }
    return false;
}

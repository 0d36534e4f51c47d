/* From which amount a tier applies, and where a court lies. */
#include "base/base.h"

#include "law/threshold.h"
#include "law_fixture.h"

/* Provinces by position in list province of data/terms/terms.tsv. */
enum { BEIJING = 0, INNER_MONGOLIA = 4, JILIN = 6, ZHEJIANG = 10, HUBEI = 16, GANSU = 27 };

static const struct {
    const char *title, *court, *case_no;
    int want;
} COURTS[] = {
    {"a city of its own", "北京市海淀区人民法院", "", BEIJING},
    {"a region by its short name", "内蒙古科尔沁左翼后旗人民法院", "", INNER_MONGOLIA},
    {"a province that has a city of its name", "吉林省吉林市船营区人民法院", "", JILIN},
    {"a city without its province", "杭州市西湖区人民法院", "", ZHEJIANG},
    {"a railway court", "武汉铁路运输法院", "", HUBEI},
    {"a court of a county, by the case number", "永登县人民法院", "（2017）甘0121刑初12号", GANSU},
    {"the number of the years before tells nothing", "永登县人民法院", "（2015）甘刑初字第12号",
     -1},
    {"the name goes before the number", "湖北省高级人民法院", "（2017）甘0121刑初12号", HUBEI},
    {"the supreme court", "最高人民法院", "（2017）最高法刑核1号", -1},
    {"nothing", "", "", -1},
};

static void test_provinces(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(COURTS); i++) {
        test_row(COURTS[i].title);
        assert_int_equal(
            cm_law_province(f->law, cm_sv_from(COURTS[i].court), cm_sv_from(COURTS[i].case_no)),
            COURTS[i].want);
    }
}

static const struct {
    const char *title, *tier, *act, *decided_on;
    int64_t min, max, special; /* yuan; min 0: no band */
    const char *level, *basis;
} BANDS[] = {
    {"theft, large", "盗窃罪/264/1/t1@2011-05-01", "2014-01-01", "2014-06-01", 1000, 3000, 500,
     "数额较大", "盗窃解释1.1"},
    {"theft, huge", "盗窃罪/264/1/t2@2011-05-01", "2014-01-01", "2014-06-01", 30000, 100000, 15000,
     "数额巨大", "盗窃解释1.1"},
    {"theft, extreme is not huge", "盗窃罪/264/1/t3@2011-05-01", "2014-01-01", "2014-06-01", 300000,
     500000, 150000, "数额特别巨大", "盗窃解释1.1"},
    {"before there was a text at hand", "盗窃罪/264/1/t2@2011-05-01", "2012-01-01", "2012-06-01", 0,
     0, 0, "", ""},
    {"act before, decision after: the text of the decision", "盗窃罪/264/1/t2@2011-05-01",
     "2012-01-01", "2013-06-01", 30000, 100000, 15000, "数额巨大", "盗窃解释1.1"},
    {"act under the older text: both", "非法吸收公众存款罪/176/1/t2@2021-03-01", "2021-05-01",
     "2022-06-01", 1000000, 5000000, 500000, "数额巨大", "非法集资解释4.1"},
    {"act and decision under the newer", "非法吸收公众存款罪/176/1/t2@2021-03-01", "2022-04-01",
     "2022-06-01", 5000000, 5000000, 1500000, "数额巨大", "非法集资解释4.1"},
    {"nothing lowers it", "职务侵占罪/271/1/t2@2021-03-01", "2021-05-01", "2022-01-01", 1000000,
     1000000, 1000000, "数额巨大", "贪污贿赂解释11.1"},
    {"serious circumstances by amount", "行贿罪/390/1/t2@2015-11-01", "2017-05-01", "2018-01-01",
     1000000, 1000000, 500000, "情节严重", "贪污贿赂解释8.1"},
    {"a day of act that is not known", "抢夺罪/267/1/t1@2015-11-01", "", "2016-01-01", 1000, 3000,
     500, "数额较大", "抢夺解释1.1"},
    {"a tier without an amount", "行贿罪/390/1/t1@2015-11-01", "2017-05-01", "2018-01-01", 0, 0, 0,
     "", ""},
    {"a charge without rows", "故意伤害罪/234/1/t1@1997-10-01", "2017-05-01", "2018-01-01", 0, 0, 0,
     "", ""},
    {"no day of decision", "盗窃罪/264/1/t2@2011-05-01", "2014-01-01", "", 0, 0, 0, "", ""},
};

static void test_bands(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(BANDS); i++) {
        cm_amount_band band = {0};
        const cm_tier *tier = cm_law_tier(f->law, cm_sv_from(BANDS[i].tier));

        test_row(BANDS[i].title);
        assert_non_null(tier);
        bool found = cm_law_amount_band(f->law, tier, test_date(BANDS[i].act),
                                        test_date(BANDS[i].decided_on), ZHEJIANG, &band);
        assert_int_equal(found, BANDS[i].min != 0);
        if (found) {
            assert_int_equal(band.min, BANDS[i].min * 100);
            assert_int_equal(band.max, BANDS[i].max * 100);
            assert_int_equal(band.special, BANDS[i].special * 100);
            assert_false(band.provincial);
            assert_true(cm_sv_equal(cm_law_word(f->law, CM_SV("amount_level"), band.level),
                                    cm_sv_from(BANDS[i].level)));
            assert_true(cm_sv_equal(band.basis, cm_sv_from(BANDS[i].basis)));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_provinces),
        cmocka_unit_test(test_bands),
    };

    return cmocka_run_group_tests(tests, law_fixture_load, law_fixture_free);
}

#include "base/base.h"

#include "base/limits.h"
#include "reading_fixture.h"

/* What the court holds, and what it accepts: "name: circumstances" of each defendant that has any.
 */
static const struct {
    const char *title, *holds, *want;
} rows[] = {
    {"surrender takes the place of confession",
     "被告人张三自动投案，如实供述自己的罪行，系自首，可以从轻处罚。", "张三:自首"},
    {"truthful confession", "被告人张三归案后如实供述自己的罪行，依法从轻处罚。", "张三:坦白"},
    {"confession although surrender is denied",
     "被告人张三虽如实供述，但系被抓获归案，不构成自首，可从轻处罚。", "张三:坦白"},
    {"denied in the same clause", "出具的张三具有重大立功表现的说明不能认定其有立功表现。", ""},
    {"truthful on one thing, not on the main one",
     "被告人张三告知藏匿地点属于如实供述，但其对主要犯罪事实并未如实供述，不成立自首。", ""},
    {"counsel finds the evidence wanting, then goes on",
     "针对辩护人关于证据不足，被告人张三系自首的辩护意见，经查：不能认定其如实供述，不构成自首。",
     ""},
    {"not truthful", "被告人张三未能如实供述自己的罪行，不构成坦白。", ""},
    {"punishment that is not mitigated", "被告人张三罪行严重，不予减轻处罚。", ""},
    {"punishment that is not aggravated", "被告人张三系初犯，可不从重处罚。", ""},
    {"a plea that was not made", "被告人张三不认罪认罚，也不自愿认罪。", ""},
    {"no forgiveness, no means to pay", "被害人表示不谅解，被告人张三无力赔偿被害人损失。", ""},
    {"not taken for surrender, no merit", "被告人张三无立功表现，其到案不视为自首。", ""},
    {"denied with many words", "被告人张三的行为不符合法律规定的自首条件。", ""},
    {"a defence to the charge does not touch surrender",
     "被告人张三主动投案并如实供述，其辩解不影响自首的成立。", "张三:自首"},
    {"more than the defence needed",
     "被告人张三采取制止不法侵害的行为，但明显超过必要限度，造成重大损害，应当减轻处罚。",
     "张三:防卫过当、减轻处罚"},
    {"not more than it needed", "被告人张三的行为没有明显超过必要限度，属于正当防卫。", ""},
    {"no defence, so none in excess",
     "正当防卫明显超过必要限度造成重大损害，才成立防卫过当。既然不属正当防卫，何论防卫过当。", ""},
    {"attempt in brackets after the charge", "被告人张三的行为已构成强奸罪（未遂）。", "张三:未遂"},
    {"a claim of the prosecution that runs on, rejected",
     "公诉机关指控被告人张三系聚众斗殴中的主犯，被告人李四系聚众斗殴中的从犯，因与法律规定不符，"
     "本院不予采纳。",
     ""},
    {"a claim of the prosecution rejected for what the court finds",
     "公诉机关指控被告人张三系从犯，因被告人张三起了主要作用，应当认定为主犯，故对该指控不予采纳。",
     "张三:主犯"},
    {"the proceeds handed in", "被告人张三已将涉案赃款全部上缴，可酌情从轻处罚。", "张三:退赃退赔"},
    {"paid to several victims", "被告人张三已积极向三被害人赔偿，并取得谅解，可酌情从轻处罚。",
     "张三:赔偿损失、取得谅解"},
    {"counsel rejected", "辩护人提出被告人张三系从犯的辩护意见，与查明的事实不符，本院不予采纳。",
     ""},
    {"counsel adopted by name", "辩护人提出被告人张三系从犯的辩护意见，本院予以采纳。",
     "张三:从犯"},
    {"counsel adopted in the next sentence",
     "辩护人提出被告人张三系初犯、有坦白情节的意见。经查属实，予以采纳。", "张三:坦白"},
    {"counsel adopted in general", "辩护人的辩护意见，本院予以采纳。", ""},
    {"one opinion rejected, one adopted",
     "辩护人提出张三系从犯的意见，不予采纳；提出自愿认罪、取得谅解的意见，予以采纳。",
     "张三:当庭自愿认罪、取得谅解"},
    {"court denies what counsel says, then adopts the rest",
     "辩护人提出张三系自首、坦白的意见，经查，张三不构成自首，其余意见予以采纳。", "张三:坦白"},
    {"points of counsel one after the other",
     "辩护人提出如下辩护意见：1、张三系自首；2、张三取得谅解。综上，均与事实不符。", ""},
    {"opinion on which nothing is decided",
     "辩护人认为张三系从犯。被告人张三持刀行凶，主观恶性深。公诉机关指控的罪名成立。", ""},
    {"the prosecution's view adopted", "公诉机关认为张三系累犯，应当从重处罚的意见，予以支持。",
     "张三:累犯、从重处罚"},
    {"charge upheld, then the court's own words",
     "公诉机关指控张三犯盗窃罪罪名成立，被告人张三系累犯，应当从重处罚。", "张三:累犯、从重处罚"},
    {"recidivist explains the drug offence",
     "被告人张三曾因犯贩卖毒品罪被判处有期徒刑，刑满释放后五年内又犯贩卖毒品罪，系累犯。",
     "张三:累犯"},
    {"drug reoffender without the word",
     "被告人张三曾因犯贩卖毒品罪被判过刑，又犯贩卖毒品罪，应当从重处罚。",
     "张三:从重处罚、毒品再犯"},
    {"both words", "被告人张三系累犯和毒品再犯，依法从重处罚。", "张三:累犯、毒品再犯、从重处罚"},
    {"earlier sanction weighed", "被告人张三曾因盗窃受过行政处罚，仍不思悔改，酌情从重处罚。",
     "张三:从重处罚、前科"},
    {"bad record by name", "被告人张三前有劣迹，酌情从重处罚。", "张三:前科、从重处罚"},
    {"no record", "被告人张三无犯罪前科，系初犯，可从轻处罚。", ""},
    {"lighter or lower leaves it open", "被告人张三系从犯，应当从轻或者减轻处罚。", "张三:从犯"},
    {"lower", "被告人张三犯罪未遂，依法减轻处罚。", "张三:未遂、减轻处罚"},
    {"plea absorbs admission", "被告人张三当庭自愿认罪，并签署认罪认罚具结书。", "张三:认罪认罚"},
    {"accepts the punishment", "被告人张三认可指控的内容，自愿接受刑事处罚，可以依法从宽处理。",
     "张三:认罪认罚"},
    {"confesses to the facts above", "被告人张三到案后如实供述了上述事实，可以从轻处罚。",
     "张三:坦白"},
    {"good attitude alone", "被告人张三认罪态度较好，可酌情从轻处罚。", ""},
    {"minor at the time", "被告人张三犯罪时不满十八周岁，应当从轻处罚。", "张三:未成年"},
    {"a minor victim", "被告人张三猥亵未满十四周岁的幼女，依法应当从重处罚。", "张三:从重处罚"},
    {"repaid by the family", "被告人张三的亲属代为退赔赃款，取得被害人谅解。",
     "张三:退赃退赔、取得谅解"},
    {"ordered to repay", "责令被告人张三退赔被害人经济损失。", ""},
    {"civil liability is no compensation paid",
     "被告人张三依法应当承担民事赔偿责任，附带民事诉讼原告人要求赔偿误工费的请求予以支持。", ""},
    {"made good without the word for damages",
     "被告人张三对被害方作了经济补偿并取得谅解，可以从轻处罚。", "张三:赔偿损失、取得谅解"},
    {"a law on crimes against minors makes nobody a minor",
     "被告人张三依法应当从重处罚。为依法惩治性侵未成年人犯罪，保护未成年人。", "张三:从重处罚"},
    {"paid by the family", "被告人张三的家属主动赔付被害人经济损失，可从轻处罚。", "张三:赔偿损失"},
    {"words of the law on a heavier penalty",
     "被告人张三的行为触犯了奸淫幼女以强奸论、从重处罚之规定，构成强奸罪。", ""},
    {"weighed more heavily", "被害人损失尚未挽回，对被告人张三量刑时酌情从重考虑。",
     "张三:从重处罚"},
    {"good attitude at the hearing", "被告人张三在庭审中认罪态度较好，可酌情从轻处罚。", ""},
    {"settled execution", "被告人张三与申请执行人达成执行和解，可从轻处罚。", "张三:取得谅解"},
    {"probation period", "被告人张三在缓刑考验期内又犯新罪，应当撤销缓刑，实行数罪并罚。",
     "张三:缓刑考验期内犯罪、数罪并罚"},
    {"roles not told apart", "本案不宜区分主从犯。", ""},
    {"words of the law",
     "根据法律规定，犯罪以后自动投案，如实供述自己的罪行的，是自首。对于自首的犯罪分子，可以从轻处"
     "罚。",
     ""},
    {"a title",
     "依据《最高人民法院关于处理自首和立功具体应用法律若干问题的解释》，张三已构成犯罪。", ""},
    {"each by name", "被告人张三系主犯，应当按照全部犯罪处罚；被告人李四系从犯，应当从轻处罚。",
     "张三:主犯 李四:从犯"},
    {"two names", "被告人张三、李四当庭自愿认罪，可酌情从轻处罚。",
     "张三:当庭自愿认罪 李四:当庭自愿认罪"},
    {"by number", "二被告人归案后均能如实供述自己的罪行。", "张三:坦白 李四:坦白"},
    {"all of them", "被告人张三系主犯。各被告人取得被害人谅解。",
     "张三:主犯、取得谅解 李四:取得谅解"},
    {"the last named", "被告人李四归案后如实供述。其亲属代为退赃，可从轻处罚。",
     "李四:坦白、退赃退赔"},
    {"an object is not the subject", "被告人张三协助公安机关抓获被告人李四，是立功。", "张三:立功"},
    {"object without the word defendant", "张三到案后协助公安机关抓获李四，构成立功。",
     "张三:立功"},
    {"for nobody in particular", "系主犯，应当处罚。", ""},
    {"the other defendant, of two named before",
     "张三起主要作用，系主犯，其余被告人系从犯。李四自愿认罪认罚。",
     "张三:主犯 李四:从犯、认罪认罚"},
    {"the other two, after a sentence on the third",
     "张三系主犯，其余被告人系从犯。孙七系累犯，应当从重处罚。其余二被告人均取得谅解。被告人李四认"
     "错。",
     "张三:主犯、取得谅解 李四:从犯、取得谅解 孙七:从犯、累犯、从重处罚"},
    {"all except one", "除被告人张三外，其他被告人均系从犯，孙七、李四的作用较小。",
     "李四:从犯 孙七:从犯"},
    {"these two, told by number", "被告人张三、李四起主要作用，该二人系主犯。孙七系从犯。",
     "张三:主犯 李四:主犯 孙七:从犯"},
    {"the above three persons", "被告人张三、李四、孙七共同盗窃。孙七系从犯。上述三人均已退赃。",
     "张三:退赃退赔 李四:退赃退赔 孙七:从犯、退赃退赔"},
    {"caught other offenders: not the other defendants",
     "被告人张三揭发他人犯罪，并协助抓获其他罪犯，经查证属实，属有立功表现。", "张三:立功"},
    {"gave himself up and confessed: surrender by its definition",
     "被告人张三犯罪以后自动投案，如实供述自己的罪行，可以从轻处罚。", "张三:自首"},
    {"one gave himself up, the other was caught and confessed",
     "被告人张三自动投案，如实供述自己的罪行；被告人李四归案后如实供述自己的罪行。",
     "张三:自首 李四:坦白"},
    {"gave himself up, but surrender is denied",
     "被告人张三虽主动投案，如实供述，但当庭翻供，不构成自首。", ""},
    {"helped to catch the other: his merit, not the other's",
     "被告人李四协助公安机关抓获同案被告人张三，系立功。二被告人自愿认罪。",
     "张三:当庭自愿认罪 李四:立功、当庭自愿认罪"},
    {"helped to catch one named without a title",
     "被告人张三如实供述，并配合抓获其上线李四，有立功情节。被告人李四拒不认罪。",
     "张三:坦白、立功"},
    {"followed the other", "被告人李四跟随被告人张三行事，起次要作用，是从犯。", "李四:从犯"},
    {"told of the other, who is no subject",
     "被告人张三交待了同案被告人李四的行踪，属于如实供述，不构成立功，是坦白。", "张三:坦白"},
    {"was first to propose: no opinion",
     "关于李四系从犯一节，经查，被告人李四主动提出犯意，是主犯，该意见不予采纳。被告人张三无异议。",
     "李四:主犯"},
    {"the whole case", "被告人李四、张三系累犯。本案系恶势力犯罪，酌情从重处罚。孙七认罪。",
     "张三:累犯、从重处罚 李四:累犯、从重处罚 孙七:从重处罚"},
    {"combined by the principle",
     "被告人张三在刑罚执行完毕以前又犯罪，应当依照数罪并罚的原则决定执行的刑罚。", "张三:数罪并罚"},
    {"what the law means is no finding",
     "自首是指犯罪后自动投案，如实供述自己的罪行的行为。本案中，被告人张三系被抓获，不成立自首。",
     ""},
    {"the defendant's counsel, named with him",
     "关于被告人张三的辩护人认为被告人系坦白的辩护意见，经查，张三没有如实供述，该辩护意见不成立，"
     "不予采"
     "纳。",
     ""},
    {"paid in what was gained", "被告人张三主动缴纳罚金及违法所得，可从轻处罚。", "张三:退赃退赔"},
};

static cm_sv judgment(cm_arena *mem, const char *holds)
{
    bool two = strstr(holds, "李四") != NULL || strstr(holds, "二被告人") != NULL ||
               strstr(holds, "各被告人") != NULL || strncmp(holds, "系主犯", strlen("系主犯")) == 0;
    bool three = strstr(holds, "孙七") != NULL;
    const char *second = three ? "被告人李四，男，1985年3月2日出生。\n被告人孙七，男。\n"
                         : two ? "被告人李四，男，1985年3月2日出生。\n"
                               : "";
    const char *names = three ? "张三、李四、孙七" : two ? "张三、李四" : "张三";
    return cm_arena_format(
        mem,
        "某市人民法院\n刑事判决书\n（2017）沪0120刑初684号\n公诉机关某市人民检察院。\n"
        "被告人张三，男，1980年1月1日出生。\n%s"
        "某市人民检察院指控被告人%s犯盗窃罪，向本院提起公诉。本案现已审理终结。\n"
        "经审理查明，2017年1月2日，被告人%s窃得手机一部。\n"
        "本院认为，%s依照《中华人民共和国刑法》第二百六十四条之规定，判决如下：\n"
        "一、被告人张三犯盗窃罪，判处有期徒刑六个月。\n%s"
        "如不服本判决，可在接到判决书的第二日起十日内提出上诉。\n审判员王五\n"
        "二〇一七年五月四日\n书记员赵六\n",
        second, names, names, holds, two ? "二、被告人李四犯盗窃罪，判处拘役五个月。\n" : "");
}

static void write_circumstances(cm_buf *out, const cm_choices *choices, const cm_record *r)
{
    for (size_t i = 0; i < r->defendants.count; i++) {
        const cm_defendant *d = &r->defendants.items[i];
        const char *mark = ":";
        if (d->circumstances.count > 0) {
            (void)cm_buf_addf(out, "%s%.*s", out->len > 0 ? " " : "", CM_SV_ARG(d->name.value));
        }
        for (size_t k = 0; k < d->circumstances.count; k++) {
            cm_sv zh = cm_term_zh(choices->circumstance, d->circumstances.items[k].value);
            (void)cm_buf_addf(out, "%s%.*s", mark, CM_SV_ARG(zh));
            mark = "、";
        }
    }
}

static void test_rows(void **state)
{
    reading_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_record r = reading_fixture_read(f, judgment(&mem, rows[i].holds));
        write_circumstances(&out, cm_reader_choices(f->reader), &r);
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

static const struct {
    const char *title, *holds;
    cm_state want;
} states[] = {
    {"stated", "被告人张三系自首。", CM_KNOWN},
    {"states nothing", "被告人张三的行为已构成盗窃罪。", CM_KNOWN},
    {"for nobody in particular: partly", "系主犯，应当处罚。", CM_ABSENT},
};

static void test_states(void **state)
{
    reading_fixture *f = *state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    for (size_t i = 0; i < TEST_ROWS(states); i++) {
        test_row(states[i].title);
        cm_record r = reading_fixture_read(f, judgment(&mem, states[i].holds));
        assert_int_equal(r.groups[CM_GROUP_FINDINGS].state, states[i].want);
    }
    cm_record r = reading_fixture_read(f, CM_SV("被告人张三系自首。"));
    assert_int_equal(r.groups[CM_GROUP_FINDINGS].state, CM_UNREAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_states),
    };
    return cmocka_run_group_tests_name("judgment_circumstance", tests, reading_fixture_load,
                                       reading_fixture_free);
}

"""The kinds of error that are planted: each takes the text of a judgment and gives it back with one error, or None where the text
offers no place for it. The text is edited as a court would have written it: whatever else states the same thing is changed too.
Nothing here asks the program: places are found by the plain words of judgments.
"""
import datetime
import re

DIGITS = '零一二三四五六七八九十'
DATE = r'[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日'
TERM = r'(?:[0-9一二三四五六七八九十]+年)?(?:[零又]?[0-9一二三四五六七八九十]+个月)?'
FINE = r'[，,、]?(?:并|单)处罚金(?:人民币)?[^，。；（(、]{1,12}元(?:整)?'


def number(word):
    """A small Chinese or plain number."""
    if word.isdigit():
        return int(word)
    tens, _, ones = word.partition('十') if '十' in word else ('', '', word)
    value = DIGITS.index(ones) if ones else 0
    return value + (10 * (DIGITS.index(tens) if tens else 1) if '十' in word else 0)


def words(value):
    """A number up to 99 in Chinese."""
    tens, ones = divmod(value, 10)
    return (('' if tens == 1 else DIGITS[tens]) + '十' if tens else '') + (DIGITS[ones] if ones or not tens else '')


def months(term):
    years = re.match(r'([0-9一二三四五六七八九十]+)年', term)
    rest = re.search(r'([0-9一二三四五六七八九十]+)个月', term)
    return (12 * number(years.group(1)) if years else 0) + (number(rest.group(1)) if rest else 0)


def term(value):
    years, rest = divmod(value, 12)
    return (f'{words(years)}年' if years else '') + (f'{words(rest)}个月' if rest else '')


def day(text):
    return datetime.date(*map(int, re.findall(r'[0-9]+', text)))


def written(date):
    return f'{date.year}年{date.month}月{date.day}日'


def after(date, count):
    """The day `count` months later, the last of the month where it has none."""
    at = date.year * 12 + date.month - 1 + count
    for last in (date.day, 30, 29, 28):
        try:
            return datetime.date(at // 12, at % 12 + 1, last)
        except ValueError:
            continue
    raise ValueError(date)


def operative(text):
    """Where the operative part stands, or None."""
    begin = text.find('判决如下')
    end = text.find('如不服本判决', begin)
    return (begin, end) if 0 <= begin < end else None


def split(text):
    place = operative(text)
    return (text[:place[0]], text[place[0]:place[1]], text[place[1]:]) if place else None


def in_operative(text, pattern, replace, count=1):
    """The first place of the operative part that fits, replaced; None where there is none."""
    parts = split(text)
    if parts is None:
        return None
    new, done = re.subn(pattern, replace, parts[1], count=count)
    return parts[0] + new + parts[2] if done and new != parts[1] else None


def defendants(text):
    parts = split(text)
    return set(re.findall(r'被告人([^犯，。；、（）]{2,4})犯', parts[1])) if parts else set()


def alone(text):
    """One defendant, one count."""
    parts = split(text)
    return parts is not None and len(re.findall(r'被告人[^犯，。；]{2,12}犯', parts[1])) == 1 and parts[1].count('罪，') == 1


def convicted_of(text, *charges):
    parts = split(text)
    return parts is not None and any(re.search(f'犯{c}[，,]', parts[1]) for c in charges)


SPAN = re.compile(f'(自)({DATE})(起?至)({DATE})(止?)')


def tells_custody(text):
    """Where nothing is said of the time in custody, days that are not told explain any later end."""
    return re.search(r'[0-9]{1,2}日[^。；]{0,40}(?:刑事拘留|羁押|逮捕)', text[:text.find('指控')]) is not None


def wrong_end(text):
    parts = split(text)
    found = SPAN.search(parts[1]) if parts and alone(text) and '缓刑' not in parts[1] and tells_custody(text) else None
    if not found:
        return None
    end = after(day(found.group(4)), 1)
    return in_operative(text, re.escape(found.group(0)),
                        found.group(1) + found.group(2) + found.group(3) + written(end) + found.group(5))


def wrong_start(text):
    parts = split(text)
    found = SPAN.search(parts[1]) if parts and alone(text) and '缓刑' not in parts[1] else None
    if not found:
        return None
    start = day(found.group(2))
    start = start.replace(year=start.year - 1, day=min(start.day, 28))
    return in_operative(text, re.escape(found.group(0)),
                        found.group(1) + written(start) + found.group(3) + found.group(4) + found.group(5))


MUST = ('盗窃罪', '诈骗罪', '抢劫罪', '贩卖毒品罪', '危险驾驶罪', '开设赌场罪', '赌博罪', '信用卡诈骗罪', '合同诈骗罪')
NO_FINE = ('故意伤害罪', '交通肇事罪', '过失致人死亡罪', '故意杀人罪', '强奸罪', '放火罪', '故意毁坏财物罪', '非法拘禁罪', '失火罪',
           '妨害公务罪')


def adult(text):
    """A defendant whose day of birth makes him of age by the words of the text alone: only then 500 yuan is too little."""
    born = re.search(r'(19[0-9]{2})年[0-9]{1,2}月[0-9]{1,2}日(?:出?生|，?生于)|(?:出?生于|生于)(19[0-9]{2})年', text[:1500])
    acted = [int(y) for y in re.findall(r'(20[0-9]{2})年[0-9]{1,2}月[0-9]{1,2}日', text[text.find('审理查明'):])]
    return bool(born and acted) and min(acted) - int(born.group(1) or born.group(2)) > 19


def small_fine(text):
    if not alone(text) or not adult(text) or not convicted_of(text, '盗窃罪', '诈骗罪', '抢劫罪', '贩卖毒品罪', '危险驾驶罪'):
        return None
    return in_operative(text, r'(并处罚金)(人民币)?[^，。；（(、]{1,12}元(?:整)?', '\\g<1>人民币五百元')


def no_fine(text):
    """A fine that must be imposed is not, and nothing is said of its payment."""
    if not alone(text) or not convicted_of(text, *MUST):
        return None
    new = in_operative(text, FINE, '')
    if new is None or '单处' in split(text)[1]:
        return None
    parts = split(new)
    rest = re.sub(r'罚金[^，。；（()）]*(?:缴纳|缴清|交纳|付清|执行)[^，。；（()）]*[，。；]?', '', parts[1])
    return parts[0] + rest + parts[2] if '罚金' not in rest else None


def fine_left_over(text):
    """The fine is gone, how it is to be paid is still there."""
    if not alone(text):
        return None
    parts = split(text)
    talk = re.search(r'罚金[^，。；（()）]*(?:缴纳|缴清|交纳|付清)', parts[1]) if '并罚' not in parts[1] else None
    new = in_operative(text, FINE, '') if talk and '单处' not in parts[1] else None
    return new if new and re.search(r'罚金[^，。；（()）]*(?:缴纳|缴清|交纳|付清)', split(new)[1]) else None


def fine_too_many(text):
    if not alone(text) or not convicted_of(text, *NO_FINE) or '罚金' in split(text)[1]:
        return None
    return in_operative(text, f'(判处(?:有期徒刑|拘役|管制){TERM}(?:[，,]缓刑{TERM})?)', '\\g<1>，并处罚金人民币二千元')


def short_probation(text):
    parts = split(text)
    found = re.search(f'有期徒刑({TERM})[，,](?:宣告)?缓刑({TERM})', parts[1]) if parts and '撤销' not in parts[1] else None
    if not found or not months(found.group(1)) or not months(found.group(2)):
        return None
    less = min(months(found.group(1)) - 1, 10)
    if less < 2:
        return None
    changed = found.group(0)[:found.start(2) - found.start(0)] + term(less)
    return in_operative(text, re.escape(found.group(0)), changed)


def long_probation(text):
    """Probation for more than three years of imprisonment."""
    parts = split(text)
    found = re.search(f'有期徒刑({TERM})[，,](宣告)?缓刑({TERM})', parts[1]) if parts and alone(text) and '撤销' not in parts[1] else None
    if not found or not months(found.group(1)) or not months(found.group(3)):
        return None
    return in_operative(text, re.escape(found.group(0)), f'有期徒刑四年，{found.group(2) or ""}缓刑五年')


def recidivist_on_probation(text):
    parts = split(text)
    if not parts or not alone(text) or '缓刑' not in parts[1] or '累犯' in text or '判处有期徒刑' not in parts[1]:
        return None
    name = re.search(r'被告人([^犯，。；、（）]{2,4})犯', parts[1])
    at = re.search(r'(?:依照|根据)《中华人民共和国刑法》', parts[0])
    if not name or not at:
        return None
    begin = parts[0].rfind('。', 0, at.start()) + 1
    said = f'被告人{name.group(1)}曾因故意犯罪被判处有期徒刑，刑罚执行完毕以后五年以内再犯应当判处有期徒刑以上刑罚之罪，系累犯，依法应当从重处罚。'
    return parts[0][:begin] + said + parts[0][begin:] + parts[1] + parts[2]


def recidivism_unsaid(text):
    """The court no longer finds a recidivist in one who is, and does not cite the article."""
    parts = split(text)
    if not parts or not alone(text) or '累犯' not in parts[0]:
        return None
    holds = parts[0].rfind('本院认为')
    if holds < 0 or '累犯' not in parts[0][holds:] or not re.search(r'刑满释放', parts[0][:holds]):
        return None
    opinion = re.sub(r'[^，。；、]*(?:系|是|构成|属|为)累犯[^，。；]*[，。；]?(?:依法)?(?:应当?|予以)?从重处罚[，。；]?|[^，。；]*累犯[^，。；]*[，。；]',
                     '', parts[0][holds:])
    opinion = re.sub(r'(?:《中华人民共和国刑法》)?第六十五条(?:第一款)?[、，]', '', opinion)
    if '累犯' in opinion or '第六十五条' in opinion:
        return None
    before = re.sub(r'[^，。；]*累犯[^，。；]*[，。；]', '', parts[0][:holds])
    return before + opinion + parts[1] + parts[2] if '累犯' not in before else None


def name_in_operative(text):
    parts = split(text)
    names = defendants(text)
    if not alone(text) or len(names) != 1:
        return None
    name = names.pop()
    if '某' in name or parts[0].count(name) < 3 or not 2 <= len(name) <= 4:
        return None
    other = name[:-1] + ('强' if name[-1] != '强' else '伟')
    return parts[0] + parts[1].replace(name, other) + parts[2]


def sole_judge(text):
    """A single judge gives more than three years."""
    parts = split(text)
    found = re.search(f'判处有期徒刑({TERM})', parts[1]) if parts and alone(text) else None
    if not found or months(found.group(1)) <= 36 or '合议庭' not in parts[0]:
        return None
    head = re.sub(r'依法(?:另行)?组成(?:由[^，。]*的)?合议庭(?:适用普通程序)?|(?:由[^，。]{4,40})?组成合议庭', '依法适用简易程序，由审判员独任审判',
                  parts[0])
    head = re.sub(r'合议庭', '本院', head)
    at = re.search(r'(?:代理)?审判长', parts[2])
    if not at or '独任' not in head:
        return None
    tail = re.sub(r'\n[^\n]*人民陪审员[^\n]*', '', parts[2])
    tail = re.sub(r'审\s*判\s*长', '审判员', tail, count=1)
    lines = tail.split('\n')
    judges = [i for i, line in enumerate(lines) if re.match(r'\s*(?:代理)?审\s*判\s*员', line)]
    for i in reversed(judges[1:]):
        del lines[i]
    return head + parts[1] + '\n'.join(lines)


def two_judges(text):
    parts = split(text)
    if not parts or '合议庭' not in parts[0]:
        return None
    lines = parts[2].split('\n')
    judges = [i for i, line in enumerate(lines)
              if re.match(r'\s*(?:代理)?(?:审\s*判\s*[长员]|人\s*民\s*陪\s*审\s*员)', line)]
    if len(judges) != 3:
        return None
    del lines[judges[2]]
    return parts[0] + parts[1] + '\n'.join(lines)


def total_too_long(text):
    """The total is longer than all terms together; the term printed goes with it."""
    parts = split(text)
    if not parts or len(defendants(text)) != 1 or '缓刑' in parts[1]:
        return None
    decided = re.search(f'决定执行有期徒刑({TERM})', parts[1])
    each = [months(t) for t in re.findall(f'判处有期徒刑({TERM})', parts[1]) if months(t)]
    if not decided or len(each) < 2 or not months(decided.group(1)):
        return None
    more = sum(each) + 4 - months(decided.group(1))
    new = in_operative(text, re.escape(decided.group(0)), f'决定执行有期徒刑{term(sum(each) + 4)}')
    span = SPAN.search(parts[1])
    if span and new:
        end = after(day(span.group(4)), more)
        new = in_operative(new, re.escape(span.group(0)),
                           span.group(1) + span.group(2) + span.group(3) + written(end) + span.group(5))
    return new


def prison_for_drunk_driving(text):
    if not alone(text) or not convicted_of(text, '危险驾驶罪'):
        return None
    return in_operative(text, r'判处拘役', '判处有期徒刑')


def before_hearing(text):
    """The signature is older than the hearing."""
    parts = split(text)
    heard = re.search(r'于(20[0-9]{2})年[0-9]{1,2}月[0-9]{1,2}日[^。]{0,24}开庭', parts[0]) if parts else None
    signed = re.search(r'\n\s*(二[〇○O零０][一二〇○零０]{1}[〇○一二三四五六七八九零０])年([一二三四五六七八九十]{1,2})月', parts[2]) if parts else None
    if not heard or not signed:
        return None
    year = signed.group(1)
    value = int(''.join(str('〇一二三四五六七八九'.find(re.sub('[○零O０]', '〇', c))) for c in year))
    if value > int(heard.group(1)) + 1:
        return None
    earlier = ''.join('〇一二三四五六七八九'[int(c)] for c in str(int(heard.group(1)) - 1))
    tail = parts[2].replace(year + '年', earlier + '年', 1)
    return parts[0] + parts[1] + tail


def no_such_day(text):
    parts = split(text)
    found = SPAN.search(parts[1]) if parts and alone(text) and '缓刑' not in parts[1] else None
    if not found:
        return None
    year = day(found.group(4)).year
    return in_operative(text, re.escape(found.group(0)),
                        f'{found.group(1)}{found.group(2)}{found.group(3)}{year}年2月30日{found.group(5)}')


def life_with_rights(text):
    parts = split(text)
    if not parts or '无期徒刑' not in parts[1] or parts[1].count('剥夺政治权利') != 1 or len(defendants(text)) != 1:
        return None
    return in_operative(text, r'[，,]剥夺政治权利终身', '')


ITEM = r'\n[一二三四五六七八九十]、[^\n]*(?:责令[^\n]*退赔|追缴[^\n]*(?:发还|返还|退赔))[^\n]*'


def no_restitution(text):
    parts = split(text)
    if not parts or not alone(text) or not convicted_of(text, '盗窃罪', '诈骗罪', '抢夺罪', '敲诈勒索罪', '合同诈骗罪'):
        return None
    if len(re.findall(r'退赔|追缴|发还|返还', parts[1])) != len(re.findall(r'退赔|追缴|发还|返还', ''.join(re.findall(ITEM, parts[1])))):
        return None
    if re.search(r'已(?:经)?(?:全部|全额)?(?:退赔|退还|发还|返还|赔偿)|谅解', parts[0]):
        return None
    new = in_operative(text, ITEM, '')
    return re.sub(r'第六十四条[、，]?', '', new) if new else None


RETIRED = {'掩饰、隐瞒犯罪所得罪': '销售赃物罪', '掩饰、隐瞒犯罪所得、犯罪所得收益罪': '窝赃罪', '非国家工作人员受贿罪': '公司、企业人员受贿罪',
           '盗窃罪': '偷窃罪', '强奸罪': '奸淫幼女罪', '危险驾驶罪': '醉酒驾驶罪', '寻衅滋事罪': '流氓罪'}


def retired_charge(text):
    parts = split(text)
    for name, old in RETIRED.items():
        if parts and re.search(f'犯{name}[，,]', parts[1]) and alone(text):
            return in_operative(text, f'犯{name}', f'犯{old}')
    return None


ARTICLES = {'盗窃罪': '第二百六十四条', '诈骗罪': '第二百六十六条', '危险驾驶罪': '第一百三十三条之一', '故意伤害罪': '第二百三十四条',
            '抢劫罪': '第二百六十三条', '贩卖毒品罪': '第三百四十七条', '交通肇事罪': '第一百三十三条', '寻衅滋事罪': '第二百九十三条'}


def article_of(text):
    for charge, article in ARTICLES.items():
        if convicted_of(text, charge):
            return article
    return None


def basis_without(text, pattern, becomes=''):
    """The citations before the operative part with one of them gone, or another; None where it is not there."""
    parts = split(text)
    at = re.search(r'(?:依照|根据|依据|按照)《?[^。]*?$', parts[0][-700:]) if parts else None
    if not at:
        return None
    begin = len(parts[0]) - min(700, len(parts[0])) + at.start()
    new = re.sub(pattern, becomes, parts[0][begin:], count=1)
    return parts[0][:begin] + new + parts[1] + parts[2] if new != parts[0][begin:] else None


def holds(text, pattern):
    parts = split(text)
    return parts is not None and re.search(pattern, parts[0][parts[0].rfind('本院认为'):]) is not None


def recidivist_uncited(text):
    if not holds(text, '(?:系|是|构成|属|为)累犯'):
        return None
    new = basis_without(text, '第六十五条(?:第一款)?[、，]')
    return new if new and '第六十五条' not in new else None


def probation_uncited(text):
    parts = split(text)
    if not parts or '缓刑' not in parts[1] or '撤销' in parts[1]:
        return None
    new = basis_without(text, '第七十二条(?:第[一二三]款)?(?:[、，]第[一二三]款)?[、，]')
    new = basis_without(new, '[、，]?第七十三条(?:第[一二三]款)?(?:[、，](?:第)?[一二三]款)?') if new else None
    return new if new and not re.search('第七十[二三]条', new[:new.find('判决如下')]) else None


def article_of_another(text):
    """The article of another crime is cited."""
    article = article_of(text) if alone(text) else None
    other = '第二百六十六条' if article != '第二百六十六条' else '第二百三十四条'
    new = basis_without(text, article + '(?!之)', other) if article else None
    return new if new and article not in new[new.rfind('本院认为'):new.find('判决如下')] else None


def surrender_uncited(text):
    parts = split(text)
    if not parts or not alone(text) or not re.search(r'(?:系|是|有|构成|属)自首', parts[0][parts[0].rfind('本院认为'):]):
        return None
    new = re.sub(r'第六十七条第一款[、，]', '', parts[0])
    return new + parts[1] + parts[2] if new != parts[0] and '第六十七条' not in new else None


def appeal_days(text):
    return re.sub(r'(第二日起)(?:十|10)日内', '\\g<1>十五日内', text, count=1) if re.search(r'第二日起(?:十|10)日内', text) else None


def no_appeal_notice(text):
    parts = split(text)
    new = re.sub(r'如不服本判决[^。]*。(?:书面上诉的?[^。]*。)?', '', parts[2], count=1) if parts else None
    return parts[0] + parts[1] + new if new and new != parts[2] else None


def exempt_with_penalty(text):
    """Exempted from punishment, and fined all the same."""
    parts = split(text)
    if not parts or not alone(text) or '免予刑事处罚' not in parts[1]:
        return None
    return in_operative(text, r'(免予刑事处罚)', '\\g<1>，并处罚金人民币二千元')


def life_by_district_court(text):
    parts = split(text)
    found = re.search(f'判处有期徒刑({TERM})', parts[1]) if parts and alone(text) else None
    if not found or months(found.group(1)) < 120 or '中级人民法院\n' in text[:200] or '缓刑' in parts[1]:
        return None
    new = in_operative(text, re.escape(found.group(0)), '判处无期徒刑，剥夺政治权利终身')
    return re.sub(r'[（(][^（()）]*刑期[^（()）]*[)）]', '', new) if new else None


def total_of_one(text):
    """One count, and a total is decided for it."""
    parts = split(text)
    found = re.search(f'判处(有期徒刑{TERM})', parts[1]) if parts and alone(text) and '决定执行' not in parts[1] else None
    if not found or '缓刑' in parts[1] or '并罚' in parts[0] or '撤销' in parts[1]:
        return None
    return in_operative(text, f'({re.escape(found.group(0))}(?:{FINE})?)', f'\\g<1>，决定执行{found.group(1)}')


def total_left_out(text):
    """Several counts, and no total."""
    parts = split(text)
    if not parts or len(defendants(text)) != 1 or len(re.findall(f'判处有期徒刑{TERM}', parts[1])) < 2:
        return None
    return in_operative(text, f'[，,；;。]?(?:数罪并罚[，,])?决定执行有期徒刑{TERM}[^。；（(]*', '')


def no_payment_day(text):
    """A fine without a word on when it is to be paid."""
    parts = split(text)
    if not parts or not alone(text) or '罚金' not in parts[1]:
        return None
    new = re.sub(r'[（(]\s*罚金[^（()）]*[)）]|[；;，,。]?\s*罚金[^，。；（()）]*(?:缴纳|缴清|交纳|付清)[^，。；（()）]*', '', parts[1])
    return parts[0] + new + parts[2] if new != parts[1] and len(re.findall('罚金', new)) == 1 and not re.search('缴|交纳', new) else None


# kind, the models of which one must hit, how it is planted
KINDS = (
    ('end of the term a month late', ('term-span-mismatch',), wrong_end),
    ('start of the term a year early', ('term-span-mismatch',), wrong_start),
    ('end of the term on 30 February', ('date-impossible',), no_such_day),
    ('fine of 500 yuan', ('fine-below-floor', 'fine-out-of-range'), small_fine),
    ('mandatory fine left out', ('mandatory-fine-missing',), no_fine),
    ('fine left out, its payment not', ('operative-text-defect', 'mandatory-fine-missing'), fine_left_over),
    ('fine without a ground', ('fine-not-authorised',), fine_too_many),
    ('no day to pay the fine', ('fine-deadline-defect',), no_payment_day),
    ('probation too short', ('probation-period-illegal',), short_probation),
    ('probation for four years', ('probation-over-3y',), long_probation),
    ('probation for a recidivist', ('probation-forbidden-person',), recidivist_on_probation),
    ('recidivism not found', ('recidivism-missed',), recidivism_unsaid),
    ('other name in the operative part', ('party-name-mismatch',), name_in_operative),
    ('one judge, more than three years', ('solo-judge-over-3y',), sole_judge),
    ('panel of two', ('panel-illegal', 'panel-signature-conflict'), two_judges),
    ('total above the sum', ('concurrence-out-of-range',), total_too_long),
    ('total for one count', ('concurrence-not-decided',), total_of_one),
    ('no total for several counts', ('concurrence-not-decided',), total_left_out),
    ('imprisonment for drunk driving', ('main-penalty-kind-illegal',), prison_for_drunk_driving),
    ('signed a year before the hearing', ('date-impossible',), before_hearing),
    ('life without loss of rights', ('political-rights-life-missing',), life_with_rights),
    ('life by a district court', ('level-jurisdiction',), life_by_district_court),
    ('restitution left out', ('restitution-missing', 'illegal-gain-not-recovered'), no_restitution),
    ('charge of no such name', ('charge-name-nonstandard',), retired_charge),
    ('article of another crime cited', ('law-clause-wrong',), article_of_another),
    ('recidivist without his article', ('law-citation-missing',), recidivist_uncited),
    ('probation without its articles', ('law-citation-missing',), probation_uncited),
    ('surrender without its article', ('law-citation-missing',), surrender_uncited),
    ('appeal within fifteen days', ('appeal-notice-wrong',), appeal_days),
    ('no notice of appeal', ('appeal-notice-wrong',), no_appeal_notice),
    ('exempted and fined', ('exemption-with-penalty',), exempt_with_penalty),
)

export const words = {
  help: ['帮助', 'Help'],
  what: ['这是什么', 'What this is'],
  keys: ['快捷键', 'Keys'],
  keysAbout: ['不必用鼠标。打字时、输入法组字时快捷键不起作用；在任何一页按 ? 列出那里的键。', 'No mouse is needed. Keys never fire while you type or an input method composes; ? lists those of the page you are on.'],
  where: ['在哪里', 'Where'],
  key: ['按键', 'Key'],
  does: ['作用', 'What it does'],
  terms: ['用语', 'Words'],
  term: ['用语', 'Word'],
  meaning: ['意思', 'What it means'],
  more: ['更多', 'More'],
  api: ['接口说明（OpenAPI）', 'Description of the API (OpenAPI)'],
  apiAbout: ['工作台能做的，接口都能做。', 'Whatever the workbench does, the API does too.'],
  token: ['接口令牌', 'API tokens'],
  version: ['程序版本 {version}', 'Version {version}'],
} as const;

/* What the workbench is, in ten lines. */
export const lines = [
  ['查明读裁判文书和部门数据，用预先写好的规则找出可能有错的地方，交给检察官核实。', 'Chaming reads judgments and departmental data, finds with preset rules what may be wrong, and hands it to a prosecutor to verify.'],
  ['它不作任何决定：每条都是“线索，待核实”，由具名的人决定。', 'It decides nothing: each finding is a clue to be verified, and a named person decides.'],
  ['每条线索都带着依据：原文中的字句、读出的数值、当时有效的法条。', 'Each clue carries its evidence: the words of the text, the values read, the law of the day.'],
  ['模型有三种回答：命中、未命中、无法判断。没有读懂的从不算作命中。', 'A model answers hit, clear or undecidable. What was not read is never a hit.'],
  ['对被告人有利的错误和不利的错误同样查找，所有计数按方向分开。', 'Errors for and against the accused are looked for alike; every count is split by direction.'],
  ['从首页开始：今天等着您的事都在那里，每个数字点开就是那些线索。', 'Begin at Home: what waits for you today is there; each number opens its clues.'],
  ['审查线索：左边原文，右边依据；y 进行下一步，x 查否，两个键以内作出决定。', 'Review: the text on the left, the evidence on the right; y goes on, x rejects: two keys at most.'],
  ['成案以前须调卷、查找补正裁定、听取对方说明，不得只凭裁判文书。', 'No case without the file, the search for a correction ruling and the other side’s explanation.'],
  ['文书逐句注明依据，经检查、审批、制发、送达，直到对方回复。', 'A document tells for each sentence what it rests on, and goes through check, approval, issue and delivery to the reply.'],
  ['个人信息平时遮盖；查看须写明理由，每次查看都有记录。', 'Personal data are masked; to see them one says why, and every look is recorded.'],
] as const;

type Line = readonly [string, string];

/* [where, key, what it does] */
export const keys: readonly (readonly [Line, string, Line])[] = [
  [['各处', 'Everywhere'], '?', ['这一页的快捷键', 'Keys of this page']],
  [['审查线索', 'Review'], 'j / k', ['下一条、上一条线索', 'Next, previous clue']],
  [['审查线索', 'Review'], 'n / p', ['下一处、上一处依据', 'Next, previous place in the text']],
  [['审查线索', 'Review'], 'y', ['进行下一步', 'The positive step']],
  [['审查线索', 'Review'], 'x', ['查否，再按一个键选原因', 'Reject, then one key for the reason']],
  [['审查线索', 'Review'], 's', ['存查', 'Set aside']],
  [['审查线索', 'Review'], 'c', ['批注', 'Comment']],
  [['审查线索', 'Review'], 'e', ['更正读错的事实', 'Correct a fact']],
  [['审查线索', 'Review'], 'd', ['起草文书', 'Draft a document']],
  [['审查线索', 'Review'], 'g', ['这个人的文书链', 'The chain of documents']],
  [['审查线索', 'Review'], 'u', ['撤销', 'Undo']],
  [['文书', 'Document'], 'j / k', ['下一句、上一句', 'Next, previous sentence']],
  [['文书', 'Document'], 'n', ['下一处问题', 'Next problem']],
  [['文书', 'Document'], 'w', ['下一处待填', 'Next place to fill in']],
  [['文书', 'Document'], 'e / a', ['修改这一句、在后面加一句', 'Edit it, add one after it']],
  [['文书', 'Document'], 'p', ['正文与预览切换', 'Between text and preview']],
];

/* [word, what it means] */
export const terms: readonly (readonly [Line, Line])[] = [
  [['线索', 'clue'], ['模型命中的一处，连同依据；是问题，不是结论。', 'A hit with its evidence: a question, not a finding.']],
  [['监督模型', 'model'], ['一个文件：规则、依据、用语和自带的例子；不是程序。', 'One file: rule, basis, wording and its own cases; not a program.']],
  [['命中、未命中、无法判断', 'hit, clear, undecidable'], ['模型对每个对象的三种回答；无法判断时说明缺什么。', 'The three answers of a model; an undecidable one names what is missing.']],
  [['方向', 'direction'], ['改正后对被告人有利、不利或者中性。', 'What correcting the error would be for the accused: favourable, adverse or neutral.']],
  [['未读出', 'unread'], ['文书写了而程序没有读懂；与“没有写”不同。', 'The text states it and the program did not understand it; not the same as absent.']],
  [['依据', 'evidence'], ['支持线索的原文位置、数据行和法条版本。', 'Places of the text, rows of data and versions of the law that a clue rests on.']],
  [['核查', 'verification'], ['调卷、查找补正裁定、听取说明等，逐项记录结果。', 'Consulting the file, seeking a correction ruling, hearing the other side: each recorded with its result.']],
  [['成案', 'case'], ['核实后的线索，已在统一业务系统立号。', 'A verified clue with a number in the unified case system.']],
  [['存查', 'kept'], ['暂时搁置，到复查日再看。', 'Set aside until a day of review.']],
  [['查否', 'rejected'], ['核实后不成立，注明原因；同样的情形不再提示。', 'Found not to hold, with a reason; the same is not shown again.']],
  [['并案、类案', 'merged, class'], ['同一类问题合在一起，形成类案监督报告。', 'Clues of one kind put together for a report of the class.']],
  [['法律截至日', 'law known to'], ['所收法律更新到的日期；以后的裁判会注明。', 'The day up to which the law at hand is known; judgments after it are marked.']],
];

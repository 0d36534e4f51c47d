import type {Words} from '../../app/words';

/* Why a file was not read: the causes of `not_read`, as data/messages says them. */
export const causes: Words = {
  none: ['已读取', 'read'],
  too_long: ['超过长度上限', 'longer than the limit'],
  invalid_utf8: ['不是有效的 UTF-8', 'not valid UTF-8'],
  invalid_json: ['不是完整的 JSON', 'not a whole JSON object'],
  no_text: ['没有 full_text 或 text', 'no full_text and no text'],
  empty: ['内容为空', 'empty'],
  not_a_judgment: ['不是中文裁判文书', 'not a Chinese judgment'],
  unreadable_file: ['文件无法打开', 'file cannot be opened'],
  unknown_type: ['文件类型不明（读取 txt、html、docx、doc、pdf、zip、csv、xlsx、ndjson、json）', 'unknown type of file (txt, html, docx, doc, pdf, zip, csv, xlsx, ndjson and json are read)'],
  scan: ['扫描件，没有文字层', 'a scan without a text layer'],
  password: ['有密码', 'encrypted with a password'],
  damaged: ['文件已损坏', 'damaged'],
  charset: ['字符编码无法识别', 'bytes of no known charset'],
  bomb: ['压缩比异常', 'unpacks to too many times its size'],
  nested: ['压缩包嵌套过深', 'an archive too deep inside others'],
  timeout: ['读取超时', 'reading took too long'],
  no_tool: ['缺少读取此类文件的程序', 'the program that reads this kind is not installed'],
  no_text_column: ['表中没有全文一列', 'a table without a column for the text'],
  no_key: ['来源的密钥缺失', 'the key of its source is missing'],
  bad_row: ['格数与表头不同', 'another number of cells than the header'],
  bad_value: ['内容与该列的类型不符', 'a cell that is not of the type of its column'],
  empty_cell: ['不能为空的一格是空的', 'a cell that must not be empty'],
  repeated_row: ['与前面某行的标识相同', 'the same keys as an earlier row'],
};

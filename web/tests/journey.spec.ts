/* The whole way: files come in, models run, a clue is reviewed by keyboard, verified, drafted, approved by a second person,
 * issued, delivered, replied to and closed; the board counts it. */
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {Page} from '@playwright/test';
import {expect, houseTest} from './house';

const test = houseTest();
const SAMPLE = fileURLToPath(new URL('../../tests/cli/data/hit.txt', import.meta.url));
const CASE_NO = '（2016）川0199刑初12号';
const GAPS: [RegExp, string][] = [[/^填写“.*(单位|人员)/, '东川省临江县人民法院'], [/^填写“.*类别/, '适用法律'], [/^填写“.*意见/, '依法纠正'], [/^填写“.*期限/, '15日']];

async function ask<T>(page: Page, path: string): Promise<T> {
  return page.evaluate(async (where) => (await fetch(where)).json() as Promise<unknown>, path) as Promise<T>;
}

async function done(page: Page, path: string, body: object) {
  const status = await page.evaluate(async ([where, what]) => {
    const {csrf} = await (await fetch('/api/v1/session')).json() as {csrf: string};
    const answer = await fetch(where as string, {method: 'POST', headers: {'Content-Type': 'application/json', 'X-CSRF-Token': csrf}, body: what as string});
    return `${answer.status} ${await answer.text()}`;
  }, [`/api/v1${path}`, JSON.stringify(body)]);
  expect(status, path).toMatch(/^20\d /);
}

const state = async (page: Page, clue: string) => (await ask<{state: string}>(page, `/api/v1/clues/${clue}`)).state;

test('from a file to the board', async ({house, browser}) => {
  test.setTimeout(180_000);
  const keeper = await house.enter(browser, '李', '/data');
  await keeper.getByLabel('选择文件', {exact: true}).setInputFiles({name: 'hit.txt', mimeType: 'text/plain', buffer: readFileSync(SAMPLE)});
  await keeper.getByRole('button', {name: '导入 1 个文件'}).click();
  await expect.poll(async () => (await ask<{items: {kind: string; state: string}[]}>(keeper, '/api/v1/jobs')).items.map((job) => `${job.kind} ${job.state}`)).toContain('import done');

  const analyst = await house.enter(browser, '钱');
  const handler = await house.enter(browser, '赵');
  await done(handler, '/runs', {});
  let clue = '';
  await expect.poll(async () => {
    const {items} = await ask<{items: {id: string; case_no: string}[]}>(analyst, '/api/v1/clues?state=new&limit=500');
    clue = items.find((one) => one.case_no === CASE_NO)?.id ?? '';
    return clue;
  }, {timeout: 60_000}).not.toBe('');

  // sorted by keyboard; dispatched
  await analyst.goto(`${house.base}/clues/${clue}`);
  await expect(analyst.locator(`[data-clue="${clue}"][aria-busy="false"]`)).toBeVisible();
  await analyst.keyboard.press('y');
  await expect.poll(() => state(analyst, clue)).toBe('screened');
  await done(analyst, `/clues/${clue}/steps`, {step: 'assess', why: '与法不符'});
  const chief = await house.enter(browser, '孙');
  await done(chief, `/clues/${clue}/steps`, {step: 'dispatch', to_office: '第一检察部'});
  await done(chief, `/clues/${clue}/steps`, {step: 'assign', to_person: '赵'});

  // verified on the screen, by its handler
  await handler.goto(`${house.base}/clues/${clue}`);
  await expect(handler.locator(`[data-clue="${clue}"][aria-busy="false"]`)).toBeVisible();
  await handler.keyboard.press('2');
  for (let lacking = 3; lacking > 0; lacking--) {
    await handler.getByRole('button', {name: /^记录(?!其他|核查)/}).nth(3 - lacking).click();
    await handler.getByLabel('做了什么，查明什么').fill('核对原卷');
    await handler.getByRole('button', {name: '保存', exact: true}).click();
    await expect(handler.getByText('✗ 尚无')).toHaveCount(lacking - 1);
  }
  await handler.keyboard.press('y');
  await handler.getByLabel('理由').fill('核实无误');
  await handler.keyboard.press('Control+Enter');
  await expect.poll(() => state(handler, clue)).toBe('verified');
  await handler.goto(`${house.base}/clues/${clue}`);
  await expect(handler.locator(`[data-clue="${clue}"][aria-busy="false"]`)).toBeVisible();
  await handler.keyboard.press('y');
  await handler.getByLabel('统一业务系统案号').fill('临检监〔2026〕12号');
  await handler.keyboard.press('Control+Enter');
  await expect.poll(() => state(handler, clue)).toBe('filed');

  // drafted, filled in, submitted
  await handler.goto(`${house.base}/documents?draft=${clue}`);
  await handler.getByRole('button', {name: '起草纠正违法通知书'}).click();
  await handler.getByLabel('理由', {exact: true}).fill('起草文书');
  await handler.keyboard.press('Enter');
  await expect(handler.getByText('待填 4 处')).toBeVisible();
  for (const [label, words] of GAPS) {
    await handler.getByRole('button', {name: label}).first().click();
    await handler.getByRole('textbox', {name: label}).fill(words);
    await handler.keyboard.press('Control+Enter');
    await expect(handler.getByRole('textbox', {name: label})).toHaveCount(0);
  }
  await expect(handler.getByText('检查无误')).toBeVisible();
  const draft = handler.waitForEvent('download');
  await handler.getByRole('button', {name: '下载 .docx'}).click();
  expect((await draft).suggestedFilename()).toMatch(/[.]docx$/);
  const take = async (page: Page, step: string, replyBy?: string) => {
    await page.getByRole('button', {name: step, exact: true}).click();
    if (replyBy !== undefined) {
      await page.getByLabel('回复期限至（文书写明的）').fill(replyBy);
    }
    await page.getByRole('button', {name: `确定${step}`}).click();
    await expect(page.getByText(`已${step}`).first()).toBeVisible();
  };
  await take(handler, '送审');

  // by another person
  const at = new URL(handler.url()).pathname;
  await chief.goto(`${house.base}${at}`);
  const reason = chief.getByLabel('理由', {exact: true});
  await reason.or(chief.getByRole('button', {name: '批准', exact: true})).first().waitFor();
  if (await reason.isVisible()) {
    await reason.fill('审批文书');
    await chief.keyboard.press('Enter');
  }
  await take(chief, '批准');
  await take(chief, '制发');
  await expect(chief.getByText(/临纠违〔\d{4}〕1号/).first()).toBeVisible();
  await handler.reload();
  await take(handler, '送达', new Date(Date.now() + 15 * 86_400_000).toISOString().slice(0, 10));
  await handler.getByRole('button', {name: /回复$/}).first().click();
  await handler.getByLabel('回复结果').selectOption({index: 1});
  await handler.getByRole('button', {name: /^确定.*回复/}).click();
  await handler.getByLabel('办理结果').selectOption({index: 1});
  await handler.getByLabel('说明').fill('法院已作补正裁定');
  await handler.getByRole('button', {name: '办结线索'}).click();
  await expect.poll(() => state(handler, clue)).toBe('closed');

  // and it is counted
  await chief.goto(`${house.base}/board`);
  await expect(chief.getByRole('row', {name: /^文书/}).first()).toContainText('1');
});

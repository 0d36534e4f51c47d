/* Two people at one clue and at one sentence; and people who may do little. */
import type {Page} from '@playwright/test';
import {expect, houseTest} from './house';

const test = houseTest();
const CLUE = 'b55f24af1c65';
const CASE = '45e9b2a96aeb'; // brought to a case here, for a document
const DEPARTMENT = '第一检察部';

/* A request of whoever is logged in on the page. */
async function ask(page: Page, method: string, path: string, body?: object): Promise<{status: number; body: Record<string, unknown>}> {
  return page.evaluate(async ([how, where, what]) => {
    const session = await (await fetch('/api/v1/session')).json() as {csrf: string};
    const response = await fetch(where ?? '', {
      method: how, headers: {'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf}, ...(what !== undefined && {body: what}),
    });
    const text = await response.text();
    return {status: response.status, body: text === '' ? {} : JSON.parse(text) as Record<string, unknown>};
  }, [method, path, body === undefined ? undefined : JSON.stringify(body)]);
}

async function done(page: Page, path: string, body: object) {
  const answer = await ask(page, 'POST', `/api/v1${path}`, body);
  expect(answer.status, `${path} ${JSON.stringify(body)}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

test('two people at one clue: the second is told, and nothing is done twice', async ({house, browser}) => {
  const first = await house.enter(browser, '钱', `/clues/${CLUE}`);
  const second = await house.enter(browser, '钱', `/clues/${CLUE}`);
  for (const page of [first, second]) {
    await expect(page.getByText('待初筛').first()).toBeVisible();
  }
  await first.keyboard.press('y');
  await expect.poll(async () => (await ask(first, 'GET', `/api/v1/clues/${CLUE}`)).body['state']).toBe('screened');
  await second.keyboard.press('y');
  await expect(second.getByRole('alert').first()).toContainText('变动');
  const now = (await ask(second, 'GET', `/api/v1/clues/${CLUE}`)).body;
  expect([now['state'], (now['events'] as unknown[]).length]).toEqual(['screened', 1]);
});

test('two people at one sentence: both wordings are shown, nothing is lost', async ({house, browser}) => {
  const analyst = await house.enter(browser, '钱');
  const chief = await house.enter(browser, '孙');
  const steps = `/clues/${CASE}/steps`;
  await done(analyst, steps, {step: 'screen'});
  await done(analyst, steps, {step: 'assess', why: '止日不符'});
  await done(chief, steps, {step: 'dispatch', to_office: DEPARTMENT});
  await done(chief, steps, {step: 'assign', to_person: '赵'});
  const page = await house.enter(browser, '赵');
  for (const kind of ['file_consulted', 'correction_sought', 'explanation']) {
    await done(page, `/clues/${CASE}/verifications`, {kind, result: 'supports', what: '核对羁押起止'});
  }
  await done(page, steps, {step: 'confirm', why: '核实无误'});
  await done(page, steps, {step: 'file', number: '临检监〔2026〕9号'});

  await page.goto(`${house.base}/documents?draft=${CASE}`);
  await page.getByRole('button', {name: '起草纠正违法通知书'}).click();
  await page.getByLabel('理由', {exact: true}).fill('起草文书');
  await page.keyboard.press('Enter');
  await expect(page.getByText('待填 4 处')).toBeVisible();
  await expect(page.getByRole('button', {name: '送审', exact: true})).toBeDisabled();

  const other = await house.enter(browser, '赵', new URL(page.url()).pathname);
  await expect(other.getByText('待填 4 处')).toBeVisible();
  const write = async (one: Page, words: string) => {
    await one.getByRole('button', {name: '第 7 句', exact: true}).click();
    await one.keyboard.press('e');
    await one.getByLabel('修改第 7 句').press('End');
    await one.keyboard.type(words);
    await one.keyboard.press('Control+Enter');
  };
  await write(page, '甲补充。');
  await expect(page.getByLabel('修改第 7 句')).toHaveCount(0);
  await write(other, '乙补充。');
  const dialog = other.getByRole('dialog');
  await expect(dialog).toContainText('别人已经改动');
  await expect(dialog).toContainText('甲补充。');
  await expect(dialog.getByLabel('我的文字')).toHaveValue(/乙补充。$/);
  await dialog.getByRole('button', {name: '保存我的文字'}).click();
  await expect(other.locator('#sentence-7')).toContainText('乙补充。');
  await expect(other.getByText('各版（3）')).toBeVisible();
});

test('who may do little sees little, and is told why', async ({house, browser}) => {
  const admin = await house.enter(browser, '甲', '/clues');
  await expect(admin.getByText('所任角色不能打开这一页')).toBeVisible();
  await expect(admin.getByRole('navigation', {name: '主菜单'}).getByRole('link', {name: '监督文书'})).toHaveCount(0);
  expect((await ask(admin, 'GET', '/api/v1/clues')).status).toBe(403);

  const stranger = await house.enter(browser, '冯', '/documents/1');
  await expect(stranger.getByText('所任角色不能打开这一页')).toBeVisible();
  expect((await ask(stranger, 'GET', '/api/v1/documents/1')).status).toBe(403);

  const chief = await house.enter(browser, '孙', '/documents?state=submitted');
  await expect(chief.getByText('没有符合条件的文书')).toBeVisible();
});

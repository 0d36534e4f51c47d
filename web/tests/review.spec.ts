/* Reviewing: three hundred clues by keys alone, and a long judgment with two hundred marks. */
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {Page} from '@playwright/test';
import {expect, houseTest} from './house';

const test = houseTest();
const SAMPLE = fileURLToPath(new URL('../../tests/cli/data/hit.txt', import.meta.url));

type Facets = {total: number; state: {value: string | null; count: number}[]};
type List = {items: {id: string}[]};

async function ask<T>(page: Page, path: string): Promise<T> {
  return page.evaluate(async (where) => (await fetch(where)).json() as Promise<unknown>, path) as Promise<T>;
}

const shown = (page: Page) => page.locator('[data-clue][aria-busy="false"]').getAttribute('data-clue');

/* Every clue of the list by the keys of `ways` in turn; returns how many decisions each way took. */
async function review(page: Page, base: string, state: string, ways: string[]): Promise<number[]> {
  const {items} = await ask<List>(page, `/api/v1/clues?state=${state}&limit=500`);
  const taken = ways.map(() => 0);
  await page.goto(`${base}/clues/${items[0]?.id}?state=${state}`);
  for (let i = 0; i < items.length; i++) {
    const clue = items[i]?.id as string, next = items[i + 1]?.id, way = i % ways.length;
    await expect(page.locator(`[data-clue="${clue}"][aria-busy="false"]`)).toBeVisible();
    const keys = [...(ways[way] as string)];
    expect(keys.length, 'keys of a decision').toBeLessThanOrEqual(2);
    for (const key of keys) {
      await page.keyboard.press(key);
    }
    taken[way] = (taken[way] as number) + 1;
    if (next === undefined) {
      await expect(page.getByText('这个列表已经看完').first()).toBeVisible();
    } else {
      await expect(page).toHaveURL(new RegExp(next)); // it comes by itself
    }
  }
  return taken;
}

test('three hundred clues, two keys each at most', async ({house, browser}) => {
  test.setTimeout(240_000);
  const page = await house.enter(browser, '钱', '/clues');
  const before = await ask<Facets>(page, '/api/v1/clues/facets');
  const [screened = 0, rejected = 0, kept = 0] = await review(page, house.base, 'new', ['y', 'x1', 's1']);
  const [resumed = 0] = await review(page, house.base, 'kept', ['y']);
  expect(resumed).toBe(kept);
  const [rejectedLater = 0, keptLater = 0] = await review(page, house.base, 'screened', ['x2', 's2']);
  expect(rejectedLater + keptLater).toBe(screened + kept);
  expect(screened + rejected + kept + resumed + rejectedLater + keptLater).toBeGreaterThanOrEqual(290);
  await expect.poll(async () => {
    const {state} = await ask<Facets>(page, '/api/v1/clues/facets');
    return Object.fromEntries(state.map((one) => [one.value, one.count]));
  }).toEqual({rejected: rejected + rejectedLater, kept: keptLater});
  expect(rejected + rejectedLater + keptLater).toBe(before.total);

  // the last decision is taken back, after the page was loaded anew
  const last = await shown(page);
  await page.reload();
  await expect(page.locator('[data-clue][aria-busy="false"]')).toBeVisible();
  await page.keyboard.press('u');
  await expect(page.locator(`[data-clue="${last}"]`)).toContainText('有效线索');
});

/* About 100 KB, and a measure of constraint named two hundred times. */
function longJudgment(): string {
  const measures = Array.from({length: 200}, (_, i) => `${2005 + Math.floor(i / 24)}年${(Math.floor(i / 2) % 12) + 1}月${3 + (i % 2) * 10}日被取保候审，`).join('');
  const more = '另查明，被告人张大山于案发前在临江县多处走动，有证人刘某、王某、李某的证言，以及现场勘验笔录、辨认笔录等证据在案佐证，足以认定上述事实。\n'.repeat(460);
  return readFileSync(SAMPLE, 'utf8').replace('2016年2月25日被刑事拘留', `${measures}2016年2月25日被刑事拘留`).replace('上述事实，', `${more}上述事实，`);
}

test('a judgment of 100 KB with 200 marks: from condition to text and back', async ({house, browser}) => {
  const text = longJudgment();
  expect(Buffer.byteLength(text)).toBeGreaterThan(100_000);
  const page = await house.enter(browser, '赵', '/check');
  await page.getByLabel('或者粘贴全文').fill(text);
  await page.getByRole('button', {name: '检查', exact: true}).click();
  await page.getByRole('list', {name: '线索列表'}).getByRole('button').filter({hasText: '应至'}).click();
  const places = page.getByRole('button', {name: /^跳到第 \d+ 处/});
  expect(await places.count()).toBeGreaterThan(200);
  const marks = page.locator('[data-starts]');
  expect(await marks.count()).toBe(await places.count());

  await page.getByRole('button', {name: /^跳到第 150 处/}).click(); // condition to text
  const here = page.locator('.cm-mark-here');
  await expect(here).toHaveAttribute('data-marks', '149');
  await expect(here).toBeInViewport();
  await page.keyboard.press('n'); // the next one, and its condition with it
  await expect(here).toHaveAttribute('data-marks', '150');
  await expect(page.getByRole('button', {name: /^跳到第 151 处/})).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('p');
  await page.keyboard.press('p');
  await expect(here).toHaveAttribute('data-marks', '148');
  await page.locator('[data-starts="3"]').click(); // text to condition
  await expect(page.getByRole('button', {name: /^跳到第 4 处/})).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('button', {name: /^跳到第 4 处/})).toBeInViewport();
});

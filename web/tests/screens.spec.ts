/* The screens in light, in dark and in English: no complaint of axe-core, everything reached with Tab alone. SHOTS=1 writes docs/screens. */
import {fileURLToPath} from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type {Page} from '@playwright/test';
import {expect, houseTest} from './house';

const test = houseTest();
const SHOTS = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/* Name of the picture, path, who opens it. CLUE stands for a clue that he sees. */
const SCREENS = [
  ['home', '/', '钱'], ['clues', '/clues', '钱'], ['check', '/check', '赵'], ['documents', '/documents', '赵'],
  ['chain', '/chain/CLUE', '孙'],
  ['board', '/board', '孙'], ['admin', '/admin', '甲'], ['me', '/me', '赵'], ['help', '/help', '赵'],
] as const;
const LOOKS = [['light', 'zh'], ['dark', 'zh'], ['light', 'en']] as const;

type Look = (typeof LOOKS)[number];

async function dress(page: Page, [look, language]: Look) {
  await page.evaluate(([l, w]) => {
    localStorage.setItem('chaming.look', l);
    localStorage.setItem('chaming.language', w);
  }, [look, language] as const);
}

async function settled(page: Page) {
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.locator('.cm-waiting, [aria-busy="true"]')).toHaveCount(0);
  await page.waitForTimeout(300); // charts are drawn a frame later
}

async function judge(page: Page, what: string) {
  // axe-core names another version of the same class
  const {violations} = await new AxeBuilder({page: page as never}).withTags(RULES).analyze();
  expect.soft(violations.map((v) => `${what}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
}

/* Marks what a person can act on, then presses Tab until the walk ends where it began; answers what was not reached. */
async function notReached(page: Page): Promise<string[]> {
  const wanted = await page.evaluate(() => {
    const acts = 'a[href], button, input, select, textarea, summary, [role="button"], [role="link"], [tabindex]';
    let count = 0;
    for (const element of document.querySelectorAll<HTMLElement>(acts)) {
      const off = element.matches(':disabled, [aria-disabled="true"], [tabindex="-1"], [inert] *, [aria-hidden="true"] *, input[type="radio"]:not(:checked)');
      if (!off && element.checkVisibility({visibilityProperty: true})) {
        element.dataset['walk'] = String(count++);
      }
    }
    document.body.tabIndex = -1;
    document.body.focus();
    return count;
  });
  expect(wanted, 'a screen has something to act on').toBeGreaterThan(0);
  for (let i = 0; i < wanted + 10; i++) {
    await page.keyboard.press('Tab');
    await page.evaluate(() => document.activeElement?.removeAttribute('data-walk'));
  }
  return page.locator('[data-walk]').evaluateAll((all) => all.map((element) => element.outerHTML.slice(0, 160)));
}

async function addressOf(page: Page, path: string): Promise<string> {
  const first = await page.evaluate(async () => {
    const answer = (await (await fetch('/api/v1/clues?limit=1')).json()) as {items: {id: string}[]};
    return answer.items[0];
  });
  if (first === undefined) {
    throw new Error('the house has no clue');
  }
  return path.replace('CLUE', first.id);
}

test('log-in: axe-core, and the keyboard reaches everything', async ({house, browser}) => {
  const page = await house.visit(browser, '/login');
  for (const look of LOOKS) {
    await dress(page, look);
    await page.reload();
    await expect(page.getByRole('button')).not.toHaveCount(0);
    await judge(page, `login ${look.join(' ')}`);
  }
  await dress(page, LOOKS[0]);
  await page.reload();
  await expect(page.getByRole('button', {name: '登录'})).toBeVisible();
  if (process.env.SHOTS !== undefined) {
    await page.screenshot({path: `${SHOTS}login.png`, scale: 'css'});
  }
  expect(await notReached(page)).toEqual([]);
});

for (const [name, path, person] of SCREENS) {
  test(`${name}: axe-core, and the keyboard reaches everything`, async ({house, browser}) => {
    const page = await house.enter(browser, person);
    await page.goto(house.base + (path.includes('CLUE') ? await addressOf(page, path) : path));
    for (const look of LOOKS) {
      await dress(page, look);
      await page.reload();
      await settled(page);
      await judge(page, `${name} ${look.join(' ')}`);
      if (process.env.SHOTS !== undefined) {
        await page.screenshot({path: `${SHOTS}${name}${look[0] === 'dark' ? '-dark' : look[1] === 'en' ? '-en' : ''}.png`, scale: 'css'});
      }
    }
    await dress(page, LOOKS[0]);
    await page.reload();
    await settled(page);
    expect(await notReached(page)).toEqual([]);
  });
}

test('a role that does not open a screen says so, and the menu does not offer it', async ({house, browser}) => {
  const page = await house.enter(browser, '甲', '/clues');
  const menu = page.getByRole('navigation', {name: '主菜单'});
  await expect(page.getByText('所任角色不能打开这一页')).toBeVisible();
  await expect(menu.getByRole('link', {name: '系统管理'})).toBeVisible();
  await expect(menu.getByRole('link', {name: '线索', exact: true})).toHaveCount(0);
});

test('a server that restarts in the middle is found again, without a new log-in', async ({house, browser}) => {
  const page = await house.enter(browser, '孙', '/board');
  await settled(page);
  await house.say('restart');
  await page.reload();
  await settled(page);
  await expect(page.getByRole('banner')).toContainText('孙');
  await expect(page.getByRole('link', {name: /^命中/}).first()).toBeVisible();
});

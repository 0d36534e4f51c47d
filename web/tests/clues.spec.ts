/* A list of ten thousand clues: counted, walked by keys, chosen whole, moved at once and back. */
import {execFileSync} from 'node:child_process';
import {expect, houseTest} from './house';

const test = houseTest();

/* The clues of the sample again and again, under other ids, into the desk while no server has it. */
const MANY = `
import sqlite3, sys
desk = sqlite3.connect(sys.argv[1])
columns = [row[1] for row in desk.execute("PRAGMA table_info(clue)") if row[1] not in ("no", "id")]
names = ", ".join(columns)
have = desk.execute("SELECT count(*) FROM clue").fetchone()[0]
for turn in range((10000 - have) // have + 1):
    left = 10000 - desk.execute("SELECT count(*) FROM clue").fetchone()[0]
    desk.execute(f"INSERT INTO clue (id, {names}) SELECT id || '-' || ?, {names} FROM clue WHERE no <= ? ORDER BY no LIMIT ?", (turn, have, left))
desk.commit()
`;

test('ten thousand clues', async ({house, browser}) => {
  test.setTimeout(120_000);
  await house.say('stop');
  execFileSync('python3', ['-c', MANY, `${house.place}/ws/desk.sqlite`]);
  await house.say('start');
  const page = await house.enter(browser, '钱', '/clues');
  const total = page.getByText('共 10,000 条');
  await expect(total).toBeVisible({timeout: 20_000});
  expect(await page.locator('tr[data-row]').count()).toBeLessThan(80);

  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('j');
  }
  await expect(page.locator('tr.cm-here')).toHaveAttribute('data-row', '60');
  await page.getByRole('region', {name: '共 10,000 条'}).evaluate((list) => list.scrollTo(0, 46 * 190));
  await expect(page.locator('tr[data-row="199"]')).toBeAttached();
  await expect(page.locator('tr[data-row="205"]')).toBeAttached({timeout: 20_000});

  await page.getByRole('checkbox', {name: '选择已列出的全部'}).check();
  await page.getByRole('button', {name: '选择此条件下全部 10,000 条'}).click();
  await expect(page.getByText('已选 10,000 条')).toBeVisible();
  await page.getByRole('button', {name: '取消选择'}).click();

  await page.goto(`${house.base}/clues?severity=S1&state=new`);
  const some = page.locator('.cm-tools strong');
  await expect(some).not.toHaveText('共 10,000 条');
  const few = await some.textContent();
  await page.keyboard.press('x');
  await expect(page.getByText('已选 1 条')).toBeVisible();
  await page.keyboard.press('b');
  await page.getByLabel('步骤').selectOption('screen');
  await page.getByRole('button', {name: '办理', exact: true}).click();
  await expect(page.getByText('初筛有效：已办理 1 条')).toBeVisible();
  await expect(some).not.toHaveText(few ?? '');
  await page.getByRole('button', {name: '撤销'}).click();
  await expect(page.getByText('已撤销 1 条')).toBeVisible();
  await expect(some).toHaveText(few ?? '');
});

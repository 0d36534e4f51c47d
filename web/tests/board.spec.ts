/* The board: each number opens the clues that it counts; it is printed on one page. */
import {expect, houseTest} from './house';

const test = houseTest();

test('a number opens its rows, and narrowing keeps them equal', async ({house, browser}) => {
  const page = await house.enter(browser, '孙', '/board');
  await page.getByRole('link', {name: /^命中 不利/}).click();
  await expect(page.getByRole('heading', {name: '数字背后的线索'})).toBeVisible();
  const told = Number((await page.goBack(), await page.getByRole('link', {name: /^命中 不利/}).textContent()));
  await page.getByRole('link', {name: /^命中 不利/}).click();
  await expect(page.getByRole('status').filter({hasText: '本页'})).toHaveText(`本页 ${told} 条`);
  await page.getByRole('link', {name: '返回成效'}).click();

  await page.getByText('法院', {exact: true}).click();
  const narrow = page.getByRole('button', {name: /^只看/}).first();
  const court = await narrow.textContent();
  await narrow.click();
  await expect(page).toHaveURL(/court=/);
  await expect(page.getByText(`法院：${court}`)).toBeVisible();
  const count = Number(await page.getByRole('link', {name: /^命中 \d+$/}).first().textContent());
  await page.getByRole('link', {name: /^命中 \d+$/}).first().click();
  await expect(page.getByRole('status').filter({hasText: '本页'})).toHaveText(`本页 ${count} 条`);
  await expect(page.getByRole('cell', {name: court ?? '', exact: true})).toHaveCount(count);
});

test('two periods are compared, and it prints on one page', async ({house, browser}) => {
  const page = await house.enter(browser, '孙', '/board');
  await page.getByRole('button', {name: '本月'}).click();
  await page.getByLabel('对比').selectOption('before');
  await expect(page.getByRole('columnheader', {name: '对比期'})).toBeVisible();
  await expect(page.getByRole('row', {name: /^命中/}).first()).toContainText('+148');
  await expect(page).toHaveURL(/vs_from=/);
  const printed = (await page.pdf({preferCSSPageSize: true})).toString('latin1');
  expect(printed.match(/\/Type \/Page\b/g)).toHaveLength(1);
});

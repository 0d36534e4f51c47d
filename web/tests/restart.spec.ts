/* The server goes away in the middle of work and comes back; a file that cannot be read. */
import {expect, houseTest} from './house';

const test = houseTest();

test('what was typed while the server was away is kept, and saved once', async ({house, browser}) => {
  const page = await house.enter(browser, '钱');
  const clues = (await (await page.request.get(`${house.base}/api/v1/clues?state=new&limit=1`)).json()) as {items: {id: string}[]};
  const clue = clues.items[0]?.id ?? '';
  await page.goto(`${house.base}/clues/${clue}`);
  await page.getByRole('button', {name: '批注 c'}).click();
  const text = page.getByLabel('批注内容');
  await text.fill('重启之前写的');
  await house.say('stop');
  await page.getByRole('button', {name: /^保存/}).click();
  await expect(page.getByRole('alert').filter({hasText: '没有连上服务'}).first()).toBeVisible();
  await expect(text).toHaveValue('重启之前写的');
  await house.say('start');
  await page.getByRole('button', {name: /^保存/}).click();
  await expect(text).toBeHidden();
  const shown = (await (await page.request.get(`${house.base}/api/v1/clues/${clue}`)).json()) as {notes: {text: string}[]};
  expect(shown.notes.map((note) => note.text)).toEqual(['重启之前写的']);
});

test('a file that cannot be read is named with its cause', async ({house, browser}) => {
  const page = await house.enter(browser, '李', '/data?tab=import');
  await page.getByLabel('选择文件', {exact: true}).and(page.locator('input')).setInputFiles([
    {name: '坏.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK\x03\x04 not a package')},
  ]);
  await page.getByRole('button', {name: '导入 1 个文件'}).click();
  await expect(page.getByRole('row', {name: /导入文书/}).first()).toContainText('已完成');
  await page.getByRole('button', {name: /^日志 /}).first().click();
  await expect(page.getByRole('dialog')).toContainText('坏.docx');
  await expect(page.getByRole('dialog')).toContainText('未能读取');
});

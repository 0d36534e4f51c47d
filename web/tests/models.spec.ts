/* A model is changed by one person with mistakes shown at their line, published by another, run on a chosen set, and taken back. */
import {expect, houseTest} from './house';

const test = houseTest();
const MODEL = '/models/criminal/remand-twice';

test('a model from the library to a published change and back', async ({house, browser}) => {
  const page = await house.enter(browser, '冯', '/models');
  await page.getByLabel('查找模型').fill('发回重审');
  await expect(page).toHaveURL(/find=/);
  await page.getByRole('link', {name: '再次发回重审'}).click();
  await expect(page.getByRole('heading', {name: '法律', exact: true})).toBeVisible();
  await expect(page.getByRole('heading', {name: '刑事诉讼法第二百三十六条'}).first()).toBeVisible();
  await expect(page.getByRole('cell', {name: '第二次以违反法定程序发回'}).first()).toBeVisible();

  await page.getByRole('button', {name: '修 改', exact: true}).or(page.getByRole('button', {name: '修改', exact: true})).click();
  const text = page.getByLabel('模型全文（规则、参数、用例）');
  const whole = await text.inputValue();
  await text.fill(whole.replace('hit: before and unclear', 'hit: before and nothing_known'));
  await expect(page.getByText('1 处错误')).toBeVisible();
  const line = whole.split('\n').findIndex((one) => one.startsWith('hit:')) + 1;
  await page.getByRole('button', {name: `第 ${line} 行`}).click();
  await expect(text).toBeFocused();

  await text.fill(whole.replace('version: 1', 'version: 2').replace('hit: before and unclear and not breach', 'hit: before and (unclear or breach)'));
  await expect(page.getByText('没有错误')).toBeVisible();
  await page.getByRole('button', {name: '运行用例'}).click();
  await expect(page.getByText(/个用例，通过/)).toBeVisible();
  const row = page.getByRole('row', {name: /第二次以违反法定程序发回/}).first();
  await expect(row.getByRole('cell', {name: /^✕/})).toBeVisible();
  await page.getByRole('button', {name: '与现用模型比较'}).click();
  await expect(page.getByText(/多出 \d+ 条/)).toBeVisible();

  await text.fill(whole.replace('version: 1', 'version: 2'));
  await page.getByLabel('为什么这样改').fill('说明写得更清楚');
  await page.getByRole('button', {name: '提出，待他人发布'}).click();
  await expect(page.getByText('提案 1 已记下')).toBeVisible();

  const chief = await house.enter(browser, '孙', '/models?tab=proposals');
  await chief.getByRole('link', {name: /^1 /}).click();
  await expect(chief.getByText('✓ 可以发布')).toBeVisible();
  await expect(chief.getByText(/多出 0 条，减少 0 条/)).toBeVisible();
  await chief.getByLabel('理由').fill('已核对');
  await chief.getByRole('button', {name: /^发\s?布$/}).click();
  await expect(chief.getByText(/已发布: 孙|本单位发布: 孙/)).toBeVisible();
  await chief.goto(house.base + MODEL);
  await expect(chief.getByText('随程序提供的为第 1 版')).toBeVisible();
  await chief.getByLabel('理由').fill('有误');
  await chief.getByRole('button', {name: '撤回，恢复随程序提供的'}).click();
  await chief.locator('.ant-popconfirm').getByRole('button', {name: /^确\s?定$/}).click();
  await expect(chief.getByText('来源: 随程序提供')).toBeVisible();
});

test('a run on a chosen set leaves the others as they are', async ({house, browser}) => {
  const page = await house.enter(browser, '钱', '/models?tab=run');
  await page.getByLabel('法院名称（一部分）').fill('上海');
  await page.getByRole('button', {name: '开始运行'}).click();
  await expect(page.getByText(/^\d+ 份文书，命中/)).toBeVisible({timeout: 60_000});
  await expect(page.getByText(/^29 份文书，命中 \d+，无法判断 \d+；新线索 0$/)).toBeVisible();
});

test('clues of a model by month', async ({house, browser}) => {
  const page = await house.enter(browser, '孙', '/models/criminal/time-limit-exceeded');
  await expect(page.getByRole('heading', {name: '历月线索'})).toBeVisible();
  await expect(page.locator('.cm-models-chart svg')).toBeVisible();
});

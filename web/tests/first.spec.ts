/* The first start: the printed link, the set-up, an invitation, the first look. */
import {expect, houseTest} from './house';

const test = houseTest('--bare');
const PEOPLE = {office: '东川省临江县人民检察院', office_code: '临', system_admin: '甲', security_admin: '乙', auditor: '丙', prosecutor: '丁'};
const LABELS = {office: '单位名称', office_code: '单位简称（用于文号）', system_admin: '系统管理员 · 姓名', security_admin: '安全管理员 · 姓名',
  auditor: '审计员 · 姓名', prosecutor: '第一名检察官 · 姓名'} as const;
const PASSWORD = 'Orange-Desk-77';

test('set-up by the printed link, then by invitation to Home', async ({house, browser}) => {
  const page = await house.visit(browser, '/setup#0000');
  const fill = async () => {
    for (const [name, label] of Object.entries(LABELS)) {
      await page.getByLabel(label, {exact: true}).fill(PEOPLE[name as keyof typeof PEOPLE]);
    }
    await page.getByRole('button', {name: '完成设置'}).click();
  };
  await fill();
  await expect(page.getByRole('alert')).toContainText('码不对');

  await page.goto('about:blank');
  await page.goto(`${house.base}/setup#${house.setup}`);
  await fill();
  const links = page.getByRole('status').getByRole('link');
  await expect(links).toHaveCount(4);
  const invitation = await links.nth(3).getAttribute('href');

  await page.goto('about:blank');
  await page.goto(invitation ?? '');
  await page.getByLabel('新口令').fill(PASSWORD);
  await page.getByLabel('再输入一次').fill('something else');
  await page.getByRole('button', {name: '设置并进入'}).click();
  await expect(page.getByRole('alert')).toContainText('不一致');
  await page.getByLabel('再输入一次').fill(PASSWORD);
  await page.getByRole('button', {name: '设置并进入'}).click();
  await expect(page.getByRole('navigation', {name: '主菜单'})).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('丁');

  await page.goto(`${house.base}/setup#${house.setup}`);
  await expect(page.getByText('这里已经设置过了')).toBeVisible();
});

test('a wrong password is refused in words, and too many lock', async ({house, browser}) => {
  const page = await house.visit(browser, '/login');
  for (let i = 0; i < 6; i++) {
    await page.getByLabel('姓名').fill('丁');
    await page.getByLabel('口令', {exact: true}).fill(`wrong-${i}-Pass`);
    await page.getByRole('button', {name: '登录'}).click();
    await expect(page.getByRole('alert')).toBeVisible();
  }
  await page.getByLabel('口令', {exact: true}).fill(PASSWORD);
  await page.getByRole('button', {name: '登录'}).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page).toHaveURL(/login/);
});

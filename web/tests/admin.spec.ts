/* Three administrators: one registers and invites, one grants, one reads what both did. */
import {expect, houseTest} from './house';

const test = houseTest();

test('registered by one, granted by the other, seen by the third', async ({house, browser}) => {
  const system = await house.enter(browser, '甲', '/admin/people');
  await system.getByRole('button', {name: '登记人员'}).click();
  const dialog = system.getByRole('dialog');
  await dialog.getByLabel('姓名').fill('卫新');
  await dialog.getByLabel('单位').selectOption('第一检察部');
  await dialog.getByRole('button', {name: /^确\s*定$/}).click();
  const link = await system.getByRole('dialog', {name: '邀请链接'}).locator('code').textContent();
  await system.getByRole('dialog', {name: '邀请链接'}).getByRole('button', {name: /^关\s*闭$/}).last().click();
  await expect(system.getByRole('row', {name: /卫新/})).toContainText('尚无角色');
  await expect(system.getByRole('button', {name: '授予 卫新 角色'})).toHaveCount(0);

  const security = await house.enter(browser, '乙', '/admin/people');
  await expect(security.getByRole('button', {name: '登记人员'})).toHaveCount(0);
  await security.getByRole('button', {name: '授予 卫新 角色'}).click();
  await security.getByRole('dialog').getByRole('combobox', {name: /^角色/}).selectOption('assistant');
  await security.getByRole('dialog').getByRole('button', {name: /^确\s*定$/}).click();
  await expect(security.getByRole('row', {name: /卫新/})).toContainText('检察官助理');

  const person = await house.visit(browser, (link ?? '').replace(house.base, ''));
  await person.getByLabel('新口令').fill('Orange-Desk-78');
  await person.getByLabel('再输入一次').fill('Orange-Desk-78');
  await person.getByRole('button', {name: '设置并进入'}).click();
  await expect(person.getByRole('banner')).toContainText('卫新');

  const auditor = await house.enter(browser, '丙', '/admin/audit?action=role.grant');
  await expect(auditor.getByRole('row', {name: /卫新/})).toContainText('乙');
  await auditor.getByRole('button', {name: '核验全部记录'}).click();
  await expect(auditor.getByText(/未发现改动/)).toBeVisible({timeout: 60_000});
});

test('a policy is set within its bounds; a backup is made', async ({house, browser}) => {
  const security = await house.enter(browser, '乙', '/admin/policies');
  await security.getByRole('button', {name: '修改：连续输错几次后锁定'}).click();
  await security.getByRole('dialog').getByLabel('现值').fill('4');
  await security.getByRole('dialog').getByRole('button', {name: /^确\s*定$/}).click();
  await expect(security.getByRole('row', {name: /连续输错几次后锁定/})).toContainText('乙');

  const system = await house.enter(browser, '甲', '/admin/backup');
  await system.getByLabel(/^名称/).fill('weekly-1');
  await system.getByRole('button', {name: '开始备份'}).click();
  await expect(system.getByRole('row').filter({hasText: '完成'})).toHaveCount(1, {timeout: 60_000});
});

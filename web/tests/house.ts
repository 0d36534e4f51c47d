/* A real server for a test file (tests/api/open_house.py), and people who are logged in on pages of their own. */
import {spawn, type ChildProcessWithoutNullStreams} from 'node:child_process';
import {createInterface, type Interface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {expect, test as plain, type Browser, type Page} from '@playwright/test';

export {expect};

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/* Said by the browser of answers that a test provokes. */
const EXPECTED = /the server responded with a status of 4\d\d|status of 503|net::ERR_/;

export class House {
  base = '';
  password = '';
  place = '';
  setup = '';
  private constructor(private process: ChildProcessWithoutNullStreams, private lines: Interface) {}

  static async open(...options: string[]): Promise<House> {
    const program = process.env.CHAMING ?? `${ROOT}build/main/src/cli/chaming`;
    const child = spawn('python3', ['tests/api/open_house.py', program, ...options], {cwd: ROOT});
    let errors = '';
    child.stderr.on('data', (text) => (errors += String(text)));
    const house = new House(child, createInterface(child.stdout));
    const told = await house.next().catch(() => {
      throw new Error(`the server did not start: ${errors}`);
    });
    Object.assign(house, JSON.parse(told));
    return house;
  }

  private next(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.lines.once('line', resolve);
      this.process.once('exit', (code) => reject(new Error(`exit ${code}`)));
    });
  }

  /* "restart" (killed and started on the same port), "stop" or "start". */
  async say(what: 'restart' | 'stop' | 'start') {
    const done = this.next();
    this.process.stdin.write(`${what}\n`);
    await done;
  }

  async close() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.stdin.end();
    await ended;
  }

  /* A page of somebody who is logged in; in a context of its own. */
  async enter(browser: Browser, name: string, path = '/'): Promise<Page> {
    const page = await this.visit(browser, '/login');
    await this.logIn(page, name);
    if (path !== '/') {
      await page.goto(this.base + path);
    }
    return page;
  }

  async logIn(page: Page, name: string, password = this.password) {
    await page.getByLabel('姓名').fill(name);
    await page.getByLabel('口令', {exact: true}).fill(password);
    await page.getByRole('button', {name: '登录'}).click();
    await expect(page.getByRole('navigation', {name: '主菜单'})).toBeVisible();
  }

  /* Of nobody. Complaints of the browser end the test. */
  async visit(browser: Browser, path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context = await browser.newContext({acceptDownloads: true, ...options});
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !EXPECTED.test(message.text())) {
        complaints.push(message.text());
      }
    });
    await page.goto(this.base + path);
    return page;
  }
}

const complaints: string[] = [];

/* One house for all tests of a file; `options` as open_house.py takes them. */
export function houseTest(...options: string[]) {
  const test = plain.extend<object, {house: House}>({
    house: [async ({}, use) => {
      const house = await House.open(...options);
      await use(house);
      await house.close();
    }, {scope: 'worker', timeout: 180_000}],
  });
  test.afterEach(() => expect(complaints.splice(0), 'the browser complains').toEqual([]));
  return test;
}

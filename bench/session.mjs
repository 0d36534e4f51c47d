// bench/session.mjs CHAMING: clues reviewed by keys alone in Debian's Chromium, on the sample: from the key to the next clue on screen, with
// half a second of reading between. Prints a table beside the time that the browser needs to draw anything (limit).
import {spawn} from 'node:child_process';
import {cpus} from 'node:os';
import {createInterface} from 'node:readline';
import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';

const {chromium} = createRequire(new URL('../web/package.json', import.meta.url))('@playwright/test');
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const READING = 500; // ms
const ROUNDS = [{what: 'j, next', state: 'new', keys: 'j', count: 60}, {what: 'y, confirm', state: 'new', keys: 'y', count: 40},
  {what: 'x1, reject', state: 'new', keys: 'x1', count: 40}];

/* In the page: when the last key went down, and when a settled clue other than before was drawn after it. */
function watch() {
  const seen = {down: 0, drawn: 0, clue: ''};
  window.sessionSeen = seen;
  window.addEventListener('keydown', () => { seen.down = performance.now(); }, true);
  const look = () => {
    const box = document.querySelector('[data-clue][aria-busy="false"]');
    const clue = box?.getAttribute('data-clue') ?? '';
    if (clue !== '' && clue !== seen.clue) {
      seen.clue = clue;
      seen.drawn = performance.now();
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const child = spawn('python3', ['tests/api/open_house.py', process.argv[2]], {cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit']});
const house = JSON.parse(await new Promise((resolve) => createInterface(child.stdout).once('line', resolve)));
const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox']});
const context = await browser.newContext({viewport: {width: 1366, height: 768}, locale: 'zh-CN', timezoneId: 'UTC'});
await context.request.post(`${house.base}/api/v1/session`, {data: {name: '钱', password: house.password}});
const page = await context.newPage();
await page.addInitScript(watch);

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(0);
console.log(`${cpus()[0].model}, ${cpus().length} cores\n`);
console.log(['decision', 'clues', 'median ms', 'p95 ms', 'most ms'].join('\t'));
for (const {what, state, keys, count} of ROUNDS) {
  const {items} = await (await context.request.get(`${house.base}/api/v1/clues?state=${state}&limit=1`)).json();
  await page.goto(`${house.base}/clues/${items[0].id}?state=${state}`);
  await page.waitForFunction(() => window.sessionSeen.clue !== '');
  const times = [];
  for (let i = 0; i < count; i++) {
    await page.waitForTimeout(READING);
    const before = await page.evaluate(() => window.sessionSeen.clue);
    for (const key of keys) {
      await page.keyboard.press(key);
    }
    await page.waitForFunction((was) => window.sessionSeen.clue !== was, before);
    times.push(await page.evaluate(() => window.sessionSeen.drawn - window.sessionSeen.down));
  }
  times.sort((a, b) => a - b);
  console.log([what, count, at(times, 0.5), at(times, 0.95), at(times, 1)].join('\t'));
}
const frame = await page.evaluate(() => new Promise((resolve) => {
  const start = performance.now();
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
}));
console.log(['two frames (limit)', '', frame.toFixed(0)].join('\t'));
await browser.close();
child.stdin.end();

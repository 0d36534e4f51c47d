// bench/web.mjs CHAMING: the first load of the workbench in Debian's Chromium, with a processor that is four times slower, beside
// a page that does nothing. Prints a table: what comes over the wire, when the page can be used, what it costs.
//
// "usable": the wanted control is there and no task of the page longer than 50 ms runs after it for half a second; the time is the
// end of the last such task, or the moment the control appeared. Counted from the navigation.
import {spawn} from 'node:child_process';
import {cpus} from 'node:os';
import {createInterface} from 'node:readline';
import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';

const {chromium} = createRequire(new URL('../web/package.json', import.meta.url))('@playwright/test');
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROUNDS = 5;
const SLOWER = 4;
const QUIET = 500; // ms

const PAGES = [
  {name: 'nothing (limit)', path: '/icon.svg', wanted: 'svg'},
  {name: 'log-in', path: '/login', wanted: 'input[name=name]'},
  {name: 'home', path: '/', who: '赵', wanted: 'main h1'},
  {name: 'clues', path: '/clues', who: '钱', wanted: 'main h1'},
  {name: 'board', path: '/board', who: '孙', wanted: 'main h1'},
];

async function openHouse(program) {
  const child = spawn('python3', ['tests/api/open_house.py', program], {cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit']});
  const lines = createInterface(child.stdout);
  const told = await new Promise((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {...JSON.parse(told), close: () => child.stdin.end()};
}

function watch(wanted) {
  const seen = {shown: 0, last: 0};
  window.benchSeen = seen;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) {
      seen.last = Math.max(seen.last, task.startTime + task.duration);
    }
  }).observe({type: 'longtask', buffered: true});
  const look = () => {
    if (document.querySelector(wanted) !== null) {
      seen.shown = performance.now();
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}

async function load(browser, house, cookies, {path, wanted}) {
  const context = await browser.newContext({viewport: {width: 1366, height: 768}, locale: 'zh-CN'});
  await context.addCookies(cookies);
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  await wire.send('Emulation.setCPUThrottlingRate', {rate: SLOWER});
  let bytes = 0;
  let requests = 0;
  wire.on('Network.loadingFinished', (event) => {
    bytes += event.encodedDataLength;
    requests += 1;
  });
  await page.addInitScript(watch, wanted);
  await page.goto(house.base + path, {waitUntil: 'commit'});
  const usable = await page.waitForFunction((quiet) => {
    const {shown, last} = window.benchSeen;
    const end = Math.max(shown, last);
    return shown !== 0 && performance.now() - end > quiet ? end : null;
  }, QUIET, {timeout: 60_000});
  const ms = await usable.jsonValue();
  await context.close();
  return {ms, bytes, requests};
}

async function cookiesOf(browser, house, who) {
  const context = await browser.newContext();
  if (who !== undefined) {
    const answer = await context.request.post(`${house.base}/api/v1/session`, {data: {name: who, password: house.password}});
    if (!answer.ok()) {
      throw new Error(`${who} cannot log in: ${answer.status()}`);
    }
  }
  const {cookies} = await context.storageState();
  await context.close();
  return cookies;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

const house = await openHouse(process.argv[2]);
const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox']});
console.log(`${cpus()[0].model}, ${cpus().length} cores; processor of the page ${SLOWER} times slower; median of ${ROUNDS} first loads\n`);
console.log(['page', 'requests', 'KB on the wire', 'usable after ms', 'against the limit'].join('\t'));
let limit = 0;
for (const one of PAGES) {
  const cookies = await cookiesOf(browser, house, one.who);
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) {
    rounds.push(await load(browser, house, cookies, one));
  }
  const ms = median(rounds.map((round) => round.ms));
  limit ||= ms;
  console.log([one.name, rounds[0].requests, (rounds[0].bytes / 1024).toFixed(0), ms.toFixed(0), (ms / limit).toFixed(1)].join('\t'));
}
await browser.close();
house.close();

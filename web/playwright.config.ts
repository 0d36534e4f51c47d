import {defineConfig} from '@playwright/test';

// The program is named by CHAMING (its path). The browser is Debian's; it may reach nothing but this machine.
export default defineConfig({
  testDir: 'tests',
  outputDir: '../build/web-tests',
  workers: 1,
  timeout: 90_000,
  expect: {timeout: 15_000},
  reporter: [['list']],
  use: {
    viewport: {width: 1366, height: 768},
    locale: 'zh-CN',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    },
  },
});

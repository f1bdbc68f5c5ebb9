// Starts the browser, and checks that no page complains or uses the network.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

// Only require uses NODE_PATH, where the tools are installed.
const { chromium } = createRequire(import.meta.url)('playwright-core');

// Starts the browser. `hosts` maps host names to addresses, such as `{ 'orgd.test': '127.0.0.1:8080' }`.
export function launch(hosts = {}) {
  const rules = Object.entries(hosts).map(([host, address]) => `MAP ${host} ${address}`);
  return chromium.launch({
    // CHROMIUM names a browser other than Debian's.
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      // Chromium's sandbox does not work for root.
      ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=${rules.join(',')}`,
    ],
  });
}

// Calls the function with a new context. Its pages may send requests only to the origin of that URL, and must not log
// errors: Swagger UI must work without a network.
export async function visit(browser, base, options, use) {
  const complaints = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 1300 }, ...options });
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    if (['data:', 'blob:'].includes(url.protocol) || url.origin === new URL(base).origin) return route.continue();
    complaints.push(`request to another host: ${url}`);
    return route.abort();
  });
  context.on('weberror', (error) => complaints.push(`page error: ${error.error()}`));
  context.on('console', (message) => {
    // The browser logs a refused request as an error. A test provokes the 401.
    const provoked = /status of 401/.test(message.text());
    if (message.type() === 'error' && !provoked) complaints.push(`console: ${message.text()}`);
  });
  context.on('requestfailed', (request) => {
    const { errorText } = request.failure();
    // Leaving a page aborts its pending requests.
    if (errorText !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()}: ${errorText}`);
  });
  try {
    const result = await use(context);
    assert.deepEqual(complaints, [], 'the page complained, or asked another host');
    return result;
  } finally {
    await context.close();
  }
}

// The browser, and what no page in it may do.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

// NODE_PATH, where the tools are installed, counts for require only.
const { chromium } = createRequire(import.meta.url)('playwright-core');

// Starts the browser. Hosts may be mapped to addresses, as `{ 'orgd.test': '127.0.0.1:8080' }`.
export function launch(hosts = {}) {
  const rules = Object.entries(hosts).map(([host, address]) => `MAP ${host} ${address}`);
  return chromium.launch({
    // CHROMIUM names another browser than Debian's.
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

// Calls the function with a new context, in which a page may ask the origin of that URL alone and complain of
// nothing: Swagger UI has to work without a network.
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
    // The browser itself logs a refused request as an error; the 401 is what a test provokes.
    const provoked = /status of 401/.test(message.text());
    if (message.type() === 'error' && !provoked) complaints.push(`console: ${message.text()}`);
  });
  context.on('requestfailed', (request) => {
    const { errorText } = request.failure();
    // Leaving a page interrupts what it still asks for.
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

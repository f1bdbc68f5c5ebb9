// Uses Swagger UI as a newcomer does, in a real browser against a running server with the demo data:
//   node swagger.mjs [BASE_URL KEY [SCREENSHOT_DIR]]
// BASE_URL and KEY default to what tests/server provides. CHROMIUM names another browser than Debian's.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// NODE_PATH, where the tools are installed, counts for require only.
const { chromium } = createRequire(import.meta.url)('playwright-core');

const [
  base = process.env.ORGD_URL,
  key = process.env.ORGD_KEY,
  screenshots = new URL('../../target/screenshots', import.meta.url).pathname,
] = process.argv.slice(2);
assert(base && key, 'usage: node swagger.mjs BASE_URL KEY [SCREENSHOT_DIR]');
mkdirSync(screenshots, { recursive: true });

const operations = [
  { tag: 'public', id: 'public_update_organization', path: '/api/public/organizations/{id}' },
  { tag: 'v1', id: 'v1_update_organization', path: '/api/v1/organizations/{orgId}' },
];

// The values that "Try it out" has to prefill are those of the contract's own first example.
const contract = await (await fetch(new URL('/api-docs/openapi.json', base))).json();
for (const operation of operations) {
  const { patch } = contract.paths[operation.path];
  assert.equal(patch.operationId, operation.id);
  operation.example = Object.values(patch.requestBody.content['application/json'].examples)[0].value;
}

// Whatever the page complains of, or asks of another host, fails the test at its end.
const complaints = [];

async function openDocs(context) {
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    // The browser itself logs a refused request as an error; the 401 is what this test provokes.
    const provoked = /status of 401/.test(message.text());
    if (message.type() === 'error' && !provoked) complaints.push(`console: ${message.text()}`);
  });
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  await page.goto(new URL('/docs/', base).href);
  await page.locator('.opblock-summary').first().waitFor();
  return page;
}

// Opens an operation, presses "Try it out" and "Execute" with what is prefilled, and returns what was answered.
async function execute(page, { tag, id, example }, screenshot) {
  const block = page.locator(`#operations-${tag}-${id}`);
  await block.locator('.opblock-summary-control').first().click();
  await block.getByRole('button', { name: 'Try it out' }).click();
  assert.deepEqual(
    JSON.parse(await block.locator('textarea.body-param__text').inputValue()),
    example,
    `${id}: the prefilled body is not the example of openapi.yaml`,
  );
  const answered = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await block.getByRole('button', { name: 'Execute', exact: true }).click();
  const response = await answered;
  const live = block.locator('.live-responses-table');
  await live.waitFor();
  const shown = (await live.locator('.response-col_status').last().innerText()).trim();
  assert.equal(Number.parseInt(shown, 10), response.status(), `${id}: the page shows another status`);
  await block.locator('.opblock-section-request-body').evaluate((element) => element.scrollIntoView());
  await page.screenshot({ path: join(screenshots, `${screenshot}.png`) });
  return { status: response.status(), body: await response.json(), text: await live.innerText() };
}

async function authorize(page) {
  await page.locator('.auth-wrapper .authorize').first().click();
  const dialog = page.locator('.dialog-ux');
  const scheme = dialog.locator('.auth-container').filter({ hasText: 'bearerAuth' });
  await scheme.getByRole('textbox').fill(key);
  await scheme.getByRole('button', { name: 'Apply credentials' }).click();
  await scheme.getByRole('button', { name: 'Remove authorization' }).waitFor();
  await page.screenshot({ path: join(screenshots, 'authorized.png') });
  await dialog.getByRole('button', { name: 'Close' }).last().click();
}

const refusals = { public: ['error', 'title'], v1: ['error', 'code'] };
const titles = { public: 'Unauthorized', v1: 'AUTHENTICATION_ERROR' };

async function refusedWithoutCredential(context) {
  const page = await openDocs(context);
  await page.screenshot({ path: join(screenshots, 'docs.png') });
  for (const operation of operations) {
    const { status, body, text } = await execute(page, operation, `${operation.tag}-401`);
    assert.equal(status, 401, `${operation.id} without a credential`);
    const [outer, inner] = refusals[operation.tag];
    assert.equal(body[outer][inner], titles[operation.tag], `${operation.id}: ${JSON.stringify(body)}`);
    assert(text.includes(titles[operation.tag]), `${operation.id}: the page does not show the error`);
  }
  await page.close();
}

async function updatedWithKey(context) {
  const page = await openDocs(context);
  await authorize(page);
  const [ofPublic, ofV1] = operations;

  const first = await execute(page, ofPublic, 'public-200');
  assert.equal(first.status, 200, `${ofPublic.id}: ${JSON.stringify(first.body)}`);
  const { skipOnboarding, ...members } = ofPublic.example;
  for (const [name, value] of Object.entries(members)) {
    assert.deepEqual(first.body.data[name], value, `${ofPublic.id}: data.${name}`);
  }
  if (skipOnboarding) assert.equal(first.body.data.onboardingStatus, 'COMPLETED', `${ofPublic.id}: skipOnboarding`);
  assert(!('jwtSecret' in first.body.data), `${ofPublic.id}: the secret was not asked for`);
  assert(first.text.includes(members.name), `${ofPublic.id}: the page does not show the answer`);

  const second = await execute(page, ofV1, 'v1-200');
  assert.equal(second.status, 200, `${ofV1.id}: ${JSON.stringify(second.body)}`);
  const { branding } = second.body.settings;
  assert.equal(second.body.name, ofV1.example.name, `${ofV1.id}: name`);
  assert.equal(branding.primaryColor, ofV1.example.settings.branding.primaryColor, `${ofV1.id}: primaryColor`);
  assert.equal(branding.accentColor, '#818CF8', `${ofV1.id}: accentColor, which the body does not name, is to stay`);
  assert(second.text.includes(branding.accentColor), `${ofV1.id}: the page does not show the merged settings`);
  await page.close();
}

const browser = await chromium.launch({
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
  ],
});
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1300 } });
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    // Nothing is fetched from elsewhere: Swagger UI has to work without a network.
    if (['data:', 'blob:'].includes(url.protocol) || url.origin === new URL(base).origin) return route.continue();
    complaints.push(`request to another host: ${url}`);
    return route.abort();
  });
  await refusedWithoutCredential(context);
  await updatedWithKey(context);
  assert.deepEqual(complaints, [], 'the page complained, or asked another host');
} finally {
  await browser.close();
}
console.log(`Swagger UI: both updates refused without a key and made with one; screenshots in ${screenshots}`);

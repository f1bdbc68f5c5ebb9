// What the page shows at first: the API's own name, and little text until the reader opens it.
import assert from 'node:assert/strict';
import { visit } from './browser.mjs';
import { block, open } from './page.mjs';

// Swagger UI alone needs 6,405 and 10,494 pixels for an update.
const HEIGHTS = { 1280: 2377, 400: 3439 };

export function theApiIsNamed({ browser, base }) {
  return visit(browser, base, {}, async (context) => {
    const page = await open(context, base);
    assert.equal(await page.locator('.topbar .api-name').innerText(), 'orgd');
    assert.equal(await page.title(), 'orgd');
    assert.equal(await page.locator('.topbar svg[height="40"], .topbar img').count(), 0, 'the bar has a logo');
    assert.equal(await page.locator('.topbar input:visible').count(), 0, 'the bar asks for an address');
    const server = await page.locator('.servers option').innerText();
    assert(server.startsWith(`${base} - `), `the server is ${server}`);
    await page.locator('.auth-wrapper .authorize').first().click();
    const help = page.locator('.dialog-ux .auth-container .renderedMarkdown');
    const lines = await help.evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      const tops = [...range.getClientRects()].map(({ bottom }) => Math.round(bottom / 10));
      return new Set(tops).size;
    });
    assert.match(await help.innerText(), /Paste an API key .* or a JWT/);
    assert(lines <= 3, `the dialog needs ${lines} lines to say what to paste`);
  });
}

export async function shortUntilOpened({ browser, base, operations }) {
  for (const [width, most] of Object.entries(HEIGHTS)) {
    await visit(browser, base, { viewport: { width: Number(width), height: 900 } }, async (context) => {
      const page = await open(context, base);
      const about = page.locator('details.about');
      assert(!(await about.getByText('If-None-Match').first().isVisible()), 'the introduction is not folded');
      await about.locator('summary').click();
      await about.getByText('If-None-Match').first().waitFor();
      assert.equal(await page.locator('.models .json-schema-2020-12').count(), 0, 'the schemas are not collapsed');
      for (const operation of operations) await checkOperation(block(page, operation), operation, most);
    });
  }
}

async function checkOperation(place, { id }, most) {
  await place.locator('.opblock-summary-control').click();
  const folded = place.locator('tr.response[data-code="412"]');
  await folded.waitFor();
  const height = await place.evaluate((element) => element.offsetHeight);
  assert(height < most, `${id} is ${height} pixels high`);
  const example = folded.locator('.microlight, .highlight-code');
  assert.equal(await example.count(), 0, `${id}: 412 is not collapsed`);
  await folded.getByRole('button').click();
  await example.first().waitFor();
  const more = place.locator('.parameters details').first();
  await more.locator('summary').click();
  await more.locator('p').filter({ hasText: /\w/ }).first().waitFor();
}

// Swagger UI behind a proxy that strips a prefix, which the server does not know.
import assert from 'node:assert/strict';
import { launch, visit } from './browser.mjs';
import { authorize, execute, open } from './page.mjs';
import { stripPrefix } from './proxy.mjs';

const OUTSIDE = 'http://orgd.test';

// Checks where Swagger UI under the prefix sends its requests, and returns the server that it shows.
async function serverUnder(prefix, { base, key, operations }) {
  const proxy = await stripPrefix(base);
  const browser = await launch({ 'orgd.test': `127.0.0.1:${proxy.address().port}` });
  try {
    return await visit(browser, OUTSIDE, {}, async (context) => {
      const page = await open(context, OUTSIDE + prefix);
      await authorize(page, key);
      const server = await page.locator('.servers option').innerText();
      for (const { path, ...operation } of operations) {
        const { status, url, body } = await execute(page, operation);
        assert.equal(status, 200, `${operation.id} at ${url}: ${JSON.stringify(body)}`);
        assert(url.startsWith(`${OUTSIDE}/orgs${path.split('{')[0]}`), `${operation.id} was sent to ${url}`);
      }
      // The redirects to the page.
      for (const way of ['/', '/docs']) {
        await page.goto(OUTSIDE + prefix + way);
        assert.equal(page.url(), `${OUTSIDE}${prefix}/docs/`);
      }
      return server.split(' - ')[0];
    });
  } finally {
    await browser.close();
    proxy.close();
  }
}

export async function theServerIsWhereThePageIs(subject) {
  assert.equal(await serverUnder('/orgs', subject), `${OUTSIDE}/orgs`);
}

// The page has a different prefix than the operations, so that only the public URL leads to them.
export async function theServerIsThePublicUrl(subject) {
  assert.equal(await serverUnder('/elsewhere', subject), `${OUTSIDE}/orgs`);
}

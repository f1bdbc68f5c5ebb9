// Uses Swagger UI in a real browser, against a running server with the demo data:
//   node swagger.mjs [BASE_URL KEY [SCREENSHOT_DIR]]
// BASE_URL and KEY default to the values of tests/server. If ORGD_PUBLIC_URL is set, the server must have been started
// with the public URL http://orgd.test/orgs, and only the use of that URL is checked.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { launch } from './browser.mjs';
import { everyDocumentLoads } from './documents.mjs';
import { shortUntilOpened, theApiIsNamed } from './folded.mjs';
import { updatedByKeyboard } from './keyboard.mjs';
import { readableInLightAndDark, usableOnATelephone } from './looks.mjs';
import { photographer, updates } from './page.mjs';
import { theServerIsThePublicUrl, theServerIsWhereThePageIs } from './prefix.mjs';
import { refusedWithoutCredential, updatedWithKey } from './updates.mjs';

const [
  base = process.env.ORGD_URL,
  key = process.env.ORGD_KEY,
  screenshots = new URL('../../target/screenshots', import.meta.url).pathname,
] = process.argv.slice(2);
assert(base && key, 'usage: node swagger.mjs BASE_URL KEY [SCREENSHOT_DIR]');
mkdirSync(screenshots, { recursive: true });

const checks = process.env.ORGD_PUBLIC_URL
  ? [theServerIsThePublicUrl]
  : [
      refusedWithoutCredential,
      updatedWithKey,
      everyDocumentLoads,
      theApiIsNamed,
      shortUntilOpened,
      readableInLightAndDark,
      usableOnATelephone,
      updatedByKeyboard,
      theServerIsWhereThePageIs,
    ];
const browser = await launch();
try {
  const subject = { browser, base, key, operations: await updates(base), picture: photographer(screenshots) };
  for (const check of checks) {
    await check(subject);
    console.log(`Swagger UI: ${check.name}`);
  }
} finally {
  await browser.close();
}
console.log(`Screenshots are in ${screenshots}`);

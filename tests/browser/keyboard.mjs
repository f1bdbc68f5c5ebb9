// Both updates, with only the keyboard.
import assert from 'node:assert/strict';
import { visit } from './browser.mjs';
import { answered, authorize, block, open } from './page.mjs';

// How many times to press Tab before an element counts as unreachable.
const PATIENCE = 60;

async function tabTo(page, target, name) {
  for (let pressed = 0; pressed < PATIENCE; pressed += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`Tab does not lead to ${name}`);
}

export function updatedByKeyboard({ browser, base, key, operations }) {
  return visit(browser, base, {}, async (context) => {
    await authorize(await open(context, base), key);
    for (const operation of operations) {
      const page = await open(context, base);
      const place = block(page, operation);
      await tabTo(page, place.locator('.opblock-summary-control'), operation.id);
      await page.keyboard.press('Enter');
      const tryIt = place.getByRole('button', { name: 'Try it out' });
      await tryIt.waitFor();
      await tabTo(page, tryIt, 'Try it out');
      await page.keyboard.press('Enter');
      const execution = place.getByRole('button', { name: 'Execute', exact: true });
      await execution.waitFor();
      await tabTo(page, execution, 'Execute');
      const { status, body } = await answered(page, operation, () => page.keyboard.press('Enter'));
      assert.equal(status, 200, `${operation.id}: ${JSON.stringify(body)}`);
    }
  });
}

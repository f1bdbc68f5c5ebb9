// The layout of the page: tables are readable in light and dark mode, and the page fits on a phone.
import assert from 'node:assert/strict';
import { visit } from './browser.mjs';
import { authorize, block, execute, open } from './page.mjs';

// WCAG's minimum contrast for text.
const CONTRAST = 4.5;

// Returns the contrast of each cell's text with the first opaque background behind it. Runs in the page.
function contrasts(place) {
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => {
    const [red, green, blue] = channels(color).map((value) => value / 255)
      .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const isOpaque = (color) => { const [, , , alpha = 1] = channels(color); return alpha === 1; };
  const background = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (isOpaque(color)) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...place.querySelectorAll('td')].filter((cell) => cell.innerText.trim()).map((cell) => {
    const pair = [getComputedStyle(cell).color, background(cell)].map(luminance).sort();
    return { text: cell.innerText.trim(), contrast: (pair[1] + 0.05) / (pair[0] + 0.05) };
  });
}

export async function readableInLightAndDark({ browser, base, operations, picture }) {
  for (const colorScheme of ['light', 'dark']) {
    await visit(browser, base, { colorScheme }, async (context) => {
      const page = await open(context, base);
      for (const operation of operations) {
        const place = block(page, operation);
        await place.locator('.opblock-summary-control').click();
        await place.locator('.opblock-description table').waitFor();
        const cells = await place.evaluate(contrasts);
        assert(cells.some(({ text }) => text === 'removes it'), `${operation.id}: no table of updates`);
        const faint = cells.filter(({ contrast }) => contrast < CONTRAST);
        assert.deepEqual(faint, [], `${operation.id} in ${colorScheme}`);
        await picture(page, `${operation.surface}-${colorScheme}`, place);
      }
    });
  }
}

const WIDTH = 400;

async function assertFits(page, where) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert(width <= WIDTH, `${where} is ${width} pixels wide on a screen of ${WIDTH}`);
}

export function usableOnATelephone({ browser, base, key, operations, picture }) {
  return visit(browser, base, { viewport: { width: WIDTH, height: 800 }, hasTouch: true }, async (context) => {
    const page = await open(context, base);
    await assertFits(page, 'the page');
    await authorize(page, key);
    for (const operation of operations) {
      const { status, body } = await execute(page, operation);
      assert.equal(status, 200, `${operation.id}: ${JSON.stringify(body)}`);
      await picture(page, `${operation.surface}-narrow`, block(page, operation));
      const execution = await block(page, operation).getByRole('button', { name: 'Execute', exact: true }).boundingBox();
      assert(execution.x >= 0 && execution.x + execution.width <= WIDTH, `${operation.id}: Execute is out of sight`);
    }
    // Also open all other operations, with every schema of their responses.
    const closed = page.locator('.opblock:not(.is-open) .opblock-summary-control');
    while (await closed.count()) await closed.first().click();
    await assertFits(page, 'with every operation open, it');
    for (const tab of await page.locator('.opblock .tablinks').filter({ hasText: 'Schema' }).all()) await tab.click();
    await assertFits(page, 'with every schema shown, it');
  });
}

// Swagger UI offers every document of the contract, and shows all its operations.
import assert from 'node:assert/strict';
import { visit } from './browser.mjs';
import { open } from './page.mjs';

const documents = {
  orgd: 'openapi',
  public: 'public',
  v1: 'v1',
  'orgd (OpenAPI 3.0)': 'openapi-3.0',
  'public (OpenAPI 3.0)': 'public-3.0',
  'v1 (OpenAPI 3.0)': 'v1-3.0',
};

export function everyDocumentLoads({ browser, base }) {
  return visit(browser, base, {}, async (context) => {
    const page = await open(context, base);
    const choice = page.getByRole('combobox', { name: 'Select a definition' });
    assert.deepEqual(await choice.locator('option').allInnerTexts(), Object.keys(documents));
    for (const [title, file] of Object.entries(documents).reverse()) {
      const loaded = page.waitForResponse((response) => response.url().endsWith(`/${file}.json`));
      await choice.selectOption({ label: title });
      const { info, paths } = await (await loaded).json();
      await page.getByRole('heading', { level: 1, name: info.title, exact: false }).waitFor();
      const expected = Object.values(paths).flatMap((methods) => Object.values(methods)).map((one) => one.operationId);
      await page.waitForFunction(
        (ids) => document.querySelectorAll('.opblock').length === ids.length
          && ids.every((id) => document.querySelector(`.opblock[id$="-${id}"]`)),
        expected,
      );
    }
  });
}

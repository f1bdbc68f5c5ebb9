// Uses Swagger UI like a new user.
import assert from 'node:assert/strict';
import { join } from 'node:path';

// Returns the two updates, with the values that "Try it out" must prefill: the contract's first example.
export async function updates(base) {
  const operations = [
    { tag: 'PublicOrganizations', surface: 'public', id: 'public_update_organization', path: '/api/public/organizations/{id}' },
    { tag: 'V1Organizations', surface: 'v1', id: 'v1_update_organization', path: '/api/v1/organizations/{orgId}' },
  ];
  const contract = await (await fetch(`${base}/api-docs/openapi.json`)).json();
  for (const operation of operations) {
    const { patch } = contract.paths[operation.path];
    assert.equal(patch.operationId, operation.id);
    operation.example = Object.values(patch.requestBody.content['application/json'].examples)[0].value;
  }
  return operations;
}

export async function open(context, base) {
  const page = await context.newPage();
  await page.goto(`${base}/docs/`);
  await page.locator('.opblock-summary').first().waitFor();
  return page;
}

export function block(page, { tag, id }) {
  return page.locator(`#operations-${tag}-${id}`);
}

// Opens an operation, presses "Try it out" and "Execute" with the prefilled values, and returns the response.
export async function execute(page, operation) {
  const { id, example } = operation;
  const place = block(page, operation);
  await place.locator('.opblock-summary-control').click();
  await place.getByRole('button', { name: 'Try it out' }).click();
  assert.deepEqual(
    JSON.parse(await place.locator('textarea.body-param__text').inputValue()),
    example,
    `${id}: the prefilled body is not the example of openapi.yaml`,
  );
  return answered(page, operation, () => place.getByRole('button', { name: 'Execute', exact: true }).click());
}

// Returns the response, and the text that the page shows, after the action sends the operation's request.
export async function answered(page, operation, send) {
  const sent = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await send();
  const response = await sent;
  const live = block(page, operation).locator('.live-responses-table');
  await live.waitFor();
  const shown = (await live.locator('.response-col_status').last().innerText()).trim();
  assert.equal(Number.parseInt(shown, 10), response.status(), `${operation.id}: the page shows another status`);
  return { url: response.url(), status: response.status(), body: await response.json(), text: await live.innerText() };
}

export async function authorize(page, key) {
  await page.locator('.auth-wrapper .authorize').first().click();
  const dialog = page.locator('.dialog-ux');
  const scheme = dialog.locator('.auth-container').filter({ hasText: 'bearerAuth' });
  await scheme.getByRole('textbox').fill(key);
  await scheme.getByRole('button', { name: 'Apply credentials' }).click();
  await scheme.getByRole('button', { name: 'Remove authorization' }).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
}

// Saves screenshots to one folder, for people to look at.
export function photographer(folder) {
  return async (page, name, place) => {
    await place?.evaluate((element) => element.scrollIntoView());
    await page.screenshot({ path: join(folder, `${name}.png`) });
  };
}

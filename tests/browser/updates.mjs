// Both updates: refused without a credential, and successful with a credential, which survives a reload.
import assert from 'node:assert/strict';
import { visit } from './browser.mjs';
import { authorize, block, execute, open } from './page.mjs';

const refusals = {
  public: { kind: (body) => body.error.title, expected: 'Unauthorized' },
  v1: { kind: (body) => body.error.code, expected: 'AUTHENTICATION_ERROR' },
};

export function refusedWithoutCredential({ browser, base, operations, picture }) {
  return visit(browser, base, {}, async (context) => {
    const page = await open(context, base);
    await picture(page, 'docs');
    for (const operation of operations) {
      const { id, surface } = operation;
      const { status, body, text } = await execute(page, operation);
      await picture(page, `${surface}-401`, block(page, operation).locator('.responses-wrapper'));
      assert.equal(status, 401, `${id} without a credential`);
      const { kind, expected } = refusals[surface];
      assert.equal(kind(body), expected, `${id}: ${JSON.stringify(body)}`);
      assert(text.includes(expected), `${id}: the page does not show the error`);
    }
  });
}

export function updatedWithKey({ browser, base, key, operations, picture }) {
  return visit(browser, base, {}, async (context) => {
    const page = await open(context, base);
    await authorize(page, key);
    await picture(page, 'authorized');
    await page.reload();
    const [ofPublic, ofV1] = operations;

    const first = await execute(page, ofPublic);
    await picture(page, 'public-200', block(page, ofPublic).locator('.opblock-section-request-body'));
    assert.equal(first.status, 200, `${ofPublic.id}, after a reload: ${JSON.stringify(first.body)}`);
    const { skipOnboarding, ...members } = ofPublic.example;
    for (const [name, value] of Object.entries(members)) {
      assert.deepEqual(first.body.data[name], value, `${ofPublic.id}: data.${name}`);
    }
    if (skipOnboarding) assert.equal(first.body.data.onboardingStatus, 'COMPLETED', `${ofPublic.id}: skipOnboarding`);
    assert(!('jwtSecret' in first.body.data), `${ofPublic.id}: the secret was not asked for`);
    assert(first.text.includes(members.name), `${ofPublic.id}: the page does not show the answer`);

    const second = await execute(page, ofV1);
    await picture(page, 'v1-200', block(page, ofV1).locator('.opblock-section-request-body'));
    assert.equal(second.status, 200, `${ofV1.id}: ${JSON.stringify(second.body)}`);
    const { branding } = second.body.settings;
    assert.equal(second.body.name, ofV1.example.name, `${ofV1.id}: name`);
    assert.equal(branding.primaryColor, ofV1.example.settings.branding.primaryColor, `${ofV1.id}: primaryColor`);
    assert.equal(branding.accentColor, '#818CF8', `${ofV1.id}: accentColor, which the body does not name, is to stay`);
    assert(second.text.includes(branding.accentColor), `${ofV1.id}: the page does not show the merged settings`);
  });
}

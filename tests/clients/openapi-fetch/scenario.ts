// The scenario of tests/clients/README.md.
import { randomBytes } from 'node:crypto';
import createClient, { type Client } from 'openapi-fetch';
import { Checks } from './checks.js';
import type { components, paths } from './orgd.js';

type Schemas = components['schemas'];

const checks = new Checks('openapi-fetch');
const { ORGD_URL: baseUrl, ORGD_KEY, ORGD_ADMIN_KEY } = process.env;
const caller = (key?: string): Client<paths> =>
  createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });
const [owner, outsider, stranger] = [caller(ORGD_KEY), caller(ORGD_ADMIN_KEY), caller('bd_key_unknown')];

const random = randomBytes(4).toString('hex');
const slug = (n: number) => `openapi-fetch-${random}-${n}`;
const v1Path = '/api/v1/organizations/{orgId}';
const publicPath = '/api/public/organizations/{id}';
const etagOf = (answer: { response: Response }) => answer.response.headers.get('ETag') ?? 'none';

// The data of a response, which must be a success.
function got<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(`refused: ${JSON.stringify(answer.error)}`);
  return answer.data;
}

// The error of a response, which must be a failure.
function refused<T extends { error: { requestId: string } }>(
  answer: { error?: T; response: Response },
  status: number,
): T['error'] {
  if (answer.error === undefined) throw new Error('the request was not refused');
  checks.same('status', answer.response.status, status);
  checks.same('requestId', answer.error.error.requestId, answer.response.headers.get('X-Request-Id'));
  return answer.error.error;
}

const update = (orgId: string, body: Schemas['V1OrganizationUpdate'], ifMatch?: string) =>
  owner.PATCH(v1Path, { params: { path: { orgId }, header: { 'If-Match': ifMatch } }, body });

async function createOnV1() {
  checks.begin('1');
  const settings = { branding: { primaryColor: '#4338CA', accentColor: '#818CF8' }, features: { webhooks: true } };
  const logoUrl = 'https://cdn.example.com/logo.png';
  const answer = await owner.POST('/api/v1/organizations', {
    body: { name: 'Acme Labs', slug: slug(1), description: 'Widgets', logoUrl, settings },
  });
  const created = got(answer);
  checks.same('name', created.name, 'Acme Labs');
  checks.same('slug', created.slug, slug(1));
  checks.same('description', created.description, 'Widgets');
  checks.same('logoUrl', created.logoUrl, logoUrl);
  checks.same('settings', created.settings, settings);
  checks.holds('the ETag is one', /^"[0-9]+"$/.test(etagOf(answer)));
  return { orgId: created.id, etag: etagOf(answer) };
}

async function updateOnV1(orgId: string, created: string) {
  checks.begin('2');
  const renamed = await update(orgId, { name: 'Acme Corporation' });
  let organization = got(renamed);
  checks.same('name', organization.name, 'Acme Corporation');
  checks.same('description', organization.description, 'Widgets');
  checks.same('logoUrl', organization.logoUrl, 'https://cdn.example.com/logo.png');
  checks.same('accentColor', organization.settings.branding?.accentColor, '#818CF8');
  checks.holds('the ETag is another', etagOf(renamed) !== created);

  checks.begin('3');
  organization = got(await update(orgId, { description: null }));
  checks.same('description', organization.description, null);
  checks.same('name', organization.name, 'Acme Corporation');
  checks.same('logoUrl', organization.logoUrl, 'https://cdn.example.com/logo.png');

  checks.begin('4');
  organization = got(await update(orgId, { settings: { branding: { primaryColor: '#000000' } } }));
  checks.same('branding', organization.settings.branding, { primaryColor: '#000000', accentColor: '#818CF8' });
  checks.same('features', organization.settings.features, { webhooks: true });

  checks.begin('5');
  const removed = await update(orgId, { settings: { branding: { accentColor: null }, features: null } });
  checks.same('settings', got(removed).settings, { branding: { primaryColor: '#000000' } });

  checks.begin('6');
  const unchanged = await update(orgId, {});
  checks.same('updatedAt', got(unchanged).updatedAt, got(removed).updatedAt);
  checks.same('ETag', etagOf(unchanged), etagOf(removed));
}

async function refusalsOnV1(orgId: string, outdated: string) {
  checks.begin('7');
  const faulty = { logoUrl: 'logo.png', settings: { billing: { email: 'nobody' } } };
  const invalid = refused(await update(orgId, faulty), 400);
  checks.same('code', invalid.code, 'VALIDATION_ERROR');
  const violations = invalid.violations?.map(({ part, pointer, code }) => `${part} ${pointer} ${code}`).sort();
  checks.same('violations', violations, ['body /logoUrl uri', 'body /settings/billing/email email']);

  checks.begin('8');
  const params = { path: { orgId } };
  const unknown = refused(await stranger.GET(v1Path, { params }), 401);
  checks.same('code', unknown.code, 'AUTHENTICATION_ERROR');

  checks.begin('9');
  const forbidden = refused(await outsider.PATCH(v1Path, { params, body: { name: 'Taken over' } }), 403);
  checks.same('code', forbidden.code, 'AUTHORIZATION_ERROR');

  checks.begin('10');
  const missing = refused(await owner.GET(v1Path, { params: { path: { orgId: 'org_missing' } } }), 404);
  checks.same('code', missing.code, 'NOT_FOUND');

  checks.begin('11');
  const failed = refused(await update(orgId, { name: 'Acme Late' }, outdated), 412);
  checks.same('code', failed.code, 'PRECONDITION_FAILED');
  const read = await owner.GET(v1Path, { params });
  checks.same('name', got(read).name, 'Acme Corporation');
  const applied = await update(orgId, { name: 'Acme Late' }, etagOf(read));
  checks.same('name', got(applied).name, 'Acme Late');
}

// Step 12; returns the ids of the three organizations.
async function pagesOnV1(first: string): Promise<string[]> {
  checks.begin('12');
  const ids = [first];
  for (const n of [2, 3]) {
    const body = { name: 'Acme Page', slug: slug(n) };
    ids.push(got(await owner.POST('/api/v1/organizations', { body })).id);
  }
  const listed: Schemas['V1OrganizationMembership'][] = [];
  let cursor: string | undefined;
  let total: number;
  do {
    const params = { query: { limit: 2, cursor } };
    const page: Schemas['V1OrganizationList'] = got(await owner.GET('/api/v1/users/me/organizations', { params }));
    listed.push(...page.organizations);
    total = page.total;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  checks.same('how many ids there are', new Set(listed.map(({ id }) => id)).size, total);
  checks.same('how many are listed', listed.length, total);
  const own = listed.filter(({ id }) => ids.includes(id));
  checks.same('the order', own.map(({ id }) => id), [...ids].reverse());
  checks.holds('the caller owns them', own.every(({ role }) => role === 'owner'));
  return ids;
}

async function createOnPublic() {
  checks.begin('13');
  const body = { name: 'Acme Labs', slug: slug(4), customAiContext: 'Dozens' };
  const answer = await owner.POST('/api/public/organizations', { body });
  const { data } = got(answer);
  checks.same('name', data.name, 'Acme Labs');
  checks.same('slug', data.slug, slug(4));
  checks.same('customAiContext', data.customAiContext, 'Dozens');
  checks.same('isBillable', data.isBillable, true);
  checks.holds('trialEndsAt is a date to come', data.trialEndsAt !== null && new Date(data.trialEndsAt) > new Date());
  checks.same('jwtSecret', data.jwtSecret, undefined);
  return { id: data.id, etag: etagOf(answer) };
}

const publish = (id: string, body: Schemas['PublicOrganizationUpdate'], ifMatch?: string) =>
  owner.PATCH(publicPath, { params: { path: { id }, header: { 'If-Match': ifMatch } }, body });

async function updateOnPublic(id: string) {
  checks.begin('14');
  const embed = { fullEmbedEnabled: true, embedAllowedOrigins: ['HTTPS://Example.com:443/'] };
  let { data } = got(await publish(id, embed));
  checks.same('fullEmbedEnabled', data.fullEmbedEnabled, true);
  checks.same('embedAllowedOrigins', data.embedAllowedOrigins, ['https://example.com']);
  checks.same('name', data.name, 'Acme Labs');
  checks.same('customAiContext', data.customAiContext, 'Dozens');
  checks.same('jwtSecret', data.jwtSecret, undefined);

  checks.begin('15');
  ({ data } = got(await publish(id, { customAiContext: null })));
  checks.same('customAiContext', data.customAiContext, null);
  checks.same('name', data.name, 'Acme Labs');
  checks.same('embedAllowedOrigins', data.embedAllowedOrigins, ['https://example.com']);

  checks.begin('16');
  const answer = await owner.PATCH(publicPath, {
    params: { path: { id }, query: { include: 'jwtSecret' } },
    body: { insightsEnabled: false },
  });
  ({ data } = got(answer));
  checks.same('insightsEnabled', data.insightsEnabled, false);
  checks.holds('the jwtSecret is long enough', (data.jwtSecret ?? '').length >= 32);
}

async function refusalsOnPublic(id: string, outdated: string) {
  checks.begin('17');
  const invalid = refused(await publish(id, { embedAllowedOrigins: ['https://*.com', 'http://example.com'] }), 400);
  checks.same('title', invalid.title, 'ValidationError');
  const violations = invalid.violations?.map(({ part, pointer, code }) => `${part} ${pointer} ${code}`).sort();
  checks.same('violations', violations, [0, 1].map((n) => `body /embedAllowedOrigins/${n} embed-origin`));

  checks.begin('18');
  const params = { path: { id } };
  const unknown = refused(await stranger.GET(publicPath, { params }), 401);
  checks.same('title', unknown.title, 'Unauthorized');
  const forbidden = refused(await outsider.PATCH(publicPath, { params, body: { name: 'Taken over' } }), 403);
  checks.same('title', forbidden.title, 'Forbidden');
  const missing = refused(await owner.GET(publicPath, { params: { path: { id: 'org_missing' } } }), 404);
  checks.same('title', missing.title, 'NotFound');

  checks.begin('19');
  const failed = refused(await publish(id, { name: 'Acme Late' }, outdated), 412);
  checks.same('title', failed.title, 'PreconditionFailed');
  const read = await owner.GET(publicPath, { params });
  checks.same('name', got(read).data.name, 'Acme Labs');
  const applied = await publish(id, { name: 'Acme Late' }, etagOf(read));
  checks.same('name', got(applied).data.name, 'Acme Late');
}

async function pagesOnPublic(first: string): Promise<string[]> {
  checks.begin('20');
  const ids = [first];
  for (const n of [5, 6]) {
    const body = { name: 'Acme Page', slug: slug(n) };
    ids.push(got(await owner.POST('/api/public/organizations', { body })).data.id);
  }
  const listed: string[] = [];
  let cursor: string | undefined;
  do {
    const params = { query: { limit: 2, cursor } };
    const page: Schemas['PublicOrganizationList'] = got(await owner.GET('/api/public/organizations', { params }));
    listed.push(...page.data.map(({ id }) => id));
    checks.same('hasMore', page.pagination.hasMore, page.pagination.nextCursor !== null);
    cursor = page.pagination.nextCursor ?? undefined;
  } while (cursor);
  checks.same('how many ids there are', new Set(listed).size, listed.length);
  checks.same('the order', listed.filter((id) => ids.includes(id)), [...ids].reverse());
  return ids;
}

async function deletion(ids: string[]) {
  checks.begin('21');
  for (const orgId of ids) {
    const { message } = got(await owner.DELETE(v1Path, { params: { path: { orgId } } }));
    checks.same('message', message, 'Organization deleted successfully');
  }
  const [id] = ids as [string];
  const onV1 = refused(await owner.GET(v1Path, { params: { path: { orgId: id } } }), 404);
  checks.same('code', onV1.code, 'NOT_FOUND');
  const onPublic = refused(await owner.GET(publicPath, { params: { path: { id } } }), 404);
  checks.same('title', onPublic.title, 'NotFound');
}

const v1 = await createOnV1();
await updateOnV1(v1.orgId, v1.etag);
await refusalsOnV1(v1.orgId, v1.etag);
const ids = await pagesOnV1(v1.orgId);
const published = await createOnPublic();
await updateOnPublic(published.id);
await refusalsOnPublic(published.id, published.etag);
ids.push(...(await pagesOnPublic(published.id)));
await deletion(ids);
checks.report();

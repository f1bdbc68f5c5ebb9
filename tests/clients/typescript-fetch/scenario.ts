// The scenario of tests/clients/README.md.
import { randomBytes } from 'node:crypto';
import { Checks } from './checks.js';
import {
  Configuration, PublicOrganizationsApi, PublicFailureFromJSON, ResponseError, V1OrganizationsApi, V1FailureFromJSON, V1Role,
  type PublicOrganization, type V1OrganizationMembership,
} from './client/index.js';

const checks = new Checks('typescript-fetch');
const { ORGD_URL: basePath, ORGD_KEY, ORGD_ADMIN_KEY } = process.env;
const configuration = (accessToken?: string) => new Configuration({ basePath, accessToken });
const [owner, outsider, stranger] = [ORGD_KEY, ORGD_ADMIN_KEY, 'bd_key_unknown'].map((key) => ({
  v1: new V1OrganizationsApi(configuration(key)),
  public: new PublicOrganizationsApi(configuration(key)),
})) as [Caller, Caller, Caller];
interface Caller { v1: V1OrganizationsApi; public: PublicOrganizationsApi }

const random = randomBytes(4).toString('hex');
const slug = (n: number) => `typescript-fetch-${random}-${n}`;
const etagOf = (answer: { raw: Response }) => answer.raw.headers.get('ETag') ?? 'none';

// The response to a request, which must fail.
async function refusal(request: Promise<unknown>): Promise<Response> {
  try {
    await request;
  } catch (error) {
    if (error instanceof ResponseError) return error.response;
    throw error;
  }
  throw new Error('the request was not refused');
}

async function v1Failure(request: Promise<unknown>, status: number) {
  const response = await refusal(request);
  const { error } = V1FailureFromJSON(await response.json());
  checks.same('status', response.status, status);
  checks.same('requestId', error.requestId, response.headers.get('X-Request-Id'));
  return error;
}

async function publicFailure(request: Promise<unknown>, status: number) {
  const response = await refusal(request);
  const { error } = PublicFailureFromJSON(await response.json());
  checks.same('status', response.status, status);
  checks.same('requestId', error.requestId, response.headers.get('X-Request-Id'));
  return error;
}

async function createOnV1() {
  checks.begin('1');
  const settings = { branding: { primaryColor: '#4338CA', accentColor: '#818CF8' }, features: { webhooks: true } };
  const logoUrl = 'https://cdn.example.com/logo.png';
  const answer = await owner.v1.v1CreateOrganizationRaw({
    v1OrganizationCreate: { name: 'Acme Labs', slug: slug(1), description: 'Widgets', logoUrl, settings },
  });
  const created = await answer.value();
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
  const renamed = await owner.v1.v1UpdateOrganizationRaw({ orgId, v1OrganizationUpdate: { name: 'Acme Corporation' } });
  let organization = await renamed.value();
  checks.same('name', organization.name, 'Acme Corporation');
  checks.same('description', organization.description, 'Widgets');
  checks.same('logoUrl', organization.logoUrl, 'https://cdn.example.com/logo.png');
  checks.same('accentColor', organization.settings.branding?.accentColor, '#818CF8');
  checks.holds('the ETag is another', etagOf(renamed) !== created);

  checks.begin('3');
  organization = await owner.v1.v1UpdateOrganization({ orgId, v1OrganizationUpdate: { description: null } });
  checks.same('description', organization.description, null);
  checks.same('name', organization.name, 'Acme Corporation');
  checks.same('logoUrl', organization.logoUrl, 'https://cdn.example.com/logo.png');

  checks.begin('4');
  const merge = { settings: { branding: { primaryColor: '#000000' } } };
  organization = await owner.v1.v1UpdateOrganization({ orgId, v1OrganizationUpdate: merge });
  checks.same('branding', organization.settings.branding, { primaryColor: '#000000', accentColor: '#818CF8' });
  checks.same('features', organization.settings.features, { webhooks: true });

  checks.begin('5');
  const removal = { settings: { branding: { accentColor: null }, features: null } };
  const removed = await owner.v1.v1UpdateOrganizationRaw({ orgId, v1OrganizationUpdate: removal });
  organization = await removed.value();
  checks.same('settings', organization.settings, { branding: { primaryColor: '#000000' } });

  checks.begin('6');
  const unchanged = await owner.v1.v1UpdateOrganizationRaw({ orgId, v1OrganizationUpdate: {} });
  checks.same('updatedAt', (await unchanged.value()).updatedAt, organization.updatedAt);
  checks.same('ETag', etagOf(unchanged), etagOf(removed));
}

async function refusalsOnV1(orgId: string, outdated: string) {
  checks.begin('7');
  const faulty = { logoUrl: 'logo.png', settings: { billing: { email: 'nobody' } } };
  const invalid = await v1Failure(owner.v1.v1UpdateOrganization({ orgId, v1OrganizationUpdate: faulty }), 400);
  checks.same('code', invalid.code, 'VALIDATION_ERROR');
  const violations = invalid.violations?.map(({ part, pointer, code }) => `${part} ${pointer} ${code}`).sort();
  checks.same('violations', violations, ['body /logoUrl uri', 'body /settings/billing/email email']);

  checks.begin('8');
  const unknown = await v1Failure(stranger.v1.v1GetOrganization({ orgId }), 401);
  checks.same('code', unknown.code, 'AUTHENTICATION_ERROR');

  checks.begin('9');
  const update = { orgId, v1OrganizationUpdate: { name: 'Taken over' } };
  const forbidden = await v1Failure(outsider.v1.v1UpdateOrganization(update), 403);
  checks.same('code', forbidden.code, 'AUTHORIZATION_ERROR');

  checks.begin('10');
  const missing = await v1Failure(owner.v1.v1GetOrganization({ orgId: 'org_missing' }), 404);
  checks.same('code', missing.code, 'NOT_FOUND');

  checks.begin('11');
  const late = { orgId, v1OrganizationUpdate: { name: 'Acme Late' } };
  const failed = await v1Failure(owner.v1.v1UpdateOrganization({ ...late, ifMatch: outdated }), 412);
  checks.same('code', failed.code, 'PRECONDITION_FAILED');
  const read = await owner.v1.v1GetOrganizationRaw({ orgId });
  checks.same('name', (await read.value()).name, 'Acme Corporation');
  const applied = await owner.v1.v1UpdateOrganization({ ...late, ifMatch: etagOf(read) });
  checks.same('name', applied.name, 'Acme Late');
}

// Step 12; returns the ids of the three organizations.
async function pagesOnV1(first: string): Promise<string[]> {
  checks.begin('12');
  const ids = [first];
  for (const n of [2, 3]) {
    const created = await owner.v1.v1CreateOrganization({ v1OrganizationCreate: { name: 'Acme Page', slug: slug(n) } });
    ids.push(created.id);
  }
  const listed: V1OrganizationMembership[] = [];
  let cursor: string | undefined;
  let total: number;
  do {
    const page = await owner.v1.v1ListOrganizations({ limit: 2, cursor });
    listed.push(...page.organizations);
    total = page.total;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  checks.same('how many ids there are', new Set(listed.map(({ id }) => id)).size, total);
  checks.same('how many are listed', listed.length, total);
  const own = listed.filter(({ id }) => ids.includes(id));
  checks.same('the order', own.map(({ id }) => id), [...ids].reverse());
  checks.holds('the caller owns them', own.every(({ role }) => role === V1Role.Owner));
  return ids;
}

async function createOnPublic() {
  checks.begin('13');
  const answer = await owner.public.publicCreateOrganizationRaw({
    publicOrganizationCreate: { name: 'Acme Labs', slug: slug(4), customAiContext: 'Dozens' },
  });
  const { data } = await answer.value();
  checks.same('name', data.name, 'Acme Labs');
  checks.same('slug', data.slug, slug(4));
  checks.same('customAiContext', data.customAiContext, 'Dozens');
  checks.same('isBillable', data.isBillable, true);
  checks.holds('trialEndsAt is a date to come', data.trialEndsAt !== null && data.trialEndsAt > new Date());
  checks.same('jwtSecret', data.jwtSecret, undefined);
  return { id: data.id, etag: etagOf(answer) };
}

async function updateOnPublic(id: string) {
  checks.begin('14');
  const embed = { fullEmbedEnabled: true, embedAllowedOrigins: ['HTTPS://Example.com:443/'] };
  let { data } = await owner.public.publicUpdateOrganization({ id, publicOrganizationUpdate: embed });
  checks.same('fullEmbedEnabled', data.fullEmbedEnabled, true);
  checks.same('embedAllowedOrigins', data.embedAllowedOrigins, ['https://example.com']);
  checks.same('name', data.name, 'Acme Labs');
  checks.same('customAiContext', data.customAiContext, 'Dozens');
  checks.same('jwtSecret', data.jwtSecret, undefined);

  checks.begin('15');
  const removal = { customAiContext: null };
  ({ data } = await owner.public.publicUpdateOrganization({ id, publicOrganizationUpdate: removal }));
  checks.same('customAiContext', data.customAiContext, null);
  checks.same('name', data.name, 'Acme Labs');
  checks.same('embedAllowedOrigins', data.embedAllowedOrigins, ['https://example.com']);

  checks.begin('16');
  const flag = { id, publicOrganizationUpdate: { insightsEnabled: false } };
  ({ data } = await owner.public.publicUpdateOrganization({ ...flag, include: 'jwtSecret' }));
  checks.same('insightsEnabled', data.insightsEnabled, false);
  checks.holds('the jwtSecret is long enough', (data.jwtSecret ?? '').length >= 32);
}

async function refusalsOnPublic(id: string, outdated: string) {
  checks.begin('17');
  const faulty = { embedAllowedOrigins: ['https://*.com', 'http://example.com'] };
  const update = owner.public.publicUpdateOrganization({ id, publicOrganizationUpdate: faulty });
  const invalid = await publicFailure(update, 400);
  checks.same('title', invalid.title, 'ValidationError');
  const violations = invalid.violations?.map(({ part, pointer, code }) => `${part} ${pointer} ${code}`).sort();
  checks.same('violations', violations, [0, 1].map((n) => `body /embedAllowedOrigins/${n} embed-origin`));

  checks.begin('18');
  const unknown = await publicFailure(stranger.public.publicGetOrganization({ id }), 401);
  checks.same('title', unknown.title, 'Unauthorized');
  const rename = { id, publicOrganizationUpdate: { name: 'Acme Late' } };
  const forbidden = await publicFailure(outsider.public.publicUpdateOrganization(rename), 403);
  checks.same('title', forbidden.title, 'Forbidden');
  const missing = await publicFailure(owner.public.publicGetOrganization({ id: 'org_missing' }), 404);
  checks.same('title', missing.title, 'NotFound');

  checks.begin('19');
  const failed = await publicFailure(owner.public.publicUpdateOrganization({ ...rename, ifMatch: outdated }), 412);
  checks.same('title', failed.title, 'PreconditionFailed');
  const read = await owner.public.publicGetOrganizationRaw({ id });
  checks.same('name', (await read.value()).data.name, 'Acme Labs');
  const applied = await owner.public.publicUpdateOrganization({ ...rename, ifMatch: etagOf(read) });
  checks.same('name', applied.data.name, 'Acme Late');
}

async function pagesOnPublic(first: string): Promise<string[]> {
  checks.begin('20');
  const ids = [first];
  for (const n of [5, 6]) {
    const publicOrganizationCreate = { name: 'Acme Page', slug: slug(n) };
    ids.push((await owner.public.publicCreateOrganization({ publicOrganizationCreate })).data.id);
  }
  const listed: PublicOrganization[] = [];
  let cursor: string | undefined;
  do {
    const { data, pagination } = await owner.public.publicListOrganizations({ limit: 2, cursor });
    listed.push(...data);
    checks.same('hasMore', pagination.hasMore, pagination.nextCursor !== null);
    cursor = pagination.nextCursor ?? undefined;
  } while (cursor);
  checks.same('how many ids there are', new Set(listed.map(({ id }) => id)).size, listed.length);
  const own = listed.map(({ id }) => id).filter((id) => ids.includes(id));
  checks.same('the order', own, [...ids].reverse());
  return ids;
}

async function deletion(ids: string[]) {
  checks.begin('21');
  for (const orgId of ids) {
    const { message } = await owner.v1.v1DeleteOrganization({ orgId });
    checks.same('message', message, 'Organization deleted successfully');
  }
  const [id] = ids as [string];
  checks.same('code', (await v1Failure(owner.v1.v1GetOrganization({ orgId: id }), 404)).code, 'NOT_FOUND');
  checks.same('title', (await publicFailure(owner.public.publicGetOrganization({ id }), 404)).title, 'NotFound');
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

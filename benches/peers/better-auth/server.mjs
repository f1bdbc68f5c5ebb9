// The peer: Better Auth's organization plugin on better-sqlite3, with the same durability as orgd.
//   node server.mjs DATABASE PORT ORGANIZATIONS
// Creates a user who owns that many organizations, with the same ids as in the other benchmarks, listens, and
// prints the session's cookie as one line of JSON.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import Database from 'better-sqlite3';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { organization } from 'better-auth/plugins';

const [path, port, count] = process.argv.slice(2);
const baseURL = `http://127.0.0.1:${port}`;

const database = new Database(path);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = OFF');

let organizations = 0;
const organizationId = () => `org_01k9xw5q3m${String(organizations++).padStart(16, '0')}`;

const auth = betterAuth({
  database,
  baseURL,
  secret: randomUUID() + randomUUID(),
  emailAndPassword: { enabled: true },
  plugins: [organization()],
  advanced: {
    database: { generateId: ({ model }) => (model === 'organization' ? organizationId() : randomUUID()) },
  },
  logger: { disabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
});

const { runMigrations } = await getMigrations(auth.options);
await runMigrations();

const { headers, response } = await auth.api.signUpEmail({
  body: { email: 'owner@bench.example', name: 'Owner', password: randomUUID() },
  returnHeaders: true,
});
const cookie = headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
for (let number = 0; number < Number(count); number++) {
  const slug = `widgets-${number}`;
  const metadata = { branding: { primaryColor: '#4338ca', accentColor: '#818cf8' } };
  await auth.api.createOrganization({
    body: { name: `Widgets ${number}`, slug, metadata, userId: response.user.id },
  });
}

// Without statistics, SQLite may search for a member among all memberships of the user.
database.exec('ANALYZE');
database.pragma('wal_checkpoint(TRUNCATE)');
database.pragma('synchronous = FULL');
createServer(toNodeHandler(auth)).listen(Number(port), '127.0.0.1', () => {
  console.log(JSON.stringify({ cookie }));
});

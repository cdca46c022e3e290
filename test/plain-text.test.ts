import { expect, test } from 'vitest';
import { code, isTest, SOURCES } from './read-sources.ts';

/**
 * Files in which a text is parsed without a pattern, and why that is safe. Every other text that comes from outside says what it may hold, by
 * `textLine`, `textLines`, `linePattern` or a pattern of its own (server/markdown/plain-text.ts): PostgreSQL takes no U+0000, and a new field is easily forgotten.
 */
const UNCHECKED: Record<string, string> = {
  'server/env.ts': 'the environment of the process, not a request',
  'server/http/openapi/openapi.ts': 'describes answers and addresses; parses nothing',
  'server/http/openapi/incidents.ts': 'describes answers and addresses; parses nothing',
  'server/http/openapi/operation.ts': 'describes answers',
  'server/http/openapi/postmortems.ts': 'describes answers and addresses; parses nothing',
  'server/postmortems/public-schemas.ts': 'describes answers',
  'server/postmortems/schemas.ts': 'days and addresses, which have their own patterns',
  'server/http/openapi/subscribers.ts': 'describes answers',
  'server/delivery/event-schemas.ts': 'describes answers',
  'server/subscribers/schemas.ts': 'a time zone, which isTimeZone checks',
  'server/subscribers/secrets-at.ts': 'secrets that the database stores, read back',
  'server/subscribers/verbs/import-subscribers.ts': 'a file, whose fields the schema of subscribers checks',
  'server/incidents/update/undo-facts.ts': 'facts that the database stores, read back',
  'server/http/openapi/settings.ts': 'describes answers and addresses; parses nothing',
  'server/incidents/public-schemas.ts': 'describes answers',
  'server/sla/schemas.ts': 'describes answers',
  'server/ingest/schemas.ts': 'instants, which parseRfc3339 reads, and answers',
  'server/ingest/alert-schemas.ts':
    'instants, which parseRfc3339 reads, and labels, of which those that are used are checked again',
  'server/identity/tokens/sender.ts': 'files that only Candor writes',
  'server/ingest/spool/spooled.ts': 'files that only Candor writes',
  'server/incidents/schemas.ts': 'instants, which parseRfc3339 reads',
  'server/catalog/schemas.ts': 'instants, which parseRfc3339 reads',
  'server/catalog/brand-schema.ts': 'a colour, whose digits isHexColour checks',
  'server/incidents/console/compose-update.ts': 'fields of a form, which the verbs of incidents check',
  'server/incidents/console/template-texts.ts': 'fields of a form, which the verbs of incidents check',
  'server/identity/sign-in/give-code.ts': 'codes, which are compared and not stored',
  'server/identity/sign-in/sign-in.ts': 'passwords, which are hashed and not stored',
  'server/identity/sign-in/single-sign-on.ts': 'a sealed cookie, whose path returnPath checks',
  'server/identity/sign-in/second-factor.ts': 'passwords, which are hashed and not stored',
  'server/identity/sign-in/password-schema.ts': 'new passwords, which are hashed and not stored',
  'server/identity/people/verbs/change-password.ts': 'passwords, which are hashed and not stored',
  'server/identity/people/verbs/set-up.ts': 'the secret of a link, which hashOfOpaqueToken checks',
  'server/identity/people/verbs/accept-invitation.ts': 'the secret of a link, which hashOfOpaqueToken checks',
  'server/identity/people/verbs/reset-password.ts': 'the secret of a link, which hashOfOpaqueToken checks',
};

/** Returns the lines with a text without a pattern: a `z.string()` whose chain has none. */
function uncheckedIn(text: string): number {
  const chains = text.split(/z\s*\.string\(/).slice(1);
  return chains.filter((chain) => !/^[^;]{0,200}?\.(regex|pipe)\(/.test(chain.split(/\n {2}\w+:|,\n/, 1)[0] ?? ''))
    .length;
}

test('every parsed text has a pattern', () => {
  const found = SOURCES.filter(
    ({ path, text }) => /^(server|app)\//.test(path) && !isTest(path) && uncheckedIn(code(text)) > 0,
  );
  expect(found.map(({ path }) => path).sort()).toEqual(Object.keys(UNCHECKED).sort());
});

test('finds a text without a pattern', () => {
  expect(uncheckedIn('const a = z.strictObject({ name: z.string().min(1), other: z.number() });')).toBe(1);
  expect(uncheckedIn("const a = z\n  .string()\n  .trim()\n  .regex(/x/, 'must');")).toBe(0);
});

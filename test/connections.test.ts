import { expect, test } from 'vitest';
import { code, importsOf, isTest, SOURCES, type Source } from './read-sources.ts';

/** Matches code that holds a connection for more than one statement. */
const HOLDS = /\b(withIncidentLock|\$transaction|transaction|snapshot)(<[^()]*>)?\(/;
/** Matches a test whose pools are so small that code waits forever for a second connection; see server/test/database.ts. */
const WITH_FEWEST = /\btestWorld\((?![^)]*AS_IN_PRODUCTION)/;

/** Returns the server files that hold a connection and that no test with the fewest connections imports. */
function unproven(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const visit = (path: string) => {
    const source = byPath.get(path);
    if (!source || reached.has(path)) return;
    reached.add(path);
    for (const { to, isType } of importsOf(source)) if (!isType) visit(/\.tsx?$/.test(to) ? to : `${to}.ts`);
  };
  for (const { path, text } of sources) if (path.endsWith('.test.ts') && WITH_FEWEST.test(code(text))) visit(path);
  return sources
    .filter(
      ({ path, text }) => path.startsWith('server/') && !isTest(path) && HOLDS.test(code(text)) && !reached.has(path),
    )
    .map(({ path }) => path);
}

test('a test with the fewest connections covers each file that holds one', () => {
  expect(unproven(SOURCES)).toEqual([]);
});

test('finds a file that no such test covers, even if a test with many connections does', () => {
  const verb = {
    path: 'server/incidents/made-up.ts',
    text: 'export const madeUp = () => withIncidentLock(ctx, work);',
  };
  const testOf = (world: string) => ({
    path: 'server/incidents/made-up.test.ts',
    text: `import { madeUp } from './made-up.ts';\n${world}`,
  });
  expect(unproven([verb])).toEqual([verb.path]);
  expect(unproven([verb, testOf('testWorld(0, AS_IN_PRODUCTION);')])).toEqual([verb.path]);
  expect(unproven([verb, testOf('testWorld();')])).toEqual([]);
});

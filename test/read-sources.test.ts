import { describe, expect, test } from 'vitest';
import { importsOf, SOURCES } from './read-sources.ts';

describe('reading imports', () => {
  const parse = (text: string, from = 'server/status/a.ts') => importsOf({ path: from, text });

  test('finds every form of import, and whether it imports only types', () => {
    expect(parse("import type { A } from '#domain/a';")).toEqual([{ to: 'domain/a', isType: true }]);
    expect(parse("import { type A, type B } from '../b.ts';")).toEqual([{ to: 'server/b.ts', isType: true }]);
    expect(parse("import { type A, b } from './b.ts';")).toEqual([{ to: 'server/status/b.ts', isType: false }]);
    expect(parse("import {\n  a,\n  b,\n} from '#server/c';")).toEqual([{ to: 'server/c', isType: false }]);
    expect(parse("import './d.css';\nexport * from 'zod';")).toEqual([
      { to: 'server/status/d.css', isType: false },
      { to: 'npm:zod', isType: false },
    ]);
    expect(parse("let a: import('node:http').Server; const b = await import('next');")).toEqual([
      { to: 'node:http', isType: true },
      { to: 'npm:next', isType: false },
    ]);
  });

  test('ignores text that only looks like an import', () => {
    expect(parse("// import { a } from './b.ts'\n/* import './c.ts' */\nexport const words = 'from here';")).toEqual(
      [],
    );
  });

  test('reads the sources', () => {
    expect(SOURCES.length).toBeGreaterThan(100);
    expect(SOURCES.flatMap(importsOf).length).toBeGreaterThan(300);
  });
});

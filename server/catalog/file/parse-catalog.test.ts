import { describe, expect, test } from 'vitest';
import { catalogOutcome } from '#server/catalog/plan/catalog-outcome';
import { listProblems, parseCatalog } from './parse-catalog.ts';

/** Returns the message for an invalid file. */
function refusal(text: string): string {
  const outcome = catalogOutcome(text);
  if (!('refused' in outcome)) throw new Error('the file was accepted');
  expect(outcome.refused.code).toBe('invalid_input');
  return outcome.refused.message;
}

describe('a catalogue file', () => {
  test('may be empty', () => {
    const nothing = { brand: null, groups: [], regions: [], components: [], sources: [] };
    for (const text of ['', '# nothing yet\n', '{}', 'components: []'])
      expect(parseCatalog(text)).toMatchObject(nothing);
  });

  test('has at most two million characters', () => {
    expect(() => parseCatalog(`#${'x'.repeat(1_999_999)}`)).not.toThrow();
    expect(refusal(`#${'x'.repeat(2_000_000)}`)).toBe('The file must be at most 2000000 characters. Split it.');
  });

  test('is rejected with the line of the missing value, or of its nearest parent', () => {
    expect(refusal('groups:\n  - slug: core\n    name: ""\n')).toMatch(
      /^Nothing was changed:\nline 3: groups\[0\]\.name: /,
    );
    expect(refusal('groups:\n  - slug: core\n')).toMatch(/^Nothing was changed:\nline 2: groups\[0\]\.name: /);
    expect(refusal('- a list\n')).toMatch(/^Nothing was changed:\n(?!line)/);
  });

  test('is rejected with the line of a key that appears twice, also in a nested map', () => {
    const twice = 'The file is not valid YAML: line 3: the key';
    expect(refusal('groups: []\nregions: []\ngroups: []\n')).toBe(`${twice} groups appears twice.`);
    expect(refusal('groups:\n  - name: Core\n    name: Base\n')).toBe(`${twice} name appears twice.`);
    expect(refusal('regions:\n  - { name: eu, title: Europe }\n  - { name: us, name: ca, title: US }\n')).toContain(
      'the key name appears twice',
    );
    expect(() => parseCatalog('regions:\n  - { name: eu, title: A }\n  - { name: us, title: B }\n')).not.toThrow();
  });

  test('that is not YAML is rejected with the reason of the parser', () => {
    expect(refusal('groups: [\n')).toMatch(/^The file is not valid YAML: Flow sequence/);
  });
});

describe('the problems of a file', () => {
  const problems = Array.from({ length: 21 }, (_, i) => `problem ${i + 1}`);

  test('are listed up to the twentieth, with the number of the others', () => {
    expect(listProblems(problems.slice(0, 20)).split('\n')).toEqual(['Nothing was changed:', ...problems.slice(0, 20)]);
    expect(listProblems(problems).split('\n').slice(-2)).toEqual(['problem 20', '… and 1 more']);
    expect(listProblems(problems.slice(0, 3), 23).split('\n').slice(-2)).toEqual(['problem 3', '… and 3 more']);
  });
});

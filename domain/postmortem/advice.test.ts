import { describe, expect, test } from 'vitest';
import { ADVICE_CODES, type AdviceCode, adviceOn } from './advice.ts';
import { type PostmortemContent, TEXT_SECTIONS, type TextSection } from './sections.ts';

const EVERY_SECTION = Object.fromEntries(
  TEXT_SECTIONS.map((section) => [section, { public: 'Nothing to add.', internal: '' }]),
) as PostmortemContent['sections']; // TEXT_SECTIONS has every section of this type

function content(texts: Partial<Record<TextSection, string>>, timeline: readonly string[] = []): PostmortemContent {
  const given = Object.entries(texts).map(([section, text]) => [section, { public: text, internal: 'human error' }]);
  return {
    sections: { ...EVERY_SECTION, ...Object.fromEntries(given) },
    timeline: timeline.map((text, at) => ({ at, text, isKey: false })),
    explanations: [],
  };
}
const passages = (text: string) =>
  adviceOn(content({ cause: text }), ['Serving', 'Larkfield']).map(({ code, text: found }) => [code, found]);

describe('advice', () => {
  const flagged: [string, AdviceCode, string][] = [
    ['This was human error.', 'blame', 'human error'],
    ['The release should have been tested.', 'hindsight', 'should have'],
    ['It shouldn’t have been released.', 'hindsight', 'shouldn’t have'],
    ['The root cause was a switch.', 'single_cause', 'The root cause'],
    ['A switch was the only cause.', 'single_cause', 'only cause'],
    ['We restarted rtdb-eu-17.', 'host_name', 'rtdb-eu-17'],
    ['The address 10.20.30.40 was gone.', 'ip_address', '10.20.30.40'],
    ['Write to noc@example.com.', 'email_address', 'noc@example.com'],
    ['Then Jane Miller restarted it.', 'person_name', 'Jane Miller'],
    ['Jane Miller restarted it.', 'person_name', 'Jane Miller'],
    ['It was restarted by Jürgen O’Neill.', 'person_name', 'Jürgen O’Neill'],
    ['The on-call engineer Jean-Luc Martin was away.', 'person_name', 'Jean-Luc Martin'],
    ['We asked Dr. Miller.', 'person_name', 'Dr. Miller'],
    ['Thanks to @jmiller for the fix.', 'person_name', '@jmiller'],
  ];
  test.each(flagged)('"%s" gets %s', (text, code, found) => {
    expect(passages(text)).toEqual([[code, found]]);
  });

  test.each([
    'The causes were a failed switch and a missing limit.',
    'Serving Network restarted its instances, as Google Cloud started new ones in New York.',
    'Amazon Web Services restarted the hosts, and by Wednesday March was over.',
    'Traffic moved to Frankfurt West. Serving Europe was restarted by Larkfield Support.',
    'The Real Time databases were restarted.',
    'Partners should retry, and have nothing to change.',
  ])('"%s" gets none', (text) => {
    expect(passages(text)).toEqual([]);
  });

  test('names the section or the timeline entry, and leaves internal texts alone', () => {
    const advice = adviceOn(content({ lessons: 'We blame none.' }, ['All good.', 'It was human error.']), []);
    expect(advice).toEqual([
      { code: 'blame', section: 'lessons', entry: null, start: 3, end: 8, text: 'blame' },
      { code: 'blame', section: 'timeline', entry: 1, start: 7, end: 18, text: 'human error' },
    ]);
  });

  test('asks for optional sections that are empty; required ones block publishing instead', () => {
    const advice = adviceOn(content({ summary: '', detection: ' ', lessons: '' }), []);
    expect(advice.map(({ code, section }) => [code, section])).toEqual([
      ['missing_section', 'detection'],
      ['missing_section', 'lessons'],
    ]);
  });

  test('has a code for each kind', () => {
    expect(new Set([...flagged.map(([, code]) => code), 'missing_section'])).toEqual(new Set(ADVICE_CODES));
  });

  test.each(['Aa ', 'by Aa Bb', 'a-', '@a', 'should ', '](', '1:'])('is found after much of "%s"', (piece) => {
    const text = `${piece.repeat(50_000 / piece.length)} This was human error.`;
    expect(adviceOn(content({ cause: text }), ['Serving']).at(-1)?.text).toBe('human error');
  });
});

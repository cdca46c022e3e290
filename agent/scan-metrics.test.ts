import { describe, expect, test } from 'vitest';
import { scanMetrics } from './scan-metrics.ts';
import type { Text } from './text-cursor.ts';

type Found = [value: number, labels: Record<string, string>];

function samplesOf(text: Text, ...wanted: string[]): Found[] {
  const found: Found[] = [];
  scanMetrics(
    text,
    { metrics: new Set(wanted), isOpenMetrics: false },
    ({ labels, value }) => void found.push([value, Object.fromEntries(labels)]),
  );
  return found;
}

const errorOf = (text: string, wanted = 'a') => {
  try {
    return samplesOf(text, wanted);
  } catch (error) {
    return (error as Error).message;
  }
};

/** A text that counts the characters read. */
function counted(text: string): Text & { read: number } {
  return {
    read: 0,
    length: text.length,
    charCodeAt(at) {
      this.read++;
      return text.charCodeAt(at);
    },
    slice(from, to) {
      const part = text.slice(from, to);
      this.read += part.length;
      return part;
    },
    indexOf(sought, from) {
      const at = text.indexOf(sought, from);
      this.read += (at === -1 ? text.length : at) - (from ?? 0);
      return at;
    },
  };
}

// The forms of promparse_test.go (prometheus/prometheus) and text_parse_test.go (prometheus/common), in samples of our own.
describe('samples in the Prometheus text format', () => {
  test.each<[string, Found]>([
    ['a 1', [1, {}]],
    ['a{} 3', [3, {}]],
    ['a{b="c"}1', [1, { b: 'c' }]],
    ['a{b="c",} 1', [1, { b: 'c' }]],
    ['  a { b = "c" , d="e" }\t-7.5', [-7.5, { b: 'c', d: 'e' }]],
    ['a 1 1395066363000', [1, {}]],
    ['a -1 -2', [-1, {}]],
    ['a{b="}, \\"{=,"} 4', [4, { b: '}, "{=,' }]],
    [
      'a{path="C:\\\\DIR\\\\FILE.TXT",error="not found:\\n\\"X\\""} 1.5e9',
      [1.5e9, { path: 'C:\\DIR\\FILE.TXT', error: 'not found:\n"X"' }],
    ],
    ['a{b="\\d"} 1', [1, { b: '\\d' }]],
    ['a{b="x\0y"} 1', [1, { b: 'x\0y' }]],
    ['a{b=""} 1', [1, { b: '' }]],
    ['a{le="+Inf"} 2693\r', [2693, { le: '+Inf' }]],
    ['a +Inf', [Number.POSITIVE_INFINITY, {}]],
    ['a -inf', [Number.NEGATIVE_INFINITY, {}]],
    ['a NaN', [Number.NaN, {}]],
    ['a .5', [0.5, {}]],
    ['a 08 15', [8, {}]],
    ['a 1e400', [Number.POSITIVE_INFINITY, {}]],
  ])('%j', (line, found) => {
    expect(samplesOf(`${line}\n`, 'a')).toEqual([found]);
    expect(samplesOf(`# TYPE a untyped\nb 9\n\n${line}\n# a comment\nab 2`, 'a')).toEqual([found]);
  });

  test('with quoted names, which may contain any character', () => {
    const name = 'Heizöl 10€ "interesting" {character\nchoices}';
    expect(
      samplesOf('{"Heizöl 10€ \\"interesting\\" {character\\nchoices}","strange©\'name\'"="6"} 10.0\n', name),
    ).toEqual([[10, { "strange©'name'": '6' }]]);
    expect(samplesOf('{ "my.metric" , "label.x" = "y", } 1 2\n', 'my.metric')).toEqual([[1, { 'label.x': 'y' }]]);
    expect(samplesOf('{x="y", "my.metric"} 1\n', 'my.metric')).toEqual([[1, { x: 'y' }]]);
    expect(
      samplesOf('{"my.metric"}1\n{"your.metric"} 2\n', 'my.metric', 'your.metric').map(([value]) => value),
    ).toEqual([1, 2]);
  });
});

// The forms of openmetricsparse_test.go and openmetrics2parse_test.go (prometheus/prometheus) and of the OpenMetrics specification.
describe('samples in OpenMetrics', () => {
  test.each<[string, Found]>([
    ['sync_ok_total{store="a"} 1 # {trace_id="6c1011d34f17"} 0.25 1697141781.4', [1, { store: 'a' }]],
    ['sync_ok_total 17.0 1520879607.789 # {id="counter-test"} 5', [17, {}]],
    ['sync_ok_total 5 1.5 st@1.25', [5, {}]],
    ['sync_ok_total 5 st@1.25 # {a="b"} 1 2 # {a="c"} 3 4', [5, {}]],
    ['sync_ok_total{a="1 # {b=\\"c\\"} 0"} 1', [1, { a: '1 # {b="c"} 0' }]],
  ])('%j', (line, found) => {
    expect(samplesOf(`${line}\n`, 'sync_ok_total')).toEqual([found]);
  });

  test('of counters and histograms are distinguished by their full names', () => {
    const text =
      '# TYPE d histogram\nd_bucket{le="0.5"} 1\nd_bucket{le="+Inf"} 2\nd_sum 3\nd_count 2\nd_created 1520430000\n# TYPE c counter\nc_total 5\nc_created 9\n';
    expect(samplesOf(text, 'd')).toEqual([]);
    expect(samplesOf(text, 'c_total')).toEqual([[5, {}]]);
    expect(samplesOf(text, 'd_bucket').map(([value]) => value)).toEqual([1, 2]);
  });

  const scan = (text: string, isOpenMetrics = true) => {
    const values: number[] = [];
    try {
      scanMetrics(text, { metrics: new Set(['a']), isOpenMetrics }, ({ value }) => void values.push(value));
      return values;
    } catch (error) {
      return (error as Error).message;
    }
  };

  // The grammar of the OpenMetrics specification, and the errors of openmetricsparse_test.go.
  test('must end with "# EOF"', () => {
    expect(scan('a 1\n# EOF\n')).toEqual([1]);
    expect(scan('a 1\n# EOF')).toEqual([1]);
    expect(scan('a 1\r\n# EOF\r\n')).toEqual([1]);
    for (const after of ['a 2\n', '\n', '# EOF\n', '# a comment'])
      expect(scan(`a 1\n# EOF\n${after}`)).toBe('line 3: expected nothing after "# EOF"');
    for (const text of ['a 1\n', 'a 1\n# EOFX\n#EOF\n', 'a 1\n# EO', ''])
      expect(scan(text)).toBe('no "# EOF" at the end; the response may be truncated');
  });

  test('differ from the Prometheus text format, in which "# EOF" is a comment', () => {
    expect(scan('a 1\n# EOF\na 0\n', false)).toEqual([1, 0]);
    expect(scan('# EOF', false)).toEqual([]);
  });
});

describe('an invalid line of a wanted metric', () => {
  // promparse_test.go, openmetricsparse_test.go and the errors in text_parse_test.go
  test.each([
    ['a', 'line 1, character 2: expected a value, found the end'],
    ["a{b='c'} 1", 'line 1, character 5: expected a value in quotes'],
    ['a{b="c} 1', 'line 1, character 10: expected a closing quote, found the end'],
    ['a{b="c\\"} 1', 'expected a closing quote'],
    ['a{="x"} 1', 'line 1, character 3: expected a label name or "}"'],
    ['a{b="c" 1', 'expected "," or "}"'],
    ['a{b="c",,d="e"} 1', 'expected a label name or "}"'],
    ['a{b="c",b="d"} 1', 'duplicate label'],
    ['a{"b"} 1', 'expected exactly one metric name'],
    ['{"a","b"} 1', 'expected "=" and a value in quotes'],
    ['{"a" 1', 'expected "=" and a value in quotes'],
    ['{"a 1', 'expected a closing quote'],
    ['{x="y","a"', 'expected "=" and a value in quotes'],
    ['a true', 'expected a value, found "true"'],
    ['a 1_2', 'expected a value'],
    ['a 0x1p-3', 'expected a value'],
    ['a Infinite', 'expected a value'],
    ['a 0 1_2', 'line 1, character 5: expected a timestamp or the end of the line, found "1_2"'],
    ['b 1\na 0 1 2', 'line 2, character 7: expected the end of the line'],
    ['a{le="1"} {count:1}', 'expected a value'],
  ])('%j', (text, reason) => {
    expect(errorOf(`${text}\n`)).toContain(reason);
  });

  test('is ignored if it is of another metric', () => {
    expect(samplesOf('other{b="c 1\n<html>\nother oops\na 1\n', 'a')).toEqual([[1, {}]]);
  });
});

// "Text format details" in the documentation of Prometheus: the last line must end with a line feed. The parser of prometheus/common rejects it
// too (influxdata/telegraf, pull request 10463).
describe('a last line without a line feed', () => {
  const TRUNCATED = 'missing newline at the end; the response may be truncated';
  test.each([
    ['a 9000', 'a'],
    ['a 900', 'a'],
    ['b 1\na{x="y"} 9', 'a'],
    ['a 9 1395066363000', 'a'],
    ['sync_o', 'sync_ok_total'],
    ['{"my.metric"} 9', 'my.metric'],
  ])('%j is rejected for %j', (text, wanted) => {
    expect(errorOf(text, wanted)).toContain(TRUNCATED);
  });

  test('is rejected if a quoted name is truncated', () => {
    expect(errorOf('{"my.met', 'my.metric')).toContain('expected a closing quote');
  });

  test.each(['b 9', 'ab', '# TYPE a gauge', '# a', '{"b"} 9', '{"b', '  '])(
    'is ignored if it is not of a wanted metric: %j',
    (text) => {
      expect(samplesOf(`a 1\n${text}`, 'a')).toEqual([[1, {}]]);
    },
  );
});

describe('a line that starts with a brace', () => {
  // Lines that the parsers above reject, with names that are not wanted.
  test.each([
    '{"other.metric" 5',
    '{"other.metric} 5',
    '{other} 5',
    '{',
    '{}',
    '{b="c"} 1',
    '{b="a"} 1',
    '{"other.metric",b= "a"',
    '{"other.metric",b="a',
    '{"other.metric"} oops',
    '{"a.b","b"} 1',
    `{"other.metric",b="${'x'.repeat(200_000)}"} 1`,
  ])('is skipped if it names no wanted metric: %#', (line) => {
    expect(samplesOf(`${line}\na 3\n`, 'a')).toEqual([[3, {}]]);
  });
});

describe('the running time', () => {
  const LABEL = 80_000;
  test.each([
    ['a long label', `a{b="${'x'.repeat(LABEL)}"} 1`],
    ['a long label without an end', `a{b="${'x'.repeat(LABEL)}`],
    ['a label of escapes', `a{b="${'\\"'.repeat(LABEL / 2)}"} 1`],
    ['many labels', `a{${Array.from({ length: LABEL / 10 }, (_, i) => `l${i}="",`).join('')}} 1`],
    ['names without values', `a{${'b,'.repeat(LABEL / 2)}} 1`],
    ['a long name', `${'a'.repeat(LABEL)} 1`],
    ['a long number', `a ${'1'.repeat(LABEL)}x`],
    ['braces', `a${'{'.repeat(LABEL)}`],
    ['blanks', `a${' '.repeat(LABEL)}1`],
    ['braces and quotes of other metrics', '{"\n{x\n'.repeat(LABEL / 6)],
    ['names in quotes of other metrics', '{"b"} 1\n'.repeat(LABEL / 8)],
    ['empty lines', '\n'.repeat(LABEL)],
  ])('is proportional to the text: %s', (_, text) => {
    const work = counted(text);
    try {
      samplesOf(work, 'a');
    } catch (error) {
      expect((error as Error).message).toMatch(/^line 1/);
    }
    expect(work.read).toBeLessThan(10 * text.length + 100);
  });

  test('is bounded by the limit of a line, which the error names', () => {
    const work = counted(`a{b="${'x'.repeat(1_000_000)}"} 1`);
    expect(() => samplesOf(work, 'a')).toThrow('line 1, character 131073: the line is longer than 131072 characters');
    expect(work.read).toBeLessThan(1_010_000); // the search for the end of the line
  });
});

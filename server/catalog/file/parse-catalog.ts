import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import type { CatalogFile } from '#domain/catalog/catalog';
import { catalogSchema } from '#server/catalog/schemas';
import { AppError } from '#server/errors';

const CHARACTERS_MAX = 2_000_000;
/** Maximum number of problems in one message. */
const PROBLEMS_MAX = 20;

/** Parses a catalogue file into stored units. Errors: invalid_input, with one line per problem that names its place and the rule. */
export function parseCatalog(text: string): CatalogFile {
  if (text.length > CHARACTERS_MAX)
    throw new AppError('invalid_input', `The file must be at most ${CHARACTERS_MAX} characters. Split it.`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true, uniqueKeys: false }); // the library's check takes quadratic time
  refuseDuplicateKeys(document, lines);
  const parsed = catalogSchema.safeParse(contentOf(document));
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  throw new AppError(
    'invalid_input',
    listProblems(
      issues.slice(0, PROBLEMS_MAX).map((issue) => problemText(issue, document, lines)),
      issues.length,
    ),
  );
}

/** Rejects duplicate keys in a map, because it is unclear which one is meant. Errors: invalid_input. */
function refuseDuplicateKeys(document: Document.Parsed, lines: LineCounter): void {
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name))
          throw new AppError(
            'invalid_input',
            `The file is not valid YAML: line ${lines.linePos(key.range?.[0] ?? 0).line}: the key ${name} appears twice.`,
          );
        seen.add(name);
      }
    },
  });
}

function contentOf(document: Document.Parsed): unknown {
  try {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() ?? {}; // throws on too many aliases
  } catch (error) {
    throw new AppError('invalid_input', `The file is not valid YAML: ${(error as Error).message}`);
  }
}

/** Formats problems as one text, one per line. `count` is the total number if `problems` is shortened. */
export function listProblems(problems: readonly string[], count = problems.length): string {
  const rest = count - PROBLEMS_MAX;
  return ['Nothing was changed:', ...problems.slice(0, PROBLEMS_MAX), ...(rest > 0 ? [`… and ${rest} more`] : [])].join(
    '\n',
  );
}

function problemText(issue: z.core.$ZodIssue, document: Document, lines: LineCounter): string {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  const line = lineOf(path, document, lines);
  return `${line === null ? '' : `line ${line}: `}${place ? `${place.slice(place.startsWith('.') ? 1 : 0)}: ` : ''}${issue.message}`;
}

/** Returns the line of the value at `path`, or of its nearest existing parent. */
function lineOf(path: readonly (string | number)[], document: Document, lines: LineCounter): number | null {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import type { WantedCatalog } from '#domain/catalog/catalog';
import { catalogSchema } from '#server/catalog/schemas';
import { AppError } from '#server/errors';

const CHARACTERS_MAX = 2_000_000;
/** Mistakes that are told at once. */
const TOLD_MAX = 20;

/** What a file describes, in stored units. Errors: invalid_input, with a line for each mistake that names its place and says what to write. */
export function parseCatalog(text: string): WantedCatalog {
  if (text.length > CHARACTERS_MAX)
    throw new AppError('invalid_input', `The file must have at most ${CHARACTERS_MAX} characters. Split it.`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true, uniqueKeys: false }); // its own check compares each with each
  refuseTwins(document, lines);
  const parsed = catalogSchema.safeParse(contentOf(document));
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  throw new AppError(
    'invalid_input',
    listProblems(
      issues.slice(0, TOLD_MAX).map((issue) => mistake(issue, document, lines)),
      issues.length,
    ),
  );
}

/** Errors: invalid_input for a key that stands twice in one map: nobody can tell which is meant. */
function refuseTwins(document: Document.Parsed, lines: LineCounter): void {
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
    return document.toJS() ?? {}; // throws where aliases multiply
  } catch (error) {
    throw new AppError('invalid_input', `The file is not valid YAML: ${(error as Error).message}`);
  }
}

/** Mistakes as one text, one per line. `count`: how many there are, where not all are given. */
export function listProblems(mistakes: readonly string[], count = mistakes.length): string {
  const rest = count - TOLD_MAX;
  return ['Nothing was changed:', ...mistakes.slice(0, TOLD_MAX), ...(rest > 0 ? [`… and ${rest} more`] : [])].join(
    '\n',
  );
}

function mistake(issue: z.core.$ZodIssue, document: Document, lines: LineCounter): string {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  const line = lineOf(path, document, lines);
  return `${line === null ? '' : `line ${line}: `}${place ? `${place.slice(place.startsWith('.') ? 1 : 0)}: ` : ''}${issue.message}`;
}

/** The line of what `path` leads to, or of what should hold it. */
function lineOf(path: readonly (string | number)[], document: Document, lines: LineCounter): number | null {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

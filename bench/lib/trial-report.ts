import type { Finding } from './trial-world.ts';

/** Formats findings as a table: what, figure, budget, and whether it holds. */
export function formatFindings(findings: readonly Finding[]): string {
  const rows = findings.map(({ what, figure, budget, holds }) => [what, figure, budget, holds ? 'ok' : 'FAILED']);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}

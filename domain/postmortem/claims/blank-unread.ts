type Span = { start: number; end: number };

/** What is no prose besides code and links: addresses, and live references, whose figures come from the record. */
const ADDRESS_OR_REFERENCE = /\bhttps?:\/\/[^\s<>)\]]+|\bwww\.[^\s<>)\]]+|\{\{[^{}\n]{0,100}\}\}/g;
const FENCE = /^ {0,3}(```|~~~)/;

/** Returns a Markdown text of the same length in which code, addresses and live references are blank, so that offsets stay the same. */
export function blankUnread(text: string): string {
  const withoutCode = blank(text, codeSpans(text));
  const others = [...withoutCode.matchAll(ADDRESS_OR_REFERENCE)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }));
  return blank(blank(withoutCode, linkAddresses(withoutCode)), others);
}

/** Returns the spans of code in order, in fences and between backticks. */
export function codeSpans(text: string): Span[] {
  const fences = fencedSpans(text);
  return inOrder([...fences, ...inlineCodeSpans(blank(text, fences))]);
}

function fencedSpans(text: string): Span[] {
  const spans: Span[] = [];
  let open: { fence: string; start: number } | null = null;
  let start = 0;
  for (const line of text.split('\n')) {
    const fence = FENCE.exec(line)?.[1];
    if (open === null && fence !== undefined) open = { fence, start };
    else if (open !== null && fence === open.fence) {
      spans.push({ start: open.start, end: start + line.length });
      open = null;
    }
    start += line.length + 1;
  }
  if (open !== null) spans.push({ start: open.start, end: text.length });
  return spans;
}

/** Pairs each run of backticks with the next run of the same length. Every run is looked at once per length, so the time is linear. */
function inlineCodeSpans(text: string): Span[] {
  const runs = [...text.matchAll(/`+/g)].map(({ index, 0: found }) => ({ start: index, length: found.length }));
  const lastOfLength = new Map<number, number>();
  const closing = runs.map(() => -1);
  for (let i = runs.length - 1; i >= 0; i--) {
    const { length } = runs[i] as (typeof runs)[number];
    closing[i] = lastOfLength.get(length) ?? -1;
    lastOfLength.set(length, i);
  }
  const spans: Span[] = [];
  for (let i = 0; i < runs.length; i++) {
    const end = runs[closing[i] as number];
    if (end === undefined) continue;
    spans.push({ start: (runs[i] as (typeof runs)[number]).start, end: end.start + end.length });
    i = closing[i] as number;
  }
  return spans;
}

/** Returns the addresses of links and images: from "](" to the next closing bracket on the line. */
function linkAddresses(text: string): Span[] {
  const closingAfter = finder(text, ')');
  const lineEndAfter = finder(text, '\n');
  return [...text.matchAll(/\]\(/g)].flatMap(({ index }) => {
    const end = closingAfter(index);
    return end < lineEndAfter(index) ? [{ start: index + 1, end: end + 1 }] : [];
  });
}

/** Returns a function that finds the next occurrence from an offset. Offsets must ascend, so that the text is searched once. */
function finder(text: string, sought: string): (from: number) => number {
  let at = -1;
  return (from) => {
    if (at < from) at = text.indexOf(sought, from);
    if (at === -1) at = Number.POSITIVE_INFINITY;
    return at;
  };
}

/** Replaces spans by blanks and keeps line breaks. */
function blank(text: string, spans: readonly Span[]): string {
  let done = 0;
  let result = '';
  for (const { start, end } of inOrder(spans)) {
    if (start < done) continue;
    result += text.slice(done, start) + text.slice(start, end).replace(/[^\n]/g, ' ');
    done = end;
  }
  return result + text.slice(done);
}

function inOrder(spans: readonly Span[]): Span[] {
  return [...spans].sort((a, b) => a.start - b.start);
}

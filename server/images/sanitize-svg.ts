import { ALLOWED_ATTRIBUTES, ALLOWED_ELEMENTS, REMOVED_ELEMENTS } from './svg-allow-list.ts';

const SVG_LIMITS = { elements: 2_000, depth: 32, attributes: 60 } as const;
/** A sanitised drawing in a square view box. */
export type SafeSvg = { content: string; viewBox: string };
export type SvgOutcome = ({ kind: 'safe' } & SafeSvg) | { kind: 'refused'; reason: string };

/** A document that breaks a rule. The message follows the name of the field. */
class Refusal extends Error {}

type Tag = { name: string; attributes: Map<string, string>; isClosing: boolean; isEmpty: boolean };

const NAME = '[A-Za-z_][\\w:.-]*';
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'gy');
const TAG = new RegExp(`<(/?)(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, 'y');
/** Content between elements that has no meaning: text, comments, the XML declaration, a document type without declarations of its own. */
const SKIPPED = /(?:[^<]+|<!--[\s\S]*?-->|<\?xml[^?<>]*\?>|<!DOCTYPE[^[\]<>]*>)+/y;
/** The content of a script or stylesheet may be marked as character data. It never reaches the result. */
const CHARACTER_DATA = /<!\[CDATA\[[\s\S]*?\]\]>/g;

const REFERENCE = /^#[A-Za-z][\w.-]*$/;
const PLAIN_VALUE = /^[-#%.,()\w\s+]*$/;
const LOCAL_URL = /^url\((['"]?)#[A-Za-z][\w.-]*\1\)$/;
/** Parts of values that load or run something. */
const ACTIVE_VALUE = /url|import|expression|script|data/i;
const SQUARE_TOLERANCE = 0.01;

/**
 * Copies an SVG drawing by an allow-list: listed elements with listed attributes, whose values only refer to the drawing itself. Scripts, metadata and
 * animations are removed. Elements that draw something else are refused by name, because the logo would look wrong without them.
 */
export function sanitizeSvg(source: string): SvgOutcome {
  try {
    return { kind: 'safe', ...copy(source.replace(/^\ufeff/, '').replace(CHARACTER_DATA, '')) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'refused', reason: error.message };
  }
}

/** The elements that are open, what was written, and the depth of the outermost removed element (0: none). */
type State = { open: string[]; output: string[]; removedAt: number; viewBox: string | null };

function copy(source: string): SafeSvg {
  const state: State = { open: [], output: [], removedAt: 0, viewBox: null };
  let count = 0;
  for (const tag of tagsOf(source)) {
    if (++count > 2 * SVG_LIMITS.elements) throw new Refusal(`must have at most ${SVG_LIMITS.elements} elements`);
    if (!tag.isClosing) begin(state, tag);
    if (tag.isClosing || tag.isEmpty) end(state, tag);
  }
  if (state.viewBox === null || state.open.length > 0) throw new Refusal('must be a complete SVG file');
  return { content: state.output.join(''), viewBox: state.viewBox };
}

/** Writes the start of an element. The root becomes a group, which keeps its colours. */
function begin(state: State, tag: Tag): void {
  const isRoot = state.open.length === 0;
  if (isRoot && state.viewBox !== null) throw new Refusal('must have one <svg> element');
  if (isRoot) state.viewBox = squareViewBox(tag);
  state.open.push(tag.name);
  if (state.open.length > SVG_LIMITS.depth) throw new Refusal(`must be nested at most ${SVG_LIMITS.depth} levels deep`);
  if (state.removedAt > 0) return;
  if (isRoot) state.output.push(startTag('g', tag.attributes));
  else if (isRemoved(tag.name)) state.removedAt = state.open.length;
  else state.output.push(startTag(tag.name, tag.attributes));
}

function end(state: State, { name }: Tag): void {
  const { open, output, removedAt } = state;
  if (open.at(-1) !== name) throw new Refusal('must be well-formed XML');
  open.pop();
  if (removedAt === 0) output.push(`</${open.length === 0 ? 'g' : name}>`);
  else if (open.length < removedAt) state.removedAt = 0;
}

function* tagsOf(source: string): Generator<Tag> {
  let at = 0;
  while (at < source.length) {
    SKIPPED.lastIndex = at;
    if (SKIPPED.test(source)) {
      at = SKIPPED.lastIndex;
      continue;
    }
    TAG.lastIndex = at;
    const [, closing, name = '', attributes = '', empty] = TAG.exec(source) ?? [];
    if (name === '') throw new Refusal('must be well-formed XML without entities or other declarations');
    at = TAG.lastIndex;
    yield { name, attributes: attributesOf(attributes), isClosing: closing === '/', isEmpty: empty === '/' };
  }
}

function attributesOf(text: string): Map<string, string> {
  const found = [...text.matchAll(ATTRIBUTE)];
  if (found.length > SVG_LIMITS.attributes)
    throw new Refusal(`must have at most ${SVG_LIMITS.attributes} attributes per element`);
  return new Map(found.map(([, name = '', double, single]) => [name, (double ?? single ?? '').trim()]));
}

/** Returns whether an element is left out with its content. Refuses one that is neither allowed nor known to be without effect. */
function isRemoved(name: string): boolean {
  if (ALLOWED_ELEMENTS.has(name)) return false;
  if (name.includes(':') || REMOVED_ELEMENTS.has(name)) return true;
  throw new Refusal(`must not contain <${name}>; draw it with paths`);
}

function startTag(name: string, attributes: ReadonlyMap<string, string>): string {
  const given = new Map([...attributes, ...declarationsOf(attributes.get('style') ?? '')]);
  const kept = [...given].flatMap(([attribute, value]) => {
    const safe = safeAttribute(name, attribute, value);
    return safe === null ? [] : [` ${safe}`];
  });
  return `<${name}${kept.join('')}>`;
}

/** Splits a style attribute, whose declarations become attributes of the same names. */
function declarationsOf(style: string): [string, string][] {
  return style.split(';').flatMap((declaration): [string, string][] => {
    const [property = '', value] = declaration.split(/:(.*)/s);
    return value === undefined ? [] : [[property.trim(), value.trim()]];
  });
}

function safeAttribute(element: string, attribute: string, value: string): string | null {
  if (attribute === 'href' || attribute === 'xlink:href')
    return /Gradient$/.test(element) && REFERENCE.test(value) ? `href="${value}"` : null;
  if (!ALLOWED_ATTRIBUTES.has(attribute)) return null;
  if (LOCAL_URL.test(value)) return `${attribute}="${value.replace(/['"]/g, '')}"`;
  return PLAIN_VALUE.test(value) && !ACTIVE_VALUE.test(value) ? `${attribute}="${value}"` : null;
}

function squareViewBox({ name, attributes }: Tag): string {
  if (name !== 'svg') throw new Refusal('must be an SVG file');
  const length = (attribute: string) => attributes.get(attribute)?.replace(/px$/, '');
  const text = attributes.get('viewBox') ?? `0 0 ${length('width')} ${length('height')}`;
  const numbers = text.split(/[\s,]+/).map(Number);
  const [x, y, width, height] = numbers;
  if (
    numbers.length !== 4 ||
    x === undefined ||
    y === undefined ||
    !width ||
    !height ||
    !numbers.every(Number.isFinite)
  )
    throw new Refusal('must have a viewBox, or a width and height in pixels');
  if (width < 0 || Math.abs(width - height) > width * SQUARE_TOLERANCE) throw new Refusal('must be square');
  return `${x} ${y} ${width} ${height}`;
}

/** Writes the document, in pixels if a size is given. */
export function svgDocument({ content, viewBox }: SafeSvg, size?: number): string {
  const pixels = size === undefined ? '' : ` width="${size}" height="${size}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}"${pixels}>${content}</svg>`;
}

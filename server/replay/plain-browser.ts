import { AppError } from '#server/errors';

const TAG = /<(form|input|textarea|select|option|button|\/form|\/select|\/textarea)\b([^>]*)>/g;
const ATTRIBUTE = /([\w$:.-]+)(?:="([^"]*)")?/g;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#39': "'" };
const FORWARDS = new Set([302, 303, 307]);

type Attributes = Record<string, string>;
type Page = { url: string; html: string };

function decoded(text: string): string {
  return text.replace(/&(#?\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
}

function attributesOf(text: string): Attributes {
  return Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, decoded(value)]));
}

/** Returns the unchanged fields of the form that has a field called `named`, as a browser would send them. Only for our own markup. */
export function formFields(html: string, named: string): Map<string, string> {
  for (const [form] of html.matchAll(/<form\b[\s\S]*?<\/form>/g)) {
    const fields = fieldsOf(form);
    if (fields.has(named)) return fields;
  }
  throw new AppError('invalid_input', `Replay: the page has no form with a field "${named}".`);
}

function fieldsOf(form: string): Map<string, string> {
  const fields = new Map<string, string>();
  let select = '';
  for (const match of form.matchAll(TAG)) {
    const attributes = attributesOf(match[2] ?? '');
    const { name = '', type = '', value = '' } = attributes;
    if (match[1] === 'select') select = name;
    if (match[1] === 'option' && ('selected' in attributes || !fields.has(select))) fields.set(select, value);
    if (match[1] === 'textarea')
      fields.set(
        name,
        decoded(form.slice(match.index + match[0].length, form.indexOf('</textarea>', match.index)).replace(/^\n/, '')),
      );
    if (match[1] === 'input' && name !== '' && (type !== 'checkbox' || 'checked' in attributes))
      fields.set(name, value);
  }
  return fields;
}

/** Creates a browser without JavaScript. It stores cookies, follows redirects and fills in forms. */
export function plainBrowser(origin: string) {
  const cookies = new Map<string, string>();

  function request(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...init.headers, origin, 'sec-fetch-site': 'same-origin', cookie };
    return fetch(new URL(path, origin), { ...init, redirect: 'manual', headers });
  }

  async function go(path: string, init: RequestInit = {}): Promise<Page> {
    const response = await request(path, init);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const to = response.headers.get('location');
    if (to && FORWARDS.has(response.status)) return go(to);
    const html = await response.text();
    if (!response.ok) throw new AppError('invalid_input', `Replay: ${path} returned ${response.status}.`);
    return { url: new URL(path, origin).pathname + new URL(path, origin).search, html };
  }

  /** Opens a page, fills in the form that has a field called `named`, and submits it. */
  async function send(path: string, named: string, filled: Record<string, string>): Promise<Page> {
    const { html } = await go(path);
    const body = new FormData();
    for (const [name, value] of new Map([...formFields(html, named), ...Object.entries(filled)]))
      body.append(name, value);
    return go(path, { method: 'POST', body });
  }

  /** Calls the API as a script of our pages does: with JSON and the session. Returns the answer. Errors: invalid_input, with the answer, if it is refused. */
  async function call(method: string, path: string, data?: object) {
    const body = data && JSON.stringify(data);
    const response = await request(`/api/v1${path}`, {
      method,
      ...(body ? { body, headers: { 'content-type': 'application/json' } } : {}),
    });
    const answer = await response.text();
    if (response.ok) return JSON.parse(answer);
    throw new AppError('invalid_input', `Replay: ${method} ${path} returned ${response.status}: ${answer}`);
  }

  return { go, send, call };
}

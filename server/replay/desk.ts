import { AppError } from '../errors.ts';
import type { PostUpdate, ResolveIncident } from '../incidents/schemas.ts';

type Said = Omit<PostUpdate, 'incident'>;

/** What staff do in a replay, whichever way they do it. */
export type Desk = {
  /** The incident that is open, as readers see it. Errors: invalid_input where there is none. */
  openIncident: () => Promise<string>;
  post: (incident: string, said: Said) => Promise<{ update: string }>;
  edit: (incident: string, update: string, body: string) => Promise<void>;
  resolve: (incident: string, said: Omit<ResolveIncident, 'incident'>) => Promise<void>;
};

/** A desk that works over HTTP, with a token that stands for what staff do. */
export function httpDesk(url: string, token: string): Desk {
  async function send<T>(method: string, path: string, body?: object): Promise<T> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/api/v1/incidents${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await response.text();
    if (!response.ok) throw new AppError('invalid_input', `Staff could not ${method} /incidents${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T; // as the API describes it
  }

  return {
    openIncident: async () => {
      const { incidents } = await send<{ incidents: { id: string }[] }>('GET', '?state=open');
      if (!incidents[0]) throw new AppError('invalid_input', 'Staff found no open incident.');
      return incidents[0].id;
    },
    post: (incident, said) => send('POST', `/${incident}/updates`, said),
    edit: (incident, update, body) => send('PATCH', `/${incident}/updates/${update}`, { version: 1, body }),
    resolve: (incident, said) => send('POST', `/${incident}/resolution`, said),
  };
}

import { AppError } from '#server/errors';
import { formFields, plainBrowser } from './plain-browser.ts';

/** `nextMinutes`: minutes until the next update; if it is missing, no next update is announced. */
type StaffUpdate = {
  body: string;
  state?: 'investigating' | 'identified' | 'monitoring' | 'resolved';
  nextMinutes?: 15 | 30 | 60 | 120;
};

const ADA = { name: 'Ada Admin', email: 'ada@status.example' };
export const ED = { name: 'Ed Editor', email: 'ed@status.example' };
const PEOPLE = { ada: ADA, ed: ED };

/** The actions of staff in a replay. */
export type Desk = {
  /** Returns the id of the open incident. Errors: invalid_input if there is none. */
  openIncident: () => Promise<string>;
  post: (incident: string, update: StaffUpdate) => Promise<{ update: string }>;
  edit: (incident: string, update: string, body: string) => Promise<void>;
  /** Signs a person in, for a day. Returns a function that calls the API with the session. */
  signIn: (who: keyof typeof PEOPLE) => Promise<ReturnType<typeof plainBrowser>['call']>;
};

/**
 * Creates a desk that uses the console: Ada becomes the first admin by the set-up link, Ed accepts an invitation, and they sign in and submit forms as a
 * browser does.
 */
export async function consoleDesk(
  url: string,
  links: { setUp: string; invitation: string },
  password: string,
): Promise<Desk> {
  const browser = plainBrowser(url);
  await browser.send(new URL(links.setUp).pathname, 'token', { ...ADA, password });
  await browser.send('/sign-in', 'password', { email: ADA.email, password });
  await plainBrowser(url).send(new URL(links.invitation).pathname, 'token', { name: ED.name, password });

  return {
    openIncident: async () => {
      const { html } = await browser.go('/console/incidents?state=open');
      const id = /href="\/console\/incidents\/([a-z0-9]{12})"/.exec(html)?.[1];
      if (!id) throw new AppError('invalid_input', 'Replay: the console lists no open incident.');
      return id;
    },
    post: async (incident, { body, state, nextMinutes }) => {
      const next = nextMinutes === undefined ? '' : String(nextMinutes);
      const page = await browser.send(`/console/incidents/${incident}`, 'draftVersion', {
        body,
        next,
        intent: 'publish',
        ...(state ? { state } : {}),
      });
      const update = /[?&]published=([a-z0-9]{12})/.exec(page.url)?.[1];
      if (!update) throw new AppError('invalid_input', 'Replay: the staff update was not published.');
      return { update };
    },
    edit: async (incident, update, body) => {
      const { html } = await browser.send(`/console/incidents/${incident}/updates/${update}`, 'version', { body });
      if (formFields(html, 'version').get('body') !== body)
        throw new AppError('invalid_input', 'Replay: the staff edit was not saved.');
    },
    signIn: async (who) => {
      const own = plainBrowser(url);
      const page = await own.send('/sign-in', 'password', { email: PEOPLE[who].email, password });
      if (page.url !== '/console') throw new AppError('invalid_input', `Replay: ${PEOPLE[who].name} cannot sign in.`);
      return own.call;
    },
  };
}

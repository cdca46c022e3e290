import {
  type APIRequestContext,
  type Browser,
  type BrowserContextOptions,
  expect,
  type Page,
  test,
} from '@playwright/test';
import type { Role } from '#domain/access/permission';
import { keepSending } from './sender.ts';
import { type Person, plantStaff, signIn } from './staff.ts';
import { type Stage, useStage } from './stage.ts';

const MINUTE = 60;
const DAY_MS = 86_400_000;
const DOWN = { serving: { down: 6 } };
/** Longer than an outage takes to be an incident, and to end, on a busy machine. */
const AUTOMATION_MS_MAX = 120_000;

/** Returns a day counted from today, as forms and the API have it. */
export const day = (fromToday: number) => new Date(Date.now() + fromToday * DAY_MS).toISOString().slice(0, 10);

/** Starts a server on which Serving has been down for 70 minutes. `endOutage` ends it and resolves its incident. `settings`: of the server. */
export function useOutage(settings: Record<string, string> = {}) {
  const stage = useStage({
    phases: [
      { agoS: 100 * MINUTE, mood: {} },
      { agoS: 70 * MINUTE, mood: DOWN },
    ],
    untilAgoS: 1,
    policy: { recover_for_ms: 5_000 },
    settings,
  });
  let stopSending: () => void = () => undefined;
  test.beforeAll(() => {
    stopSending = keepSending(stage.url, stage.sender, DOWN);
  });
  test.afterAll(() => stopSending());

  /** Ends the outage, and resolves its incident as the person behind the request. Returns the id of the incident. */
  async function endOutage(by: APIRequestContext): Promise<string> {
    const incidents = async () => (await (await fetch(`${stage.url}/api/v1/incidents`)).json()).incidents;
    await expect.poll(async () => (await incidents()).length, { timeout: AUTOMATION_MS_MAX }).toBe(1);
    stopSending();
    stopSending = keepSending(stage.url, stage.sender, {});
    await expect.poll(async () => (await incidents())[0].state, { timeout: AUTOMATION_MS_MAX }).toBe('monitoring');
    const [{ id }] = await incidents();
    await sendAs(by, stage, 'POST', `/incidents/${id}/resolution`, { body: 'Serving is operational in all regions.' });
    return id;
  }
  return { stage, endOutage };
}

/** Sends a request to the API as the person behind it, and returns the answer. */
export async function sendAs(by: APIRequestContext, { url }: Stage, method: string, path: string, data: object) {
  const answer = await by.fetch(`${url}/api/v1${path}`, { method, headers: { origin: url }, data });
  const body = await answer.json();
  expect([path, answer.ok(), body]).toEqual([path, true, body]);
  return body;
}

/** Plants a person and signs in. Returns requests of that person. */
export async function requestsOf(
  browser: Browser,
  stage: Stage,
  name: string,
  role: Role,
): Promise<{ person: Person; request: APIRequestContext }> {
  const person = await plantStaff(stage.place, name, role);
  const context = await browser.newContext();
  await signIn(await context.newPage(), stage.url, person.email);
  return { person, request: context.request };
}

/** Opens a page of a person who is signed in. */
export async function pageOf(
  browser: Browser,
  { url }: Stage,
  { email }: Pick<Person, 'email'>,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await signIn(page, url, email);
  return page;
}

/** The field of a section in the editor. */
export const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
/** The bar of the editor that names what blocks publishing. */
export const bar = (page: Page) => page.getByRole('region', { name: /publish/i });

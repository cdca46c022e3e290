import path from 'node:path';
import { expect, test } from '@playwright/test';
import Parser from 'rss-parser';
import { Webhook } from 'standardwebhooks';
import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { enPostmortems } from '#messages/en/postmortems';
import { mailsIn } from '#server/test/mailbox';
import { startReceiver } from '#server/test/receiver';
import { printed } from './page.ts';
import { bar, day, field, pageOf, requestsOf, sendAs, useOutage } from './postmortem-stage.ts';
import { readPdf } from './read-pdf.ts';
import { expectInteractive, type Person, plantStaff } from './staff.ts';

const { stage, endOutage } = useOutage({ WEBHOOK_ALLOW_CIDRS: '127.0.0.1/32' });
const READER = 'reader@journey.example';
const FEEDS = ['/history.atom', '/history.rss', '/feeds/all.atom', '/feeds/all.rss'];
const HOUR_MS = 3_600_000;
const clock = (at: number) => new Date(at).toISOString().slice(11, 16);
const summaryAt = (start: number) =>
  `Serving went down at ${clock(start)} UTC after a network failure, and was down for {{downtime}}.`;
const TEXTS = {
  'Impact on partners': 'At the peak, {{instances}} instances were affected, and most ad requests got no answer.',
  Cause: 'A network failure in one data centre ended several databases.',
  'What went well': 'The team had tested the reload before.',
  Lessons: 'Servers that respond can still be unable to serve.',
};
const id = { incident: '', postmortem: '' };
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let secret = '';
let ada: Person;

const json = async (at: string) => (await fetch(`${stage.url}${at}`)).json();
const published = () => json(`/api/v1/postmortems/${id.postmortem}`);

test.beforeAll(async () => {
  receiver = await startReceiver();
  const authorization = `Bearer ${await stage.place.staffToken('subscribers:write')}`;
  const add = async (data: object) => {
    const headers = { authorization, 'content-type': 'application/json' };
    const body = JSON.stringify({ confirmed: true, ...data });
    const response = await fetch(`${stage.url}/api/v1/subscribers`, { method: 'POST', headers, body });
    expect(response.status, await response.clone().text()).toBe(201);
    return response.json();
  };
  await add({ channel: 'email', address: READER });
  ({ secret } = await add({ channel: 'webhook', address: `${receiver.url}/status`, ownerEmail: READER }));
});
test.afterAll(() => receiver?.stop());

test.describe.configure({ mode: 'serial' });

test('a draft from the record gets a wrong time, which is found and corrected by one click', async ({ browser }) => {
  test.slow();
  const { person, request } = await requestsOf(browser, stage, 'Ed Editor', 'editor');
  ada = await plantStaff(stage.place, 'Ada Admin', 'admin');
  id.incident = await endOutage(request);
  const page = await pageOf(browser, stage, person);
  await page.goto(`${stage.url}/console/incidents/${id.incident}`);
  await expectInteractive(page);
  await page.getByRole('button', { name: 'Start the post-mortem of' }).click();
  await page.waitForURL(/\/console\/postmortems\/[a-z0-9]{12}$/);
  id.postmortem = page.url().split('/').at(-1) as string;
  await expectInteractive(page);
  const { episodes } = await json(`/api/v1/incidents/${id.incident}`);
  const start = Date.parse(episodes[0].from);
  await field(page, 'Summary').fill(summaryAt(start + HOUR_MS));
  for (const [name, text] of Object.entries(TEXTS)) await field(page, name).fill(text);
  await page
    .locator('#figures')
    .getByRole('button', { name: `Use ${clock(start)}` })
    .click();
  await expect(field(page, 'Summary')).toHaveValue(summaryAt(start));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  const item = { action: 'Load the data of a region in minutes', owner: 'Serving team', dueOn: day(14) };
  await sendAs(request, stage, 'POST', `/postmortems/${id.postmortem}/action-items`, item);
  await page.getByLabel('Approver').selectOption('Ada Admin');
  await page.getByRole('button', { name: 'Request review' }).click();
  await expect(bar(page)).toContainText('Approval by Ada Admin');
});

test('a second person approves and publishes it', async ({ browser }) => {
  const page = await pageOf(browser, stage, ada);
  await page.goto(`${stage.url}/console/postmortems/${id.postmortem}`);
  await expectInteractive(page);
  await bar(page).getByRole('button', { name: 'Approve and publish' }).click();
  await expect(page.getByText('Readers see this version.')).toBeVisible();
  for (const at of [`/postmortems/${id.postmortem}`, '/api/v2/incidents.json', ...FEEDS, '/feeds/all.json'])
    await expect
      .poll(async () => (await fetch(`${stage.url}${at}`)).text(), at)
      .toContain(`${stage.url}/postmortems/${id.postmortem}`);
  const { check } = await published();
  expect(check.figures.length).toBeGreaterThan(3);
  expect(check.figures.filter(({ verdict }: { verdict: string }) => verdict !== 'match')).toEqual([]);
});

test('the subscriber gets a mail with the summary, the link, and a link to unsubscribe', async ({ request }) => {
  const { url, sections } = await published();
  const mails = async () =>
    (await mailsIn(path.join(stage.place.dataDir, 'mail'))).filter(
      ({ to, text }) => to === READER && text.includes(url),
    );
  await expect.poll(async () => (await mails()).length).toBe(1);
  const [mail] = await mails();
  expect(mail?.text).toContain(sections[0].text);
  const list = mail?.headers.get('list') as { unsubscribe?: { url?: string } } | undefined; // mailparser groups the headers List-…
  const unsubscribe = list?.unsubscribe?.url ?? '';
  expect(mail?.text).toContain(unsubscribe);
  expect((await request.get(unsubscribe)).status()).toBe(200);
});

test('the webhook has its own type, a signature that verifies, and the text of v2', async () => {
  const ofPostmortem = () => receiver.got.filter(({ body }) => body.type === 'incident.postmortem_published');
  await expect.poll(() => ofPostmortem().length).toBe(1);
  const [got] = ofPostmortem();
  const event = new Webhook(secret).verify(JSON.stringify(got?.body), got?.headers as Record<string, string>);
  const { postmortem_body, postmortem_published_at, status } = await incidentV2();
  expect(event).toMatchObject({ data: { incident: { postmortem_body, postmortem_published_at, status } } });
});

async function incidentV2() {
  const { incidents } = await json('/api/v2/incidents.json');
  return incidents.find((one: { id: string }) => one.id === id.incident);
}

test('page, feeds, v1 and v2 have the same text and figures', async ({ page }) => {
  const { url, markdown, publishedAt, sections, figures, check } = await published();
  const v1 = await json(`/api/v1/incidents/${id.incident}`);
  expect([v1.state, v1.postmortem]).toEqual(['postmortem', id.postmortem]);
  const v2 = await incidentV2();
  expect(v2).toMatchObject({ status: 'postmortem', postmortem_body: markdown, postmortem_published_at: publishedAt });
  const [summary] = sections.map(({ text }: { text: string }) => text);
  for (const text of [summary, url]) expect(v2.incident_updates[0].body).toContain(text);
  for (const at of FEEDS) {
    const { items } = await new Parser().parseString(await (await fetch(`${stage.url}${at}`)).text());
    for (const text of [summary, url]) expect(items[0]?.content, at).toContain(text);
  }
  const { items } = await json('/feeds/all.json');
  for (const text of [summary, url]) expect(items[0].content_text).toContain(text);
  await page.goto(url);
  for (const { text } of sections) await expect(page.locator('main')).toContainText(text);
  await expect(page.locator('#facts')).toContainText(formatBriefDuration(figures.downMs));
  await expect(page.locator('#seal')).toContainText(`${check.figures.length} figures match`);
  await expect(page.locator('#checks tbody tr')).toHaveCount(check.figures.length);
});

test('printed to PDF, it has its address, all sections and open details, and no navigation', async ({ page }) => {
  const { url, sections, check, actionItems } = await published();
  await page.goto(url);
  const navigation = await page
    .locator('nav a, body > footer a')
    .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  const { text, links } = readPdf(await printed(page, 'postmortems/paper'));
  const printedText = (shown: string) => expect(text).toContain(shown.replace(/\s/g, ''));
  printedText(`Address of this page: ${url}`);
  const { summary: _, ...headings } = enPostmortems.section; // the summary is the lead, without a heading
  for (const heading of Object.values(headings)) printedText(heading);
  for (const one of [...sections, ...check.figures]) printedText(one.text);
  for (const { action } of actionItems) printedText(action);
  expect(text).not.toContain('PrintorsaveasPDF');
  expect(links).toContain(`${stage.url}/incidents/${id.incident}`);
  expect(navigation.length).toBeGreaterThan(3);
  expect(links.filter((link) => navigation.includes(link))).toEqual([`${stage.url}/`]); // the name of the site
});

import { expect, type Page, test } from '@playwright/test';
import { axeFindings, inSchemes, openDetails, openWatched, pictures, sidewaysOverflow } from './page.ts';
import { bar, day, field, pageOf, requestsOf, sendAs, useOutage } from './postmortem-stage.ts';
import { expectInteractive, type Person, plantStaff, signIn } from './staff.ts';

const { stage, endOutage } = useOutage();
const WIDTHS = [1280, 390, 320];
const HOUR_MS = 3_600_000;
const clock = (at: number) => new Date(at).toISOString().slice(11, 16);

const people = {} as Record<'ed' | 'ada' | 'vera', Person>; // filled by the first test
const id = { incident: '', postmortem: '' };
let startedAt = 0;
const editor = () => `${stage.url}/console/postmortems/${id.postmortem}`;

const figures = (page: Page) => page.locator('#figures');
const sections = (page: Page) => page.getByRole('navigation', { name: 'Sections' });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();

/** Opens the details with this summary. */
async function unfold(page: Page, summary: string): Promise<void> {
  await page.locator('summary', { hasText: summary }).first().click();
}

test.describe.configure({ mode: 'serial' });

test('a post-mortem begins with a text from the record of its incident', async ({ browser }) => {
  test.slow();
  const { person, request } = await requestsOf(browser, stage, 'Ed Editor', 'editor');
  people.ed = person;
  people.ada = await plantStaff(stage.place, 'Ada Admin', 'admin');
  people.vera = await plantStaff(stage.place, 'Vera Viewer', 'viewer');
  id.incident = await endOutage(request);
  const page = await pageOf(browser, stage, people.ed);
  await page.goto(`${stage.url}/console/incidents/${id.incident}`);
  await expectInteractive(page);
  await page.getByRole('button', { name: 'Start the post-mortem of' }).click();
  await page.waitForURL(/\/console\/postmortems\/[a-z0-9]{12}$/);
  id.postmortem = page.url().split('/').at(-1) as string;
  await expect(field(page, 'Summary')).toHaveValue(/Serving was down for \{\{downtime\}\}\./);
  await expect(figures(page)).toContainText('figures match');
  await expect(bar(page)).toContainText('Cause is missing');
  await page.goto(`${stage.url}/console/incidents/${id.incident}`);
  await expect(page.getByRole('link', { name: 'Post-mortem', exact: true })).toHaveAttribute(
    'href',
    `/console/postmortems/${id.postmortem}`,
  );
});

test('a wrong figure is found while typing, corrected with one click, and saved with the rest', async ({ browser }) => {
  const { facts } = await recordOf();
  startedAt = facts['episode.1.start'] as number;
  const page = await pageOf(browser, stage, people.ed);
  await page.goto(editor());
  await expectInteractive(page);
  await field(page, 'Summary').fill(`Serving went down at ${clock(startedAt + HOUR_MS)} UTC.`);
  await field(page, 'Cause').fill('A network failure in one data centre ended several databases.');
  const finding = figures(page).getByRole('listitem').filter({ hasText: 'Start of outage 1' }).first();
  await expect(finding.getByText('You wrote')).toBeVisible();
  await expect(bar(page).getByRole('link', { name: '1 figure differs' })).toHaveAttribute('href', '#figures');
  await expect(sections(page).getByRole('link', { name: 'Summary 1 figure differs' })).toBeVisible();
  await expect(bar(page)).toContainText('Unsaved changes');
  await finding.getByRole('button', { name: `Use ${clock(startedAt)}` }).click();
  await expect(field(page, 'Summary')).toHaveValue(`Serving went down at ${clock(startedAt)} UTC.`);
  await expect(bar(page).getByRole('link', { name: '1 figure differs' })).toHaveCount(0);
  await field(page, 'Lessons').fill('Limits belong in the loader.');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  await expect(bar(page)).not.toContainText('Unsaved changes');
  await page.reload();
  await expect(field(page, 'Summary')).toHaveValue(`Serving went down at ${clock(startedAt)} UTC.`);
  await expect(field(page, 'Lessons')).toHaveValue('Limits belong in the loader.');
});

test('the browser asks before a text that is not saved is lost', async ({ browser }) => {
  const page = await pageOf(browser, stage, people.ed);
  await page.goto(editor());
  await expectInteractive(page);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await field(page, 'Lessons').fill('Half a sent');
  await expect(page.getByText('Unsaved changes').first()).toBeVisible();
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(field(page, 'Lessons')).toHaveValue('Half a sent');
});

test('an explanation and a figure from the record are saved with the text', async ({ browser }) => {
  const page = await pageOf(browser, stage, people.ed);
  await page.goto(editor());
  await expectInteractive(page);
  const well = field(page, 'What went well');
  await well.fill(`Partners saw errors: Serving went down at ${clock(startedAt + HOUR_MS)} UTC. It lasted `);
  const finding = figures(page).getByRole('listitem').filter({ hasText: 'You wrote' });
  await finding.getByRole('button', { name: 'Explain' }).click();
  await finding.getByLabel('Reason, shown to readers').fill('From the logs of two partners.');
  await finding.getByRole('button', { name: 'Save reason' }).click();
  await expect(figures(page)).toContainText('From the logs of two partners.');
  await well.press('End');
  await well.pressSequentially('/total');
  await page.getByRole('option', { name: 'Total downtime' }).first().click();
  await expect(well).toHaveValue(/It lasted \{\{downtime\}\}$/);
  await save(page);
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  await page.reload();
  await expectInteractive(page);
  await expect(well).toHaveValue(/It lasted \{\{downtime\}\}$/);
  await expect(figures(page)).toContainText('From the logs of two partners.');
  await figures(page).getByRole('button', { name: 'Remove' }).click();
  await well.fill('');
  await save(page);
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
});

/** Reads the figures of the record from the draft: the live references that the first text has. */
async function recordOf(): Promise<{ facts: Record<string, number> }> {
  const rows = await stage.place.query<{ from_at: Date }>('SELECT from_at FROM episode ORDER BY from_at LIMIT 1');
  return { facts: { 'episode.1.start': rows[0]?.from_at.getTime() ?? 0 } };
}

test('an action item is added, and the review requested', async ({ browser }) => {
  const page = await pageOf(browser, stage, people.ed);
  await page.goto(editor());
  await expectInteractive(page);
  await unfold(page, 'Add action item');
  await page.getByLabel('Action', { exact: true }).fill('Limit how many instances reload at the same time');
  await page.getByLabel('Owner (team)').fill('Serving team');
  await page.getByLabel('Due', { exact: true }).fill(day(14));
  await page.getByRole('button', { name: 'Add action item' }).click();
  await expect(page.locator('#actions')).toContainText('Serving team');
  await page.getByLabel('Approver').selectOption('Ada Admin');
  await page.getByRole('button', { name: 'Request review' }).click();
  await expect(bar(page)).toContainText('Approval by Ada Admin');
  await expect(bar(page).getByRole('button', { name: 'Publish' })).toBeDisabled();
});

test('nothing is lost if someone else saved first: both texts are shown', async ({ browser }) => {
  const [first, second] = [await pageOf(browser, stage, people.ed), await pageOf(browser, stage, people.ed)];
  for (const page of [first, second]) {
    await page.goto(editor());
    await expectInteractive(page);
  }
  await field(first, 'What went well').fill('Partners had the first update within minutes.');
  await save(first);
  await expect(first.getByText('Saved.', { exact: true })).toBeVisible();
  await field(second, 'What went well').fill('The on-call rota worked.');
  await save(second);
  await expect(second.getByText('Someone else edited this post-mortem')).toBeVisible();
  await expect(second.getByRole('region', { name: 'Their version' })).toContainText('Partners had the first update');
  await expect(field(second, 'What went well')).toHaveValue('The on-call rota worked.');
  await save(second);
  await expect(second.getByText('Saved.', { exact: true })).toBeVisible();
  await second.reload();
  await expect(field(second, 'What went well')).toHaveValue('The on-call rota worked.');
});

test('comments stand below their section, with replies, until they are resolved', async ({ browser }) => {
  const page = await pageOf(browser, stage, people.ada);
  await page.goto(editor());
  await expectInteractive(page);
  const cause = page.locator('#cause');
  await cause.locator('summary', { hasText: 'Comment' }).click();
  await cause.getByLabel('Passage (optional)').fill('several databases');
  await cause.getByLabel('Comment', { exact: true }).fill('How many were there?');
  await cause.getByRole('button', { name: 'Add comment' }).click();
  await expect(cause.locator('blockquote')).toHaveText('several databases');
  await cause.locator('summary', { hasText: 'Reply' }).click();
  await cause.getByLabel('Reply to Ada Admin').fill('Three.');
  await cause.getByRole('button', { name: 'Send reply' }).click();
  await expect(cause.getByText('Three.')).toBeVisible();
  await expect(page.locator('#review')).toContainText('1 open comment');
  await cause.getByRole('button', { name: 'Resolve the comment of Ada Admin' }).click();
  await expect(cause.getByText('1 resolved comment')).toBeVisible();
});

/** Writes a figure that differs and one that is explained, so that their marks are checked too. */
async function writeFigures(page: Page): Promise<void> {
  await expectInteractive(page);
  const [early, late] = [clock(startedAt - 2 * 60_000), clock(startedAt + HOUR_MS)];
  await field(page, 'Cause').fill(
    `Serving went down at ${late} UTC.\n\nPartners saw that Serving went down at ${early} UTC.`,
  );
  const finding = figures(page).getByRole('listitem').filter({ hasText: early });
  await finding.getByRole('button', { name: 'Explain' }).click();
  await finding.getByLabel('Reason, shown to readers').fill('From the logs of two partners.');
  await finding.getByRole('button', { name: 'Save reason' }).click();
  await expect(figures(page)).toContainText('1 explained');
}

test('list, editor and preview are accessible and fit their window in both schemes', async ({ page }) => {
  test.slow();
  await signIn(page, stage.url, people.ada.email);
  for (const [name, path] of Object.entries({
    list: '',
    preview: `/${id.postmortem}/preview`,
    editor: `/${id.postmortem}`,
  })) {
    await page.setViewportSize({ width: 1280, height: 900 });
    const noise = await openWatched(page, `${stage.url}/console/postmortems${path}`);
    if (name === 'editor') await writeFigures(page);
    await inSchemes(page, (scheme) =>
      pictures(page, WIDTHS, (width) => `postmortem-editor/${name}-${width}-${scheme}`),
    );
    await page.setViewportSize({ width: 1280, height: 900 });
    await openDetails(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      expect(await sidewaysOverflow(page), `sideways scroll of ${name} at ${width} px`).toBeLessThanOrEqual(0);
      if (width === 390) continue; // as at 320
      await inSchemes(page, async (scheme) =>
        expect(await axeFindings(page, scheme), `axe on ${name} at ${width} px in ${scheme}`).toEqual([]),
      );
    }
    expect(noise, `noise on ${name}`).toEqual([]);
  }
});

test('a second person approves and publishes, and the page shows the corrected text', async ({ browser, page }) => {
  const ada = await pageOf(browser, stage, people.ada);
  await ada.goto(editor());
  await expectInteractive(ada);
  await expect(ada.getByText('Awaiting your approval')).toBeVisible();
  await bar(ada).getByRole('button', { name: 'Approve and publish' }).click();
  await expect(ada.getByRole('link', { name: 'Public page' }).last()).toBeVisible();
  await expect
    .poll(async () => (await fetch(`${stage.url}/postmortems/${id.postmortem}`)).status, { timeout: 60_000 })
    .toBe(200);
  await page.goto(`${stage.url}/postmortems/${id.postmortem}`);
  await expect(page.locator('main')).toContainText(`Serving went down at ${clock(startedAt)} UTC.`);
  await expect(page.locator('#seal')).toContainText('Figures checked against monitoring data on');
  await expect(page.locator('main')).toContainText('Limit how many instances reload at the same time');
});

test('a viewer reads the editor and changes nothing', async ({ page }) => {
  await signIn(page, stage.url, people.vera.email);
  await page.goto(editor());
  await expect(page.getByText('Editing requires the role editor')).toBeVisible();
  await expect(field(page, 'Summary')).toHaveAttribute('readonly', '');
  for (const name of ['Save', 'Publish', 'Add action item', 'Request review'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
});

test('without JavaScript a later version is written, checked, explained, approved and published', async ({
  browser,
}) => {
  const ed = await pageOf(browser, stage, people.ed, { javaScriptEnabled: false });
  await ed.goto(editor());
  const wrong = `Serving went down at ${clock(startedAt + HOUR_MS)} UTC, and the cause was a network failure.`;
  await field(ed, 'Cause').fill(wrong);
  await unfold(ed, 'Add an entry');
  await ed.getByLabel('Text', { exact: true }).fill('The team loads the data from a copy.');
  await save(ed);
  await expect(ed.getByText('Enter the time of the new timeline entry')).toBeVisible();
  await expect(field(ed, 'Cause')).toHaveValue(wrong); // refused, and still there
  await ed.getByLabel('Time (UTC)').fill(new Date(startedAt + HOUR_MS / 2).toISOString().slice(0, 16));
  await save(ed);
  await expect(ed.locator('#timeline')).toContainText('The team loads the data from a copy.');
  const finding = ed.locator('#finding-1');
  await finding.locator('summary', { hasText: 'Explain' }).click();
  await finding.getByLabel(/^Reason for/).fill('Short');
  await finding.getByRole('button', { name: 'Save reason' }).click();
  await expect(ed.getByText('must be 10 to 300 characters')).toBeVisible();
  await finding.locator('summary', { hasText: 'Explain' }).click();
  await finding.getByLabel(/^Reason for/).fill('From the logs of two partners.');
  await finding.getByRole('button', { name: 'Save reason' }).click();
  await expect(figures(ed)).toContainText('From the logs of two partners.');
  await ed.getByRole('button', { name: `Use ${clock(startedAt)}` }).click();
  await expect(field(ed, 'Cause')).toHaveValue(wrong.replace(clock(startedAt + HOUR_MS), clock(startedAt)));
  await ed.getByRole('button', { name: 'Request review' }).click();
  await expect(bar(ed)).toContainText('Approval by Ada Admin');
  const ada = await pageOf(browser, stage, people.ada, { javaScriptEnabled: false });
  await ada.goto(editor());
  await ada.getByLabel('What changed, for readers').fill('The cause is more exact.');
  await ada.getByRole('button', { name: 'Approve and publish' }).click();
  await expect(ada.getByText('Readers see this version.')).toBeVisible();
  const address = `${stage.url}/postmortems/${id.postmortem}`;
  await expect
    .poll(async () => (await fetch(address)).text(), { timeout: 60_000 })
    .toContain('The cause is more exact.');
  await ada.reload();
  await unfold(ada, 'Versions');
  await expect(ada.getByRole('link', { name: 'Changes for readers' })).toHaveAttribute('href', /versions\/2$/);
});

test('without JavaScript a day is promised, changed and withdrawn in the list', async ({ browser }) => {
  const { request } = await requestsOf(browser, stage, 'Sam Support', 'editor');
  const at = new Date(Date.now() - 72 * HOUR_MS).toISOString();
  const { incident } = await sendAs(request, stage, 'POST', '/incidents/past', {
    title: 'Slow answers',
    startedAt: at,
    updates: [{ state: 'resolved', body: 'A cache was emptied.', occurredAt: at, affected: [] }],
  });
  await sendAs(request, stage, 'PUT', `/incidents/${incident}/postmortem-promise`, { promisedOn: day(4) });
  const page = await pageOf(browser, stage, people.ed, { javaScriptEnabled: false });
  await page.goto(`${stage.url}/console/postmortems`);
  await expect(page.getByText('Promised by')).toBeVisible();
  await unfold(page, 'Change the date');
  await page.getByLabel('Date for Slow answers', { exact: true }).fill(day(5));
  await page.getByRole('button', { name: 'Promise a date for Slow answers' }).click();
  await expect(page.getByText('Date promised.')).toBeVisible();
  await unfold(page, 'Change the date');
  await page.getByRole('button', { name: 'Withdraw the date for Slow answers' }).click();
  await expect(page.getByText('No date promised')).toBeVisible();
  await expect(page.getByText('Promised by')).toHaveCount(0);
});

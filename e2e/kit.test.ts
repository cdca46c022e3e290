import { expect, type Locator, type Page, test } from '@playwright/test';
import { createPlace, type Place } from './candor.ts';
import { axeFindings, inSchemes, openDetails, openWatched, picture, sidewaysOverflow } from './page.ts';
import { plantStaff, signIn } from './staff.ts';

const FORCED_COLORS = ['none', 'active'] as const;
const WIDTHS = [1280, 390];
const NARROW_WIDTH = 320;

let place: Place;
let url = '';
test.beforeAll(async () => {
  place = await createPlace();
  url = (await place.start()).url;
  await plantStaff(place, 'Vera Viewer', 'viewer');
});
test.afterAll(() => place.remove());

/** Signs in and opens the page of the kit. Returns the console messages and policy violations, which should be none. */
async function openKit(page: Page): Promise<string[]> {
  await signIn(page, url, 'vera@status.example');
  return openWatched(page, `${url}/console/kit`);
}

test('every component is accessible in both schemes, also with forced colours', async ({ page }) => {
  const noise = await openKit(page);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const forcedColors of FORCED_COLORS) {
      await page.emulateMedia({ forcedColors });
      await inSchemes(page, async (scheme) => {
        await picture(page, `pages/kit-${width}-${scheme}${forcedColors === 'active' ? '-forced' : ''}`);
        expect(await axeFindings(page, scheme), `axe at ${width} px in ${scheme}, ${forcedColors}`).toEqual([]);
      });
    }
  }
  await page.setViewportSize({ width: NARROW_WIDTH, height: 900 });
  await openDetails(page);
  for (const forcedColors of FORCED_COLORS) {
    await page.emulateMedia({ forcedColors });
    await inSchemes(page, async () => expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0));
  }
  expect(noise).toEqual([]);
});

test('nothing overflows from right to left', async ({ page }) => {
  await openKit(page);
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
  for (const width of [...WIDTHS, NARROW_WIDTH]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await sidewaysOverflow(page), `${width} px`).toBeLessThanOrEqual(0);
  }
});

test('a dialog keeps the focus, closes with Escape and returns the focus, without a policy violation', async ({
  page,
}) => {
  const noise = await openKit(page);
  const opener = page.getByRole('button', { name: 'Resolve', exact: true });
  await opener.click();
  const dialog = page.getByRole('dialog', { name: 'Resolve while monitoring shows a major outage?' });
  await expect(dialog).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  const stops = [
    dialog.getByLabel('Reason'),
    dialog.getByRole('button', { name: 'Cancel' }),
    dialog.getByRole('button', { name: 'Resolve incident' }),
  ];
  await expect(stops[0] as Locator).toBeFocused();
  for (let i = 1; i <= 5; i++) {
    await page.keyboard.press('Tab'); // past the last stop, an element outside has the focus until the next frame
    await expect(stops[i % stops.length] as Locator).toBeFocused();
    expect(await dialog.evaluate((one) => one.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
  expect(noise).toEqual([]);
});

test('a menu and a popover open with the keyboard, and a toast is announced', async ({ page }) => {
  const noise = await openKit(page);
  await page.getByRole('button', { name: 'More' }).press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Edit update' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeFocused();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'More' })).toBeFocused(); // before the focus moves on
  await page.getByRole('button', { name: '14 March' }).press('Enter');
  await expect(page.getByRole('dialog', { name: '14 March 2022' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Fail' }).click();
  const toast = page.getByText("We can't reach the database. Your text is still here.").last();
  await expect(toast).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await toast.hover();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('button', { name: 'Close' })).toHaveCount(0);
  expect(noise).toEqual([]);
});

/** Opens the page of the kit and waits until its texts are marked, which shows that they handle events. */
async function openFigures(page: Page): Promise<string[]> {
  const noise = await openKit(page);
  await expect(page.getByRole('link', { name: '13:20, matches' })).toBeAttached();
  return noise;
}

test('a figure that differs is found while typing, corrected with one click, and undone', async ({ page }) => {
  const noise = await openFigures(page);
  const field = page.getByLabel('Summary');
  const panel = page.getByRole('region', { name: 'Figures' });
  await expect(panel.getByRole('status')).toHaveText(/3 differ, 1 explained/);
  await field.press('Control+End');
  await field.pressSequentially(' Serving was down from 13:25 UTC.');
  await expect(panel.getByRole('status')).toHaveText(/4 differ, 1 explained/);
  const finding = panel.getByRole('listitem').filter({ hasText: 'Serving was down from 13:25 UTC.' });
  await expect(finding.getByRole('definition')).toHaveText(['13:25 UTC', '13:20 UTC']);
  await finding.getByRole('button', { name: 'Use 13:20 UTC' }).click();
  await expect(field).toHaveValue(/cloud provider\. Serving was down from 13:20 UTC\.$/);
  await expect(panel.getByRole('status')).toHaveText(/3 differ, 1 explained/);
  await expect(field).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(field).toHaveValue(/Serving was down from 13:25 UTC\.$/);
  await expect(finding).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  expect(noise).toEqual([]);
});

test('marks lead to their findings and back with the keyboard, and lie below their letters', async ({ page }) => {
  await openFigures(page);
  const field = page.getByLabel('Impact on partners');
  const mark = page.getByRole('link', { name: '99.285 %, differs, finding 3' });
  await field.press('Control+Home');
  await field.press('Alt+ArrowDown');
  await expect(page.getByRole('link', { name: '13:20, matches' })).toBeFocused();
  for (let i = 0; i < 12 && !(await mark.evaluate((one) => one === document.activeElement)); i++)
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const finding = page.getByRole('listitem').filter({ hasText: 'Uptime, March 2022' });
  await expect(finding).toBeFocused();
  await expect(finding).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('Escape');
  await expect(field).toBeFocused();
  const heights = await field.evaluate((one) => [one.scrollHeight, one.previousElementSibling?.clientHeight]);
  expect(heights[0]).toBe(heights[1]);
});

test('a reason explains a figure, is edited and removed', async ({ page }) => {
  await openFigures(page);
  const finding = page.getByRole('listitem').filter({ hasText: 'Uptime, March 2022' });
  await finding.getByRole('button', { name: 'Explain' }).click();
  const reason = finding.getByLabel('Reason, shown to readers');
  await expect(reason).toBeFocused();
  await reason.fill('Too short');
  await finding.getByRole('button', { name: 'Save reason' }).click();
  await expect(finding.getByText('Reason must be at least 10 characters.')).toBeVisible();
  await reason.fill('Measured by partners instead.');
  await finding.getByRole('button', { name: 'Save reason' }).click();
  await expect(finding).toBeFocused();
  await expect(finding).toContainText('“Measured by partners instead.”');
  await finding.getByRole('button', { name: 'Edit' }).click();
  await expect(reason).toHaveValue('Measured by partners instead.');
  await finding.getByRole('button', { name: 'Cancel' }).click();
  await finding.getByRole('button', { name: 'Remove' }).click();
  await expect(finding.getByRole('button', { name: 'Explain' })).toBeVisible();
});

test('a slash inserts a figure with the keyboard, and Escape leaves it as typed', async ({ page }) => {
  const noise = await openFigures(page);
  const field = page.getByLabel('Summary');
  const menu = page.getByRole('listbox', { name: 'Insert figure' });
  await field.press('Control+End');
  await field.pressSequentially(' It recovered at /end of');
  await expect(menu.getByRole('option')).toHaveText([/End of outage 1\s*14:30/, /End of outage 2\s*15:14/]);
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(menu).toBeHidden();
  await expect(field).toHaveValue(/It recovered at \{\{episode\.2\.end\}\}$/);
  await expect(page.getByRole('link', { name: '{{episode.2.end}}, matches' })).toBeAttached();
  await field.pressSequentially(' and /');
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(field).toHaveValue(/ and \/$/);
  await page.getByRole('button', { name: 'Insert figure' }).click();
  await menu.getByRole('option', { name: 'Total downtime' }).click();
  await expect(field).toHaveValue(/ and \/\{\{downtime\}\}$/);
  expect(noise).toEqual([]);
});

test('on a phone, figures that differ open a sheet', async ({ page }) => {
  const noise = await openFigures(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: /^\d differ$/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Figures' });
  const finding = sheet.getByRole('listitem').filter({ hasText: 'Uptime, March 2022' });
  await expect(finding).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await finding.getByRole('button', { name: /^Use/ }).click();
  await expect(finding).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(page.getByLabel('Impact on partners')).toHaveValue(/99\.825 %, below/);
  expect(noise).toEqual([]);
});

test('without JavaScript, a text with figures is a plain field', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, url, 'vera@status.example');
  await page.goto(`${url}/console/kit`);
  await expect(page.getByLabel('Summary')).toHaveValue(/^Serving was down for 1 h 10 min/);
  await expect(page.getByRole('link', { name: /matches/ })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Figures' }).getByRole('status')).toHaveText(/3 differ/);
  await context.close();
});

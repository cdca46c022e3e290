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

import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Composer } from '#components/console/incidents/composer';
import { TemplateForm } from '#components/console/incidents/template-form';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { as, CORY } from '#server/test/people';
import { failingComponents } from './failing-components.ts';
import type { TemplateTexts } from './view-types.ts';

const WORDS: TemplateTexts = {
  body: '',
  whatYouCanDo: '',
  title: '',
  state: 'investigating',
  nextMinutes: 30,
  isInternal: false,
  notifies: true,
  occurredAt: '',
  reason: '',
  stated: {},
};
const never = async () => null;

/** Returns the composer as a browser without JavaScript receives it. */
function form(red: string[], texts: Partial<TemplateTexts> = {}): string {
  const states = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
  const about = {
    incident: 'inc000000001',
    title: 'Slow answers',
    components: [{ slug: 'serving', name: 'Serving' }],
    states,
    stateNow: 'investigating' as const,
  };
  const more = {
    movesNow: 0,
    whatYouCanDoNow: '',
    draftVersionAtFirst: 0,
    newKey: 'key',
    approval: 'never' as const,
    templates: [],
  };
  return renderToStaticMarkup(
    createElement(Composer, { action: never, ...about, ...more, texts: { ...WORDS, ...texts }, failing: red }),
  );
}

describe('the field for a reason', () => {
  // The plain form offers everything that needs a reason: resolving, setting a component to operational, and both.
  test.each(['investigating', 'identified', 'monitoring', 'resolved'] as const)(
    'is there while monitoring shows an outage, whatever state is chosen: %s',
    (state) => {
      const html = form(['Serving'], { state });
      expect(html).toContain('name="reason"');
      expect(html).toContain('Monitoring shows an outage of Serving');
    },
  );

  test('appears if the draft has a reason, and not if none can be needed', () => {
    expect(form([], { reason: 'Probes look at a fleet that is gone.' })).toContain('name="reason"');
    expect(form([])).not.toContain('name="reason"');
  });

  describe('follows monitoring', () => {
    const world = testWorld();
    let fleet: Awaited<ReturnType<typeof startFleet>>;
    beforeAll(async () => {
      fleet = await startFleet(world);
      await fleet.run(world.clock.now() + 60_000);
    });
    afterAll(() => fleet.stop());

    test('of every selectable component, not only those of the incident', async () => {
      expect(await failingComponents(as(world.ctx, CORY))).toEqual([]);
      await fleet.run(world.clock.now() + 60_000, { analytics: 'partial' });
      expect(await failingComponents(as(world.ctx, CORY))).toEqual(['Analytics']);
    });
  });
});

test('the composer contains what readers can do now, and how it was when the form was opened', () => {
  const html = form([], { whatYouCanDo: 'Use eu-west-1.' });
  expect(html).toMatch(
    /<textarea(?=[^>]*name="whatYouCanDo")(?=[^>]*maxLength="500")[^>]*>Use eu-west-1\.<\/textarea>/i,
  );
  expect(html).toContain('name="whatYouCanDoBefore"');
});

test('titles in forms have the maximum length of the server', () => {
  expect(form([])).toMatch(/<input(?=[^>]*name="title")(?=[^>]*maxLength="200")/i);
});

test('the form of a template contains its title, so that saving does not remove it', () => {
  const template = { name: 'Own', title: 'Slow answers', body: 'b', state: null, version: 3 };
  expect(renderToStaticMarkup(createElement(TemplateForm, { action: never, template }))).toMatch(
    /<input(?=[^>]*name="title")(?=[^>]*value="Slow answers")/,
  );
});

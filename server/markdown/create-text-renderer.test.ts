import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import type { TextRenderer } from '#server/context';
import { createLog } from '#server/log';
import { createTextRenderer } from './create-text-renderer.ts';
import { escapedText } from './escaped-text.ts';
import { renderAutomatic, renderText } from './render-text.ts';
import { FAULTS } from './text-limits.ts';

const log = createLog('silent');
const STUCK = new URL('../test/stuck-thread.ts', import.meta.url);
const BROKEN = new URL('../test/broken-thread.ts', import.meta.url);
const MINUTE = 60_000;

let texts: TextRenderer;
afterEach(() => texts.close());

const rendered = (text: string) => ({ kind: 'rendered', html: `<p>${text}</p>`, text });
const TIMED_OUT = { kind: 'refused', reason: FAULTS.time };

/** Texts wait for the thread without limit, however busy the machine is. */
const patient = { monotonicMs: () => 0 };

describe('the thread that renders texts', () => {
  test('renders many concurrent texts separately', async () => {
    texts = createTextRenderer({ log, clock: systemClock });
    const many = Array.from({ length: 20 }, (_, i) => `*${i}*`);
    expect(await Promise.all(many.map((text) => texts.render(text)))).toEqual(
      many.map((_, i) => ({ kind: 'rendered', html: `<p><em>${i}</em></p>`, text: String(i) })),
    );
  });

  test('never receives a text that exceeds a limit', async () => {
    texts = createTextRenderer({ log, clock: systemClock, thread: STUCK, renderMsMax: 1 });
    expect(await texts.render(`${'[['.repeat(1_000)}`)).toEqual({ kind: 'refused', reason: FAULTS.links });
  });

  test('is stopped at its time limit, and waiting texts get a new one', async () => {
    texts = createTextRenderer({ log, clock: systemClock, thread: STUCK, renderMsMax: 50 });
    expect(await Promise.all(['spin', 'spin'].map((text) => texts.render(text)))).toEqual([TIMED_OUT, TIMED_OUT]);
    await texts.close();
    texts = createTextRenderer({ log, clock: systemClock, thread: STUCK, renderMsMax: MINUTE });
    expect(await texts.render('a')).toEqual(rendered('a'));
  });

  test.each(['grow', 'end', 'throw'])(
    'is replaced if it fails (%s): the text is rejected, the next one is rendered',
    async (text) => {
      texts = createTextRenderer({ log, clock: patient, thread: STUCK, renderMsMax: MINUTE });
      expect(await Promise.all(['a', text, 'b'].map((one) => texts.render(one)))).toEqual([
        rendered('a'),
        TIMED_OUT,
        rendered('b'),
      ]);
    },
  );

  test('does not block the main loop while a text takes too long', async () => {
    texts = createTextRenderer({ log, clock: systemClock, thread: STUCK, renderMsMax: 100 });
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    await texts.render('spin');
    clearInterval(counting);
    expect(turns).toBeGreaterThan(2);
  });

  test('rejects a text behind a hundred waiting ones as overload', async () => {
    texts = createTextRenderer({ log, clock: systemClock, thread: STUCK, renderMsMax: MINUTE });
    const outcomes = await Promise.allSettled(Array.from({ length: 102 }, () => texts.render('a')));
    expect(outcomes.slice(0, 101).every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(outcomes[101]).toMatchObject({ status: 'rejected', reason: { code: 'overloaded' } });
  });

  test('fails texts of people if it cannot start, but automatic texts never need it', async () => {
    texts = createTextRenderer({ log, clock: systemClock, thread: BROKEN });
    await expect(renderText({ texts }, 'a')).rejects.toThrow();
    expect(renderAutomatic({ log }, 'a **b**')).toEqual({ html: '<p>a <strong>b</strong></p>', text: 'a b' });
    const beyond = '>'.repeat(50);
    expect(renderAutomatic({ log }, beyond)).toEqual(escapedText(beyond));
  });

  test('names the field and the limit when it rejects a text', async () => {
    texts = createTextRenderer({ log, clock: systemClock });
    await expect(renderText({ texts }, '>'.repeat(50), 'updates.3.body')).rejects.toMatchObject({
      code: 'invalid_input',
      message: `updates.3.body: ${FAULTS.nesting}.`,
    });
  });
});

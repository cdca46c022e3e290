import type {
  CheckedFigure,
  FrozenVersion,
  PublicActionItem,
  PublicPostmortem,
} from '#domain/postmortem/published-version';
import type { TextSection } from '#domain/postmortem/sections';
import { monthOf, yearOf } from '#domain/time/calendar';

const MINUTE = 60_000;
const DAY = '2022-03-30T';
export const PUBLISHED_AT = Date.parse('2022-03-31T09:30:00.000Z');
const at = (time: string) => Date.parse(`${DAY}${time}:00.000Z`);
const textOf = (text: string) => ({ text, html: `<p>${text}</p>` });
const section = (key: TextSection, text: string) => ({ key, ...textOf(text) });
const step = (time: string, affected: number) => ({
  at: at(time),
  affected,
  known: 300,
  millionths: Math.floor((affected * 1_000_000) / 300),
});

export function aFigure(change: Partial<CheckedFigure> = {}): CheckedFigure {
  return {
    text: '13:20',
    kind: 'instant',
    claimed: '13:20',
    recorded: '13:20 UTC',
    verdict: 'match',
    fact: 'episode.1.start',
    source: 'monitoring',
    section: 'impact',
    sentence: 'Requests failed from 13:20 to 14:30 UTC.',
    reason: null,
    ...change,
  };
}

export function anItem(change: Partial<PublicActionItem> = {}): PublicActionItem {
  return {
    publicId: 'itm000000001',
    action: 'Load the data of a region from a local copy',
    owner: 'Serving team',
    dueOn: '2022-04-12',
    movedTo: null,
    state: 'planned',
    evidenceUrl: null,
    doneOn: null,
    changes: [],
    ...change,
  };
}

const PERIOD = { component: 'serving', name: 'Serving', targetMillionths: 999_000, downMs: 4_680_000 };

/** What readers see of the outage of 30 March 2022: two episodes of Serving, and two figures that match. */
export function aFrozenVersion(change: Partial<FrozenVersion> = {}): FrozenVersion {
  return {
    sections: [
      section('summary', 'Most Serving instances lost their data for 1 h 10 min.'),
      section('impact', 'Requests failed from 13:20 to 14:30 UTC.'),
      section('cause', 'A network failure ended the databases.'),
      section('well', 'Monitoring confirmed the outage within a minute.'),
    ],
    timeline: [
      { at: at('13:20'), isKey: false, ...textOf('The network fails.') },
      { at: at('14:30'), isKey: true, ...textOf('Serving is operational. The team watches.') },
    ],
    markdown: '',
    readingMinutes: 6,
    boxes: {
      downMs: 78 * MINUTE,
      episodes: 2,
      detectedAfterMs: MINUTE,
      identifiedAfterMs: 14 * MINUTE,
      firstUpdateAfterMs: MINUTE,
      updates: 7,
      promises: { met: 6, missed: 0 },
      uptime: [
        {
          ...PERIOD,
          ...monthOf(at('13:20')),
          period: '2022-03',
          uptimeMillionths: 998_252,
          isMet: false,
          budgetMs: 2_678_400,
          budgetShareMillionths: 1_747_312,
        },
        {
          ...PERIOD,
          ...yearOf(at('13:20')),
          period: '2022',
          uptimeMillionths: 999_851,
          isMet: true,
          budgetMs: 31_536_000,
          budgetShareMillionths: 148_402,
        },
      ],
    },
    chart: {
      from: at('13:00'),
      to: at('16:00'),
      series: [
        {
          component: 'serving',
          name: 'Serving',
          steps: [step('13:00', 0), step('13:20', 188), step('14:30', 4), step('15:06', 42), step('15:14', 0)],
          partialAt: 100_000,
          majorAt: 500_000,
          episodes: [
            { from: at('13:20'), to: at('14:30'), level: 3, peak: { at: at('13:40'), millionths: 626_666 } },
            { from: at('15:06'), to: at('15:14'), level: 2, peak: { at: at('15:08'), millionths: 140_000 } },
          ],
        },
      ],
    },
    check: {
      checkedAt: PUBLISHED_AT - 18 * MINUTE,
      figures: [aFigure(), aFigure({ text: '14:30', fact: 'episode.1.end' })],
    },
    policies: [{ component: 'serving', name: 'Serving', version: 2 }],
    facts: [],
    evaluatedUntil: PUBLISHED_AT - 18 * MINUTE,
    ...change,
  };
}

/** A post-mortem that was published on the next day and not edited since. */
export function aPublicPostmortem(change: Partial<PublicPostmortem> = {}): PublicPostmortem {
  return {
    publicId: 'pom000000001',
    title: 'Serving down after a network failure',
    publishedAt: PUBLISHED_AT,
    changedAt: PUBLISHED_AT,
    incidents: [
      {
        publicId: 'inc000000001',
        title: 'Serving is down',
        startedAt: at('13:20'),
        resolvedAt: at('15:16'),
        impact: 'critical',
        downMs: 78 * MINUTE,
      },
    ],
    frozen: aFrozenVersion(),
    actionItems: [anItem()],
    versions: [{ number: 1, publishedAt: PUBLISHED_AT, note: null }],
    changedFacts: [],
    ...change,
  };
}

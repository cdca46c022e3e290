import { ACKNOWLEDGED, CLOSED, DETECTED, END, IDENTIFIED, PUBLISHED, START } from './instant-meanings.ts';
import { type Episode, episodeIn, type Meaning, type MeaningRule } from './meaning.ts';
import { CAUSE, FOUND, INCIDENT, MESSAGE, OBSERVER, phrase, SIGNS, W } from './phrases.ts';

/** Words before a label that keep it about the incident. Other words make it the label of something else: "Rollback started: 13:50". */
const OWN_WORD = `(?:the|our|of|root|full|first|public|total|overall|complete|partner|customer|service|serving|impact|ad|delivery|time|${INCIDENT}|COMP[\\d_]+)`;
export const OWN = `(?:${OWN_WORD} )`;
/** Signs between a label and its figure: "Start: 13:20", "| Start | 13:20 |", "Start – 13:20". */
export const COLON = '(?:[:|=–—-] )';
/** The start of a label: that of a sentence or cell, or a figure or sign before it. */
export const AT_START = '(?:^|[^a-z ]) ';

/** "Start: 13:20 UTC" and "Time of recovery: 14:30 UTC". */
const label = (pattern: string, meaning: Partial<Meaning>): MeaningRule => ({
  pattern: phrase(
    `${AT_START}${OWN}{0,3}${pattern}(?: of(?: ${OWN_WORD}){1,3}| time| at| by (?:our )?(?!support)${OBSERVER}| \\( [a-z]+ \\))? ?${COLON}+HERE `,
  ),
  ...meaning,
});

/** Labels of times. */
export const LABELS: readonly MeaningRule[] = [
  label(
    `(?:first|initial) (?:public )?(?:${MESSAGE}|status page (?:update|post))(?: (?:published|posted|sent|to ${W}{1,2}|on ${W}{1,3}))?`,
    PUBLISHED,
  ),
  label('status page first updated', PUBLISHED),
  label(`(?:${CAUSE} (?:was )?${FOUND}|identified|identification)`, IDENTIFIED),
  label(
    '(?:first |monitoring )?(?:detected|detection|alerts?|alarm|alerted|noticed|(?:on-call |engineer )?paged)',
    DETECTED,
  ),
  label('(?:acknowledged|acknowledgement)', ACKNOWLEDGED),
  label('(?:start|started|start time|begin|began|beginning|begins|onset|start of impact|impact start)', START),
  label('first impact', START),
  label('(?:end|ended|end time|ends|end of impact|impact end|resolved|resolution|closed|over)', CLOSED),
  label('(?:restored|restoration|recovered|recovery|mitigated|mitigation|back to normal)', END),
  { pattern: phrase(`^ ${rowOf('HERE \\| INSTANT ')}`), ...START },
  { pattern: phrase(`^ ${rowOf('INSTANT \\| HERE ')}`), ...END },
];

/** "| Episode 2 | 15:06 | 15:14 | 8 min |" */
export function rowOf(cells: string): string {
  return `(?:[a-z0-9]+ ){0,2}(?:episode|outage|interruption|disruption)(?: [a-z0-9]+)? \\| ${cells}`;
}

/** Returns the episode that the first cell of a row names. */
export function episodeOfRow(whole: string): Episode {
  const [cell, ...others] = whole.split(' | ');
  return others.length > 0 && cell !== undefined ? episodeIn(`${cell} `, '') : null;
}

/** An entry of a timeline: "13:21 – Detected by monitoring", "| 13:21 | Monitoring alert |". */
const entry = (pattern: string, meaning: Partial<Meaning>): MeaningRule => ({
  pattern: phrase(` HERE ${SIGNS}${OWN}{0,3}${pattern} ?(?:[.;|(]|$)`),
  ...meaning,
});

export const ENTRIES: readonly MeaningRule[] = [
  entry(
    `(?:(?!support)${OBSERVER} )?(?:detected|noticed|alerts?|alarm|detection)(?: by (?:our )?(?!support)${OBSERVER})?`,
    DETECTED,
  ),
];

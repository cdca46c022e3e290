import type { Reporting } from '#domain/reporting-interval';
import { consoleCatalogEn } from '../../../messages/console-catalog-en.ts';
import { durationWords } from '../../duration-words.ts';

const TEXT = consoleCatalogEn.silence;

/** What to say of agents that report too seldom for the silence of the rules; nothing where none does. */
export function silenceWarning(seldom: readonly Reporting[]): string[] {
  if (seldom.length === 0) return [];
  return [TEXT.warning(seldom.map(({ source, intervalMs }) => TEXT.reports(source, durationWords(intervalMs))).join(', '))];
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { consoleAlertsEn } from '#messages/en/alerts';
import { enAudit } from '#messages/en/audit';
import { consoleCatalogEn } from '#messages/en/catalog';
import { consoleEn } from '#messages/en/console';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import { consoleDeliveryEn } from '#messages/en/console-delivery';
import { consoleFiguresEn } from '#messages/en/console-figures';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { consoleSubscribersEn } from '#messages/en/console-subscribers';
import { enDevelopers } from '#messages/en/developers';
import { enFigures } from '#messages/en/figures';
import { enHome } from '#messages/en/home';
import { enIncidents } from '#messages/en/incidents';
import { enMail } from '#messages/en/mail';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { en } from '#messages/en/site';
import { enSubscribe } from '#messages/en/subscribe';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Returns every key of a catalogue as a path, with its text. */
function entries(value: unknown, at: readonly string[] = []): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[at.join('.'), value]];
  return Object.entries(value).flatMap(([key, inner]) => entries(inner, [...at, key]));
}

function sources(folder: string): string {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe.each([
  ['the public page', en],
  ['figures', enFigures],
  ['the home page', enHome],
  ['incidents', enIncidents],
  ['pages of post-mortems', enPostmortemPages],
  ['the console', consoleEn],
  ['the console about incidents', consoleIncidentsEn],
  ['the console about deliveries', consoleDeliveriesEn],
  ['the console about figures', consoleFiguresEn],
  ['the console about subscribers', consoleSubscribersEn],
  ['the console about notifications', consoleDeliveryEn],
  ['staff alerts', consoleAlertsEn],
  ['the console about components', consoleCatalogEn],
  ['the audit log', enAudit],
  ['mails', enMail],
  ['subscribing', enSubscribe],
  ['the page for developers', enDevelopers],
])('the catalogue of texts of %s', (_, texts) => {
  test('has a text or a function that returns one for every key', () => {
    for (const [key, text] of entries(texts)) {
      const isText =
        (typeof text === 'string' && text !== '') ||
        typeof text === 'function' ||
        (Array.isArray(text) && text.every(Boolean));
      expect([key, isText]).toEqual([key, true]);
    }
  });

  test('has no unused text', () => {
    const code = ['app', 'components', 'domain', 'server'].map(sources).join('\n');
    const isNamed = (key: string) => new RegExp(`\\b${key}\\b`).test(code);
    const unused = entries(texts).filter(
      ([key]) => !isNamed(key.split('.').at(-1) as string) && !isNamed(key.split('.').at(-2) ?? ''),
    );
    expect(unused.map(([key]) => key)).toEqual([]);
  });
});

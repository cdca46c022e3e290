import { DEFAULT_SETTINGS, type IncidentSettings } from '#domain/automation/incident-record';

type SettingDifference = { key: keyof IncidentSettings; before: string | number; after: string | number };
export type SettingsChange = {
  what: 'incidents';
  component: string;
  value: IncidentSettings;
  differences: SettingDifference[];
};

const KEYS = Object.keys(DEFAULT_SETTINGS) as (keyof IncidentSettings)[]; // the keys of a literal

/** Returns the changes to the incident settings of a component. `stored` is null for a new component, `wanted` if the file leaves them out. */
export function settingsPlan(
  component: string,
  stored: IncidentSettings | null,
  wanted: IncidentSettings | null,
): SettingsChange[] {
  if (wanted === null) return [];
  const before = stored ?? DEFAULT_SETTINGS;
  const differences = KEYS.flatMap((key) =>
    before[key] === wanted[key] ? [] : [{ key, before: before[key], after: wanted[key] }],
  );
  return differences.length > 0 ? [{ what: 'incidents', component, value: wanted, differences }] : [];
}

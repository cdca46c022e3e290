import type { AccentTokens } from '#domain/site/accent';

/** The look of the head of a mail: solid for confirmed problems, tinted for everything else. */
export type MailTone = 'major' | 'partial' | 'degraded' | 'incident' | 'recovering' | 'operational' | 'neutral';

type Colours = { fill: string; ink: string };

const DEGRADED = { light: { fill: '#FDF5E1', ink: '#7A5000' }, dark: { fill: '#2A210D', ink: '#F0C04F' } };

/** The colours of each head, in the light and in the dark scheme. */
export const HEADS: Record<MailTone, { light: Colours; dark: Colours }> = {
  major: { light: { fill: '#A5141C', ink: '#FFFFFF' }, dark: { fill: '#8E1A20', ink: '#FFFFFF' } },
  partial: { light: { fill: '#A83F07', ink: '#FFFFFF' }, dark: { fill: '#8A3A0F', ink: '#FFFFFF' } },
  degraded: DEGRADED,
  incident: DEGRADED,
  recovering: { light: { fill: '#FFFFFF', ink: '#10151C' }, dark: { fill: '#14181E', ink: '#F3F5F8' } },
  operational: { light: { fill: '#EAF6EF', ink: '#0B6B3A' }, dark: { fill: '#10241A', ink: '#5FD598' } },
  neutral: { light: { fill: '#EDF1FE', ink: '#10151C' }, dark: { fill: '#1A2346', ink: '#F3F5F8' } },
};

export const LIGHT = {
  page: '#F5F6F8',
  card: '#FFFFFF',
  sunken: '#F0F2F5',
  line: '#E1E5EA',
  ink: '#10151C',
  body: '#2B333F',
  quiet: '#56606E',
  link: '#2746C7',
  button: '#2746C7',
};
const DARK = {
  page: '#0D1014',
  card: '#14181E',
  sunken: '#1B2027',
  line: '#262D36',
  ink: '#F3F5F8',
  body: '#D5DAE1',
  quiet: '#A0AAB7',
  link: '#93AEFF',
  button: '#4A68EA',
};

/** Returns the colours of a head. Without a status, it is tinted with the accent. */
export function headOf(tone: MailTone, scheme: 'light' | 'dark', accent: AccentTokens | null): Colours {
  const colours = HEADS[tone][scheme];
  return tone === 'neutral' && accent ? { ...colours, fill: accent[scheme].tint } : colours;
}

/** Returns the style sheet for the dark scheme and for phones. Clients that ignore it show the light inline styles. */
export function mailStyles(tone: MailTone, accent: AccentTokens | null): string {
  const { fill, ink } = headOf(tone, 'dark', accent);
  const rules = {
    page: `background:${DARK.page}`,
    card: `background:${DARK.card};border-color:${DARK.line}`,
    head: `background:${fill};color:${ink}`,
    ink: `color:${DARK.ink}`,
    body: `color:${DARK.body}`,
    quiet: `color:${DARK.quiet}`,
    sunken: `background:${DARK.sunken}`,
    line: `border-color:${DARK.line}`,
    link: `color:${accent?.dark.text ?? DARK.link}`,
    button: `background:${accent?.dark.solid ?? DARK.button}`,
  };
  const dark = Object.entries(rules).map(
    ([name, rule]) => `.${name}{${rule.replaceAll(';', '!important;')}!important}`,
  );
  return [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    `@media (prefers-color-scheme:dark){${dark.join('')}}`,
    '@media (max-width:640px){.outer{padding-left:0!important;padding-right:0!important}.card{border-radius:0!important;border-left:0!important;border-right:0!important}.head{border-radius:0!important}.inner{padding-left:18px!important;padding-right:18px!important}}',
  ].join('\n');
}

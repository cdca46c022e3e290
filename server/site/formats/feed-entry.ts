import { outcomeOf, type PublicIncident, type PublicUpdate } from '#domain/incident/public-incident';
import { clockUtc } from '#domain/time/format-utc';
import { enIncidents } from '#messages/en/incidents';

const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short' });
/** Characters that XML 1.0 cannot represent, not even escaped. */
const NO_XML =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are removed
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function xml(text: string): string {
  return text.replace(NO_XML, '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function feedTitle(site: string): string {
  return enIncidents.feed.title(site);
}

/** Formats an update like Statuspage's feeds: time, bold state, text. The HTML of the text is already sanitised. */
function updateHtml(update: PublicUpdate, heading: string): string {
  const { occurredAt, html, retractedAt, retractedReason, whatYouCanDo } = update;
  const date = new Date(occurredAt);
  const when = `${SHORT_DAY.format(date)} <var data-var='date'>${date.getUTCDate()}</var>, <var data-var='time'>${clockUtc(occurredAt)}</var> UTC`;
  const todo =
    whatYouCanDo === null ? '' : `<p><strong>${xml(enIncidents.whatYouCanDo)}</strong> ${xml(whatYouCanDo)}</p>`;
  const text = retractedAt === null ? html : xml(enIncidents.retracted(retractedReason ?? ''));
  return `<p><small>${when}</small><br><strong>${xml(heading)}</strong> - ${text.replace(/^<p>/, '').replace(/<\/p>$/, '')}</p>${todo}`;
}

/** Formats all updates of an incident, newest first. The last one of a withdrawn or merged incident shows that instead of "Resolved". */
export function entryHtml(incident: PublicIncident): string {
  const outcome = outcomeOf(incident);
  return incident.updates
    .map((update, i) =>
      updateHtml(update, i === 0 && outcome ? enIncidents.outcome[outcome] : enIncidents.state[update.state]),
    )
    .join('');
}

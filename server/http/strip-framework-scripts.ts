const SCRIPT = /<script\b([^>]*)>[\s\S]*?<\/script>/g;
const SCRIPT_PRELOAD = /<link\b(?=[^>]*\bas="script"|[^>]*\brel="modulepreload")[^>]*>/g;
/** Our own scripts are separate files, marked with this attribute. */
const OWN = /\bdata-own\b/;

/** Removes the framework's scripts and their preloads from a page. Public pages are complete without them, and five times smaller. */
export function stripFrameworkScripts(html: string): string {
  return html
    .replace(SCRIPT, (script, attributes: string) => (OWN.test(attributes) ? script : ''))
    .replace(SCRIPT_PRELOAD, '');
}

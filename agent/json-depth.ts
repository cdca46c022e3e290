/** Arrays and objects within each other in a JSON response. Code that walks deeper values recursively would exceed the call stack. */
export const JSON_DEPTH_MAX = 100;

/** Returns whether a JSON text nests arrays and objects deeper than JSON_DEPTH_MAX. Brackets within strings do not count. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (isInString && char === '\\') at++;
    else if (char === '"') isInString = !isInString;
    else if (isInString) continue;
    else if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') depth--;
    if (depth > JSON_DEPTH_MAX) return true;
  }
  return false;
}

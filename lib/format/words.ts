/** `1 project`, `7 projects`, `1,204 projects`. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`

/** `entries` → `entry`, `processes` → `process`, `API keys` → `API key`. */
const singular = (many: string): string =>
  many
    .replace(/ies$/, 'y')
    .replace(/(ss|x|ch|sh)es$/, '$1')
    .replace(/([^s])s$/, '$1')

/** The same for a plural: `1 entry`, `7 entries`. */
export const countAll = (n: number, many: string): string => count(n, singular(many), many)

/** `7 entries`, or `1 of 7 entries` while some are left out. */
export const countOf = (n: number, all: number, many: string): string =>
  n === all ? countAll(all, many) : `${n.toLocaleString('en')} of ${countAll(all, many)}`

/** With a lowercase first letter, unless the first word is an abbreviation (`IP access` stays). */
export const lowerFirst = (text: string): string =>
  /^[A-Z]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1)

/** With an uppercase first letter. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[], last = 'and'): string {
  const head = words.slice(0, -1)
  const tail = words.at(-1) ?? ''
  return head.length ? `${head.join(', ')} ${last} ${tail}` : tail
}

/** A name that somebody chose, in quotes; one that holds quotes itself is written as a JSON string, so that its end is clear. */
export const quoted = (name: string): string =>
  /[“”]/.test(name) ? JSON.stringify(name) : `“${name}”`

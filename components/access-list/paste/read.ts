import { looksLikeHcl, readHcl } from './hcl'
import { readLines } from './lines'
import { collect, type Pasted, type Piece } from './pieces'
import type { readStructured } from './structured'
import { readTable } from './table'

/** Characters of the longest text that is read; 200 entries need far less. */
const MOST = 100_000

const yamlField =
  /^[ \t]*(?:-[ \t]+)?(?:apiVersion|projectIpAccessList|AccessList|cidrBlock|ipAddress|awsSecurityGroup)[ \t]*:/im

/** The language of a text that needs a parser; undefined: none. */
export function languageOf(text: string): 'JSON' | 'YAML' | undefined {
  const start = text.replace(/^\ufeff/, '').trimStart()
  // An IPv6 address in brackets is not a list.
  if (/^[[{]/.test(start) && !/^\[[\da-f.]*:[\da-f:.]*\]/i.test(start)) return 'JSON'
  return yamlField.test(start) && !looksLikeHcl(start) ? 'YAML' : undefined
}

/** Whether a text is in another language, whose lines must not be read as entries. */
const looksForeign = (text: string) =>
  /^[ \t]*(?:[<}\]]|[\w".-]+[ \t]*(?:[:=][ \t]*)?[{[][ \t]*$|(?:-[ \t]*)?[\w-]+:[ \t]*$)/m.test(
    text,
  )

/** Whether lines are marked as added or removed, as by `diff` or `terraform plan`. One that is removed looks like a list item. */
const looksLikeDiff = (text: string) => /^[ \t]*(?:\+|@@ |~[ \t])/m.test(text)

function piecesOf(
  text: string,
  structured: typeof readStructured | undefined,
): Piece[] | undefined {
  if (text.trim() === '') return []
  if (text.length > MOST)
    return [{ line: 1, text: text.slice(0, 60), why: 'This text is too long. Paste fewer lines.' }]
  const whole = (why: string) => [{ line: 1, text: text.trim().split('\n')[0] ?? '', why }]
  const language = languageOf(text)
  if (looksLikeDiff(text)) return whole('This looks like a diff. Paste only the entries to allow.')
  if (language) return structured?.(text, language)
  if (looksLikeHcl(text)) return readHcl(text)
  const table = readTable(text)
  if (table) return table
  if (looksForeign(text))
    return whole(
      'Gatehouse can’t read this format. Paste JSON, YAML, Terraform, CSV or one address a line.',
    )
  return readLines(text)
}

/**
 * The entries of a text by the grammar of its format; anything else is a bad piece with the reason. JSON and YAML need
 * `structured`, which is loaded on demand; undefined while it is missing. `now` in milliseconds.
 */
export function readPasted(
  text: string,
  now: number,
  structured?: typeof readStructured,
): Pasted | undefined {
  const pieces = piecesOf(text.replace(/^\ufeff/, ''), structured)
  return pieces && collect(pieces, now)
}

/** Whether a text is read line by line, so that single lines can be removed from it. */
export const isByLine = (text: string): boolean =>
  languageOf(text) === undefined && !looksLikeHcl(text) && readTable(text) === undefined

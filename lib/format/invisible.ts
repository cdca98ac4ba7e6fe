// Characters without a glyph: default ignorable ones (bidirectional controls, zero-width signs, fillers, tags), line and
// paragraph separators, the blank Braille pattern, annotation marks, and control characters other than tab and line breaks.
// https://www.unicode.org/reports/tr36/ and CVE-2021-42574 say what they are used for.
export const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  /[\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800\ufff9-\ufffb\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu

// Joiners are part of how these scripts are written; Persian words need them.
const joiningLetter =
  /\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Mongolian}|\p{Script=Devanagari}|\p{Script=Bengali}|\p{Script=Gujarati}|\p{Script=Tamil}|\p{Script=Telugu}|\p{Script=Kannada}|\p{Script=Malayalam}|\p{Script=Sinhala}/u
const picture = /\p{Extended_Pictographic}/u

const names: Readonly<Record<string, string>> = {
  '\u00ad': 'soft hyphen',
  '\u061c': 'Arabic letter mark',
  '\u200b': 'zero-width space',
  '\u200c': 'zero-width non-joiner',
  '\u200d': 'zero-width joiner',
  '\u200e': 'left-to-right mark',
  '\u200f': 'right-to-left mark',
  '\u202a': 'left-to-right embedding',
  '\u202b': 'right-to-left embedding',
  '\u202c': 'end of directional formatting',
  '\u202d': 'left-to-right override',
  '\u202e': 'right-to-left override',
  '\u2060': 'word joiner',
  '\u2066': 'left-to-right isolate',
  '\u2067': 'right-to-left isolate',
  '\u2068': 'first-strong isolate',
  '\u2069': 'end of isolate',
  '\ufeff': 'byte order mark',
}

/** Whether a text has only signs that can be seen, as most have. Much faster than to look for each that can't. */
export const isPlain = (text: string): boolean => /^[\t\n\r\x20-\x7e]*$/.test(text)

/** `U+202E` */
export const codeOf = (sign: string): string =>
  `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** Whether the sign at `at` is part of how a letter or an emoji is written, so that leaving it in misleads nobody. */
function isWriting(text: string, at: number, sign: string): boolean {
  const before = lastOf(text.slice(Math.max(0, at - 2), at))
  const [after = ''] = text.slice(at + 1, at + 3)
  if (sign === '\ufe0f')
    return picture.test(before) || (/[0-9#*]/.test(before) && after === '\u20e3')
  const isJoiner = sign === '\u200d' || sign === '\u200c'
  if (isJoiner && joiningLetter.test(after)) return joiningLetter.test(before)
  return sign === '\u200d' && picture.test(after) && /\p{Emoji}|\ufe0f/u.test(before)
}

const lastOf = (text: string) => [...text].at(-1) ?? ''

/** The characters of a text that can't be seen or that reorder it, with their offsets; empty for usual texts. */
export function hiddenIn(text: string): Array<{ at: number; sign: string }> {
  if (isPlain(text)) return []
  const found = [...text.matchAll(HIDDEN)].map((match) => ({ at: match.index, sign: match[0] }))
  return found.filter(({ at, sign }) => !isWriting(text, at, sign))
}

/** U+FFFD stands for what could not be read, so it would be written over the real text. */
export const REPLACED =
  'This contains �, which stands for a character that could not be read. Retype the text.'

/** Why a typed text is refused for the first hidden or unread character in it, in a sentence; undefined: for none. */
export function whyHidden(text: string): string | undefined {
  if (text.includes('\ufffd')) return REPLACED
  const [first] = hiddenIn(text)
  if (!first) return undefined
  const name = names[first.sign]
  const position = [...text.slice(0, first.at)].length + 1
  return `Character ${position} is ${codeOf(first.sign)}${name ? ` (${name})` : ''}, which can’t be seen. Delete it, or retype the text.`
}

/** A text from elsewhere as people may read it: each hidden character is written out, `[U+202E]`. */
export function visible(text: string): string {
  const found = hiddenIn(text)
  if (found.length === 0) return text
  let shown = ''
  let from = 0
  for (const { at, sign } of found) {
    shown += `${text.slice(from, at)}[${codeOf(sign)}]`
    from = at + sign.length
  }
  return shown + text.slice(from)
}

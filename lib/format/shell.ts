import { hiddenIn } from './invisible'

/**
 * One word for any POSIX shell, also dash. Characters that can't be seen are written as octal bytes, so that what is read is
 * what runs.
 */
export function shellWord(text: string): string {
  if (/^[\w./:@%+,=-]+$/.test(text)) return text
  if (!isOdd(text)) return `'${text.replaceAll("'", `'\\''`)}'`
  // A command substitution drops line breaks at the end.
  const [ending = ''] = /\n*$/.exec(text) ?? []
  const inner = text
    .slice(0, text.length - ending.length)
    .replace(/[\\'%!]|\p{C}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}|\u2800/gu, octal)
  return `"$(printf '${inner}')"${ending ? `'${ending}'` : ''}`
}

const isOdd = (text: string) => /\p{C}/u.test(text) || hiddenIn(text).length > 0

const octal = (sign: string) =>
  [...new TextEncoder().encode(sign)]
    .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
    .join('')

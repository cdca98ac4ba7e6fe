/** How well a name matches what a person typed. The smaller, the better. */
export type Match = 0 | 1 | 2 | 3 | 4

const marks = /\p{M}/gu
const between = /[\s\-_./:]+/

/** How many of these words are in a name. */
export const wordsIn = (words: readonly string[], name: string): number => {
  const names = wordsOf(name)
  return words.filter((word) => names.some((one) => one.startsWith(word))).length
}

/** Lower case, without accents: `Café` → `cafe`. */
export const plain = (text: string): string =>
  text.normalize('NFD').replace(marks, '').toLowerCase()

/** The words of what a person typed. */
export const wordsOf = (typed: string): string[] => plain(typed).split(between).filter(Boolean)

/** Whether all letters are there in this order: `prdpay` in `prod-payments`. */
function isSubsequence(letters: string, text: string): boolean {
  let at = 0
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}

/** Words of a sentence that say nothing about what is wanted. */
const fillers = new Set(
  'a an the my our me i to of for in on at is are how do can where show see'.split(' '),
)

/** A word without a plural, for the other words only. */
const singular = (word: string) =>
  /[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word

/**
 * 0: the name itself. 1: it starts with it. 2: each word starts a word of the name. 3: all of it is somewhere in the name or
 * in the other words. 4: the letters of it in this order, for typing errors. Undefined: no match. Empty text matches all.
 */
export function match(
  typed: string,
  name: string,
  others: readonly string[] = [],
): Match | undefined {
  const words = wordsOf(typed)
  const whole = words.join(' ')
  const names = wordsOf(name)
  const named = names.join(' ')
  if (named === whole) return 0
  if (named.startsWith(whole)) return 1
  if (words.every((word) => names.some((one) => one.startsWith(word)))) return 2
  const all = [named, ...others.map((one) => wordsOf(one).join(' '))].join(' ')
  // A few letters or digits are somewhere in most names.
  const isShort = (word: string) => /^(.|\d\d|[a-z]{2,3})$/u.test(word)
  const has = (word: string) => ` ${all}`.includes(isShort(word) ? ` ${word}` : singular(word))
  const telling = words.filter((word) => !fillers.has(word))
  if (words.every(has) || (telling.length > 0 && telling.every(has))) return 3
  const letters = whole.replaceAll(' ', '')
  return letters.length > 2 && isSubsequence(letters, named.replaceAll(' ', '')) ? 4 : undefined
}

/** What decides the order of two results. */
export type Ranked = {
  match: Match
  name: string
  /** Position in the list of recent places, from 0. */
  recent?: number | undefined
  /** 0: in the current cluster. 1: in the current project. 2: in the current organization. 3: elsewhere. */
  near?: number
  /** Smaller is more likely: projects and clusters before what is in them. */
  weight?: number
  /** How many of the typed words are in the name. */
  named?: number
}

/** Recent places count only where the name itself matches. */
const tier = ({ match: how, recent }: Ranked): number =>
  how === 0 ? 0 : recent !== undefined && how < 3 ? 1 : how + 1

/** Without those that match only by their letters, if others match better. */
export function likely<T extends Pick<Ranked, 'match'>>(rows: readonly T[]): readonly T[] {
  const better = rows.filter((row) => row.match < 4)
  return better.length > 0 ? better : rows
}

/** The order of results: the exact name, recent places, then the better match, the nearer place, more words in the name, and the shorter name. */
export const byRank = (a: Ranked, b: Ranked): number =>
  tier(a) - tier(b) ||
  (a.recent ?? 99) - (b.recent ?? 99) ||
  (a.near ?? 3) - (b.near ?? 3) ||
  (a.weight ?? 5) - (b.weight ?? 5) ||
  (b.named ?? 0) - (a.named ?? 0) ||
  a.name.length - b.name.length ||
  a.name.localeCompare(b.name)

import { readAddress } from '@/lib/format/address-typed'
import { MAX_COMMENT } from '@/lib/ops/access-list'

export type PastedEntry = {
  /** Counted from one. */
  line: number
  typed: string
  value: string
  isRounded: boolean
  /** Of the line itself; undefined: the form's. */
  comment?: string
}

export type BadPiece = {
  line: number
  /** What goes back into the box to be mended. */
  text: string
  why: string
}

export type Pasted = { entries: PastedEntry[]; bad: BadPiece[]; repeated: number }

const separators = /[\s,;]+/
const heads = /^"?(address|ip|ip ?address|cidr|cidr ?block|entry)"?\s*([,;\t]|$)/i

/** Without the quotes and brackets of CSV and JSON around it. */
const bare = (text: string) => text.trim().replace(/^["'[\](]+|["'[\]),;]+$/g, '')

/** Whether somebody meant an address: then it is a mistake rather than a comment. */
const looksLikeAddress = (text: string) =>
  /^(\d+\/)?sg-/i.test(text) ||
  (/^[\da-f.:/%-]+$/i.test(text) && /\d/.test(text) && /[.:/]/.test(text))

/** The comment after the first address of a line: what follows a comma or a space, in CSV quotes or without. */
function restOf(line: string, first: string): string {
  const after = line.slice(line.indexOf(first) + first.length).replace(/^["']?\s*[,;\t]?\s*/, '')
  const quoted = /^"((?:[^"]|"")*)"/.exec(after)
  return (quoted?.[1]?.replaceAll('""', '"') ?? after).trim().replace(/[,;\s]+$/, '')
}

/**
 * The addresses in a text: one or many, apart by lines, commas or spaces; `address # comment` and `address,comment` give
 * a line its own comment. An address that stands there twice counts once.
 */
export function readPasted(text: string): Pasted {
  const entries = new Map<string, PastedEntry>()
  const bad: BadPiece[] = []
  let repeated = 0
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = index + 1
    const [before = '', ...after] = raw.split('#')
    const noted = after.join('#').trim()
    if (bare(before) === '' || (line === 1 && heads.test(before.trim()))) return
    const pieces = before.split(separators).map(bare).filter(Boolean)
    const [first = '', ...others] = pieces
    const isProse =
      'value' in readAddress(first) && others.length > 0 && !others.some((o) => looksLikeAddress(o))
    const comment = noted || (isProse ? restOf(before, first) : '')
    const said =
      comment.length > MAX_COMMENT
        ? `Its comment has ${comment.length} characters: at most ${MAX_COMMENT}.`
        : comment.length > 0 && comment.length < 3
          ? 'Its comment is too short: say who needs it and why.'
          : undefined
    for (const typed of isProse ? [first] : pieces) {
      const found = readAddress(typed)
      const back = comment ? `${typed}  # ${comment}` : typed
      if ('whyNot' in found) bad.push({ line, text: back, why: found.whyNot })
      else if (said) bad.push({ line, text: back, why: said })
      else if (entries.has(found.value)) repeated += 1
      else
        entries.set(found.value, {
          line,
          typed,
          value: found.value,
          isRounded: false,
          ...(comment ? { comment } : {}),
        })
    }
  })
  return { entries: [...entries.values()], bad, repeated }
}

/** A text that reads back as these: what stays in the box when the rest is done. */
export const asText = (entries: readonly PastedEntry[], bad: readonly BadPiece[]): string =>
  [
    ...entries.map((e) => ({
      line: e.line,
      text: e.comment ? `${e.value}  # ${e.comment}` : e.value,
    })),
    ...bad,
  ]
    .sort((a, b) => a.line - b.line)
    .map((piece) => piece.text)
    .join('\n')

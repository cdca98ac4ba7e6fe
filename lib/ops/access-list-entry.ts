import { z } from 'zod'
import { kindOfAddress, normalizeAddress, sizeInWords } from '@/lib/format/address'
import { readAddress } from '@/lib/format/address-typed'
import { whyHidden } from '@/lib/format/invisible'
import { inUtc, millis } from '@/lib/format/time'

/** Days until the latest expiry that Atlas accepts. */
export const MAX_ENTRY_DAYS = 7
/** Characters of a comment; Atlas refuses more. */
export const MAX_COMMENT = 80
/** Characters of a comment that Gatehouse asks for. */
const MIN_COMMENT = 3

export const SECURITY_GROUP_END = 'Atlas can’t expire a security group.'

export const accessRow = z.looseObject({
  cidrBlock: z.string().nullish(),
  ipAddress: z.string().nullish(),
  awsSecurityGroup: z.string().nullish(),
  comment: z.string().nullish(),
  deleteAfterDate: z.string().nullish(),
})
export type AccessRow = z.output<typeof accessRow>

/** The name of a row: its CIDR form, or its security group. Atlas sends a single address in two fields. */
export function entryValue(r: AccessRow): string {
  const said = r.awsSecurityGroup ?? r.cidrBlock ?? r.ipAddress ?? ''
  return normalizeAddress(said) ?? (said || '?')
}

/** Why an expiry can't be set; undefined: it can. `now` in milliseconds. */
export function whyNoEnd(end: string, now: number): string | undefined {
  const at = millis(end)
  if (at === undefined) return 'Choose a date and time.'
  if (at <= now) return 'The expiry must be in the future.'
  return at > now + MAX_ENTRY_DAYS * 86_400_000
    ? `An expiry can be at most ${MAX_ENTRY_DAYS} days away.`
    : undefined
}

/** Why a comment can't be set; undefined: it can. */
export function whyNoComment(comment: string): string | undefined {
  if (comment.trim().length < MIN_COMMENT)
    return `Say who needs it and why, in at least ${MIN_COMMENT} characters.`
  if (comment.length > MAX_COMMENT)
    return `A comment can have at most ${MAX_COMMENT} characters; this one has ${comment.length}.`
  if (/[\t\r\n]/.test(comment)) return 'A comment is one line without tabs.'
  return whyHidden(comment)
}

/** An address as typed, in its canonical form. */
export const address = z
  .string()
  .trim()
  .min(1, 'Enter an address.')
  .transform((text, context) => {
    const read = readAddress(text)
    if ('value' in read) return read.value
    context.addIssue({ code: 'custom', message: `“${text.slice(0, 60)}”: ${read.whyNot}` })
    return z.NEVER
  })

/** An address that is on a list already, in any form Atlas sends. */
export const listedAddress = z
  .string()
  .trim()
  .transform((text, context) => {
    const value = normalizeAddress(text)
    if (value) return value
    context.addIssue({ code: 'custom', message: `“${text.slice(0, 60)}” is not an address.` })
    return z.NEVER
  })

const refuse = (why: (value: string) => string | undefined) =>
  z.string().superRefine((value, context) => {
    const message = why(value)
    if (message) context.addIssue({ code: 'custom', message })
  })

export const accessEntry = z
  .strictObject({
    address,
    comment: refuse(whyNoComment),
    deleteAfterDate: z.iso
      .datetime({ offset: true, error: 'Choose a date and time.' })
      .pipe(refuse((at) => whyNoEnd(at, Date.now())))
      .optional(),
  })
  .refine((e) => !(e.deleteAfterDate && kindOfAddress(e.address) === 'security-group'), {
    path: ['deleteAfterDate'],
    message: SECURITY_GROUP_END,
  })
export type AccessEntry = z.output<typeof accessEntry>

const readable = accessRow.extend({
  comment: z.string().nullish().catch(undefined),
  deleteAfterDate: z.string().nullish().catch(undefined),
})

/** The rows of an answer by name; a row that names no entry is left out. */
export function rowsIn(answer: unknown): Map<string, AccessRow> {
  const list = z.looseObject({ results: z.array(z.unknown()) }).safeParse(answer)
  const rows = new Map<string, AccessRow>()
  for (const one of list.data?.results ?? []) {
    const row = readable.safeParse(one).data
    if (row) rows.set(entryValue(row), row)
  }
  return rows
}

/** A comment of another client as an entry has it: Atlas also takes none, and ones that are shorter than Gatehouse asks for. */
export const commentFrom = (text: string): string =>
  text.trim() === '' ? '(none)' : text.length < MIN_COMMENT ? `“${text}”` : text

/** Whether a row matches an entry. Atlas returns times with or without milliseconds. */
export const isAsAsked = (r: AccessRow | undefined, e: AccessEntry): boolean =>
  r !== undefined &&
  [r.comment ?? '', commentFrom(r.comment ?? '')].some((one) => one.trim() === e.comment.trim()) &&
  Math.abs((millis(r.deleteAfterDate) ?? 0) - (millis(e.deleteAfterDate) ?? 0)) < 1000

/** ` until 21 Nov 2026, 20:00 UTC`; nothing for a security group, which can't expire. */
export const endSays = ({ address: value, deleteAfterDate }: AccessEntry): string =>
  deleteAfterDate
    ? ` until ${inUtc(deleteAfterDate)}`
    : kindOfAddress(value) === 'security-group'
      ? ''
      : ' with no expiry'

/** `203.0.113.0/24 (256 addresses)`, `0.0.0.0/0 (the whole internet)`, `the AWS security group sg-…`. */
export const nameSays = (value: string): string =>
  kindOfAddress(value) === 'security-group'
    ? `the AWS security group ${value}`
    : `${value} (${/^(0\.0\.0\.0|::)\/0$/.test(value) ? 'the whole internet' : sizeInWords(value)})`

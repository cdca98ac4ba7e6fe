import { z } from 'zod'
import {
  isWide,
  kindOfAddress,
  normalizeAddress,
  sizeInWords,
  whyNoAddress,
} from '@/lib/format/address'
import { inUtc, millis } from '@/lib/format/time'
import { count, list } from '@/lib/format/words'
import { command, query } from './define'
import { oneUp } from './friction'
import { page, projectId } from './shapes'

const row = z.looseObject({
  cidrBlock: z.string().nullish(),
  ipAddress: z.string().nullish(),
  awsSecurityGroup: z.string().nullish(),
  comment: z.string().nullish(),
  deleteAfterDate: z.string().nullish(),
})
export type AccessRow = z.output<typeof row>

/** The one name of a row: its CIDR form (Atlas sends `/32` and the plain address as two fields of one row), else the group. */
export function entryValue(r: AccessRow): string {
  const said = r.awsSecurityGroup ?? r.cidrBlock ?? r.ipAddress ?? ''
  return normalizeAddress(said) ?? (said || '?')
}

/** At most 7 days ahead (Atlas refuses more). */
export const MAX_ENTRY_DAYS = 7
/** Characters of a comment (Atlas cuts nothing, it refuses). */
export const MAX_COMMENT = 80
/** Entries in one call: Gatehouse's own limit, so that a slip of the clipboard stays small. */
export const MAX_ENTRIES = 200

export const SECURITY_GROUP_END = 'A security group cannot have an end date in Atlas.'

const address = z
  .string()
  .trim()
  .min(1, 'Type an address')
  .transform((text, context) => {
    const found = normalizeAddress(text)
    if (found) return found
    context.addIssue({
      code: 'custom',
      message: `“${text.slice(0, 60)}”: ${whyNoAddress(text)} Examples: 203.0.113.8, 203.0.113.0/24, 2001:db8::/48, sg-0a1b2c3d.`,
    })
    return z.NEVER
  })

const entry = z
  .strictObject({
    address,
    comment: z
      .string()
      .trim()
      .min(3, 'Say who needs it and why')
      .max(MAX_COMMENT, `At most ${MAX_COMMENT} characters`),
    deleteAfterDate: z.iso
      .datetime({ offset: true, error: 'Choose a date and time' })
      .refine((at) => Date.parse(at) > Date.now(), 'The end must be in the future')
      .refine(
        (at) => Date.parse(at) <= Date.now() + MAX_ENTRY_DAYS * 86_400_000,
        `At most ${MAX_ENTRY_DAYS} days ahead: Atlas keeps no later end`,
      )
      .optional(),
  })
  .refine((e) => !(e.deleteAfterDate && kindOfAddress(e.address) === 'security-group'), {
    path: ['deleteAfterDate'],
    message: SECURITY_GROUP_END,
  })
export type AccessEntry = z.output<typeof entry>

const rowsIn = (answer: unknown): Map<string, AccessRow> => {
  const rows = page(row).safeParse(answer)
  return new Map(rows.success ? rows.data.results.map((r) => [entryValue(r), r]) : [])
}

/** Whether a row is what an entry asked for. Atlas gives times back with or without milliseconds. */
const isAsAsked = (r: AccessRow | undefined, e: AccessEntry): boolean =>
  r !== undefined &&
  (r.comment ?? '') === e.comment &&
  Math.abs((millis(r.deleteAfterDate) ?? 0) - (millis(e.deleteAfterDate) ?? 0)) < 1000

/** `until 21 Nov 2026, 20:00 UTC`; a security group has no end by its nature, so nothing is said of it. */
const endSays = ({ address, deleteAfterDate }: AccessEntry): string =>
  deleteAfterDate
    ? ` until ${inUtc(deleteAfterDate)}`
    : kindOfAddress(address) === 'security-group'
      ? ''
      : ' with no end date'

const nameSays = ({ address }: AccessEntry): string =>
  kindOfAddress(address) === 'security-group'
    ? `the AWS security group ${address}`
    : `${address} (${sizeInWords(address)})`

export const listAccess = query({
  id: 'access.list',
  title: 'List IP access entries',
  atlas: { op: 'listGroupAccessListEntries', version: '2023-01-01' },
  needs: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(row),
  allPages: true,
  // Before data of this age is called stale on the page (30 s).
  live: () => 20_000,
})

export const accessStatus = query({
  id: 'access.status',
  title: 'Read the state of an IP access entry',
  atlas: { op: 'getGroupAccessListStatus', version: '2023-01-01' },
  needs: ['viewer'],
  input: z.strictObject({ groupId: projectId, entryValue: z.string().min(1).max(100) }),
  output: z.looseObject({ STATUS: z.string() }),
  freshSeconds: 5,
  live: (data) => (data.STATUS === 'PENDING' ? 3_000 : false),
})

export const allowAddresses = command({
  id: 'access.allow',
  title: 'Allow addresses',
  atlas: { op: 'createGroupAccessListEntry', version: '2023-01-01' },
  needs: ['operator'],
  input: z.strictObject({
    groupId: projectId,
    entries: z
      .array(entry)
      .min(1, 'Type at least one address')
      .max(MAX_ENTRIES, `At most ${MAX_ENTRIES} at once`)
      .refine(
        (all) => new Set(all.map((e) => e.address)).size === all.length,
        'One address stands here twice',
      ),
  }),
  output: page(row),
  says: ({ entries: [first, ...rest] }) =>
    first && rest.length === 0
      ? `Allow ${nameSays(first)} to reach the project's clusters${endSays(first)}`
      : `Allow ${rest.length + 1} addresses to reach the project's clusters`,
  target: (i) =>
    `project ${i.groupId} / access list / ${i.entries.map((e) => e.address).join(', ')}`,
  body: (i) =>
    i.entries.map(({ address, comment, deleteAfterDate }) => ({
      ...(kindOfAddress(address) === 'security-group'
        ? { awsSecurityGroup: address }
        : { cidrBlock: address }),
      comment,
      ...(deleteAfterDate ? { deleteAfterDate } : {}),
    })),
  friction: ({ entries }, environment) => {
    const wide = entries.flatMap((e) =>
      isWide(e.address) ? [`${e.address} (${sizeInWords(e.address)})`] : [],
    )
    if (wide.length > 0)
      return {
        level: 'approval',
        because: `${list(wide)} ${wide.length > 1 ? 'open' : 'opens'} the project to a large part of the internet.`,
      }
    const endless = entries.filter((e) => !e.deleteAfterDate).length
    const one = entries.length === 1
    return oneUp(
      endless === 0
        ? { level: 'none' }
        : {
            level: 'confirm',
            because: one
              ? 'The entry has no end date: it stays until somebody removes it.'
              : `${endless} of the ${entries.length} entries ${endless === 1 ? 'has no end date: it stays' : 'have no end date: they stay'} until somebody removes ${endless === 1 ? 'it' : 'them'}.`,
          },
      environment,
      one ? (entries[0]?.address ?? '') : count(entries.length, 'entry', 'entries'),
    )
  },
  stales: ['access.list', 'access.status'],
  undo: (i) => ({
    id: 'access.remove',
    input: { groupId: i.groupId, entryValue: i.entries[0]?.address ?? '' },
  }),
  // Atlas loses entries when two adds to one project overlap.
  oneAtATime: (i) => `access:${i.groupId}`,
  readBack: {
    read: (i) => ({ id: 'access.list', input: { groupId: i.groupId } }),
    verdict: (answer, i) => {
      const there = rowsIn(answer)
      if (i.entries.every((e) => isAsAsked(there.get(e.address), e))) return 'done'
      return i.entries.some((e) => there.has(e.address)) ? 'other' : 'absent'
    },
    // An approval may come after the end that was asked for.
    before: (_, { entries }) => {
      const over = entries.find(
        (e) => e.deleteAfterDate && Date.parse(e.deleteAfterDate) <= Date.now(),
      )
      return over && `The end that was asked for ${over.address} is over. File a new request.`
    },
  },
})

export const removeAddress = command({
  id: 'access.remove',
  title: 'Remove an address',
  atlas: { op: 'deleteGroupAccessListEntry', version: '2023-01-01' },
  needs: ['operator'],
  input: z.strictObject({ groupId: projectId, entryValue: address }),
  output: z.unknown(),
  says: (i) => `Remove ${i.entryValue} from the access list`,
  target: (i) => `project ${i.groupId} / access list / ${i.entryValue}`,
  body: () => undefined,
  friction: (i, environment) =>
    oneUp(
      { level: 'confirm', because: 'Clients at this address lose their way in.' },
      environment,
      i.entryValue,
    ),
  stales: ['access.list', 'access.status'],
  oneAtATime: (i) => `access:${i.groupId}`,
  readBack: {
    read: (i) => ({ id: 'access.list', input: { groupId: i.groupId } }),
    verdict: (answer, i) => (rowsIn(answer).has(i.entryValue) ? 'absent' : 'done'),
  },
})

export const myAddress = query({
  id: 'access.mine',
  title: 'The address this browser comes from',
  needs: ['viewer'],
  input: z.strictObject({}),
  output: z.object({ address: z.string().nullable(), why: z.string().nullable() }),
  freshSeconds: 0,
})

import { z } from 'zod'
import { isWide, kindOfAddress, normalizeAddress } from '@/lib/format/address'
import { command, query } from './define'
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
export const entryValue = (r: AccessRow): string =>
  r.awsSecurityGroup ?? normalizeAddress(r.cidrBlock ?? r.ipAddress ?? '') ?? '?'

/** At most 7 days ahead (Atlas refuses more). */
export const MAX_ENTRY_DAYS = 7

const address = z
  .string()
  .trim()
  .min(1, 'Type an address')
  .transform((text, context) => {
    const found = normalizeAddress(text)
    if (found) return found
    context.addIssue({
      code: 'custom',
      message: `“${text.slice(0, 60)}” is not an IP address, a CIDR block or an AWS security group. Examples: 203.0.113.8, 203.0.113.0/24, 2001:db8::/48, sg-0a1b2c3d.`,
    })
    return z.NEVER
  })

const entry = z
  .strictObject({
    address,
    comment: z.string().trim().min(3, 'Say who needs it and why').max(80, 'At most 80 characters'),
    deleteAfterDate: z.iso
      .datetime({ offset: true, error: 'Choose a date and time' })
      .refine((at) => Date.parse(at) > Date.now(), 'The end must be in the future')
      .refine(
        (at) => Date.parse(at) <= Date.now() + MAX_ENTRY_DAYS * 86_400_000,
        'At most 7 days ahead: Atlas keeps no later end',
      )
      .optional(),
  })
  .refine((e) => !(e.deleteAfterDate && kindOfAddress(e.address) === 'security-group'), {
    path: ['deleteAfterDate'],
    message: 'A security group cannot have an end date in Atlas',
  })
export type AccessEntry = z.output<typeof entry>

const listed = (answer: unknown): Set<string> => {
  const rows = page(row).safeParse(answer)
  return new Set(rows.success ? rows.data.results.map(entryValue) : [])
}

export const listAccess = query({
  id: 'access.list',
  title: 'List IP access entries',
  atlas: { op: 'listGroupAccessListEntries', version: '2023-01-01' },
  needs: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(row),
  allPages: true,
  live: () => 30_000,
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
      .max(200, 'At most 200 at once')
      .refine(
        (all) => new Set(all.map((e) => e.address)).size === all.length,
        'One address stands here twice',
      ),
  }),
  output: page(row),
  says: ({ entries }) =>
    entries.length === 1
      ? `Allow ${entries[0]?.address} to reach the project's clusters`
      : `Allow ${entries.length} addresses to reach the project's clusters`,
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
  friction: (i, environment) => {
    const wide = i.entries.find((e) => isWide(e.address))
    if (wide)
      return {
        level: 'approval',
        because: `${wide.address} opens the project to a large part of the internet.`,
      }
    const endless = i.entries.some((e) => !e.deleteAfterDate)
    if (environment === 'production')
      return {
        level: 'confirm',
        because: endless
          ? 'This is a production project and the entry has no end date.'
          : 'This is a production project.',
      }
    return endless ? { level: 'confirm', because: 'The entry has no end date.' } : { level: 'none' }
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
      const there = listed(answer)
      const found = i.entries.filter((e) => there.has(e.address)).length
      return found === i.entries.length ? 'done' : found === 0 ? 'absent' : 'other'
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
    environment === 'production'
      ? {
          level: 'type',
          phrase: i.entryValue,
          because: 'This is a production project: clients at this address lose their connection.',
        }
      : { level: 'confirm', because: 'Clients at this address lose their connection.' },
  stales: ['access.list', 'access.status'],
  oneAtATime: (i) => `access:${i.groupId}`,
  readBack: {
    read: (i) => ({ id: 'access.list', input: { groupId: i.groupId } }),
    verdict: (answer, i) => (listed(answer).has(i.entryValue) ? 'absent' : 'done'),
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

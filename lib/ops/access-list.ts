import { z } from 'zod'
import { kindOfAddress, normalizeAddress, relationsOf } from '@/lib/format/address'
import { millis } from '@/lib/format/time'
import { count } from '@/lib/format/words'
import {
  accessEntry,
  accessRow,
  commentFrom,
  endSays,
  isAsAsked,
  listedAddress,
  nameSays,
  rowsIn,
} from './access-list-entry'
import { whyWide, whyWideOnList } from './access-list-wide'
import { command, query } from './define'
import { oneUp } from './friction'
import { page, projectId } from './shapes'

export {
  type AccessEntry,
  type AccessRow,
  entryValue,
  MAX_COMMENT,
  MAX_ENTRY_DAYS,
  SECURITY_GROUP_END,
} from './access-list-entry'

/** Entries in one call: a limit of Gatehouse, against pasting by mistake. */
export const MAX_ENTRIES = 200

export const listAccess = query({
  id: 'access.list',
  title: 'List IP access entries',
  atlas: { op: 'listGroupAccessListEntries', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(accessRow),
  allPages: true,
  // Below the age at which the page calls data stale (30 s).
  refetchInterval: () => 20_000,
})

/** The list as commands read it: an unknown row doesn't stop them. */
export const heldAccess = query({
  id: 'access.held',
  title: 'List IP access entries for a change',
  atlas: { op: 'listGroupAccessListEntries', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(z.unknown()),
  allPages: true,
  internal: true,
})

const held = ({ groupId }: { groupId: string }) => ({ id: 'access.held', input: { groupId } })

export const accessStatus = query({
  id: 'access.status',
  title: 'Read the state of an IP access entry',
  atlas: { op: 'getGroupAccessListStatus', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, entryValue: z.string().min(1).max(100) }),
  output: z.looseObject({ STATUS: z.string() }),
  maxAgeSeconds: 5,
  refetchInterval: (data) => (data.STATUS === 'PENDING' ? 3_000 : false),
})

/** Entries whose states are read in one request. */
export const MAX_STATES = 40

export const accessStates = query({
  id: 'access.states',
  title: 'Read the states of IP access entries',
  roles: ['viewer'],
  input: z.strictObject({
    groupId: projectId,
    entries: z.array(z.string().min(1).max(100)).min(1).max(MAX_STATES),
  }),
  /** One for each entry, in the order of the input: Atlas's state, or why it could not be read. */
  output: z.object({
    states: z.array(z.object({ status: z.string().nullable(), why: z.string().nullable() })),
  }),
  maxAgeSeconds: 0,
})

/** An entry in the body of another client. Atlas takes one of the three names of an address, and any comment or none. */
const sentEntry = z.looseObject({
  ipAddress: z.string().optional(),
  cidrBlock: z.string().optional(),
  awsSecurityGroup: z.string().optional(),
  comment: z.string().default('').transform(commentFrom),
})

/** The same entry as `allowAddresses` prints it. */
const printedEntry = sentEntry.transform(({ ipAddress, ...rest }) =>
  ipAddress === undefined || rest.cidrBlock !== undefined || rest.awsSecurityGroup !== undefined
    ? { ...(ipAddress === undefined ? {} : { ipAddress }), ...rest }
    : { ...rest, cidrBlock: normalizeAddress(ipAddress) ?? ipAddress },
)
const printedEntries = z.array(printedEntry)

export const allowAddresses = command({
  id: 'access.allow',
  title: 'Allow addresses',
  atlas: { op: 'createGroupAccessListEntry', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({
    groupId: projectId,
    entries: z
      .array(accessEntry)
      .min(1, 'Enter at least one address.')
      .max(MAX_ENTRIES, `At most ${MAX_ENTRIES} entries at once.`)
      .refine(
        (all) => new Set(all.map((e) => e.address)).size === all.length,
        'An address is listed twice.',
      ),
  }),
  output: page(accessRow),
  summary: ({ entries: [first, ...rest] }, where) => {
    const project = where?.project ? `project ${where.project}` : 'the project'
    return first && rest.length === 0
      ? `Allow ${nameSays(first.address)} to reach the clusters of ${project}${endSays(first)}`
      : `Allow ${rest.length + 1} addresses to reach the clusters of ${project}`
  },
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
  fromBody: (body) => ({
    entries: printedEntries.parse(body).map(({ cidrBlock, awsSecurityGroup, ...rest }) => ({
      address: cidrBlock ?? awsSecurityGroup,
      ...rest,
    })),
  }),
  normalBody: (body) => printedEntries.parse(body),
  verbs: {
    do: 'Allow address',
    doing: 'Allowing…',
    done: ({ entries: [first, ...rest] }) =>
      rest.length === 0
        ? `${first?.address} added`
        : `${count(rest.length + 1, 'address', 'addresses')} added`,
  },
  friction: ({ entries }, environment) => {
    const wide = whyWide(entries.map((e) => e.address))
    if (wide) return { level: 'approval', because: wide }
    const endless = entries.filter((e) => !e.deleteAfterDate).length
    const one = entries.length === 1
    return oneUp(
      endless === 0
        ? { level: 'none' }
        : {
            level: 'confirm',
            because: one
              ? 'The entry never expires. It stays until someone removes it.'
              : `${endless} of the ${entries.length} entries never ${endless === 1 ? 'expires' : 'expire'}.`,
          },
      environment,
      one ? (entries[0]?.address ?? '') : count(entries.length, 'entry', 'entries'),
    )
  },
  refusals: {
    CANNOT_USE_AWS_SECURITY_GROUP_WITHOUT_VPC_PEERING_CONNECTION:
      'An AWS security group needs a VPC peering connection in this project. Nothing was added.',
  },
  escalation: {
    read: held,
    reason: (answer, { entries }) =>
      whyWideOnList(
        entries.map((e) => e.address),
        [...rowsIn(answer).keys()],
      ),
  },
  impact: {
    read: held,
    sentences: (answer, { entries }) => coverage(entries, [...rowsIn(answer).keys()]),
  },
  invalidates: ['access.list', 'access.held', 'access.status'],
  undo: (i) => ({
    id: 'access.remove',
    input: { groupId: i.groupId, entryValue: i.entries[0]?.address ?? '' },
  }),
  // Atlas loses entries when two adds to one project overlap.
  concurrencyKey: (i) => `access:${i.groupId}`,
  readBack: {
    read: held,
    verdict: (answer, i) => {
      const there = rowsIn(answer)
      if (i.entries.every((e) => isAsAsked(there.get(e.address), e))) return 'done'
      return i.entries.some((e) => there.has(e.address)) ? 'other' : 'absent'
    },
    // An approval may come after the expiry.
    before: (_, { entries }) => {
      const over = entries.find(
        (e) => (millis(e.deleteAfterDate) ?? Number.POSITIVE_INFINITY) <= Date.now(),
      )
      return over && `The expiry of ${over.address} has passed. Send a new request.`
    },
  },
})

export type AllowInput = z.output<typeof allowAddresses.input>

const MOST_NOTES = 5

/** How new addresses overlap with the list, a sentence each. */
function coverage(entries: readonly { address: string }[], listed: readonly string[]): string[] {
  const added = entries.map((e) => e.address)
  const relations = relationsOf([...listed, ...added])
  const notes = added.flatMap((one) => {
    const { covers, coveredBy } = relations.get(one) ?? { covers: 0 }
    return [
      ...(covers > 0 ? [`${one} covers ${count(covers, 'other entry', 'other entries')}.`] : []),
      ...(coveredBy ? [`${one} is already covered by ${coveredBy}.`] : []),
    ]
  })
  return notes.length > MOST_NOTES
    ? [...notes.slice(0, MOST_NOTES), `${notes.length - MOST_NOTES} more like these.`]
    : notes
}

/** What else the list says about clients at a removed address. */
function afterwards(
  { entryValue }: { entryValue: string },
  listed: ReturnType<typeof rowsIn>,
): string[] {
  // An empty answer can also be one that can't be read.
  if (listed.size > 0 && !listed.has(entryValue)) return ['It is no longer on the list.']
  const rest = [...listed.keys()].filter((value) => value !== entryValue)
  const comment = listed.get(entryValue)?.comment
  const by = relationsOf([...rest, entryValue]).get(entryValue)?.coveredBy
  return [
    ...(comment ? [`Its comment is “${comment}”.`] : []),
    ...(listed.size > 0 && rest.length === 0 ? [EMPTIED] : []),
    ...(by ? [`${by} on the list also covers this address.`] : []),
  ]
}

/** What the removal of all entries means. */
export const EMPTIED =
  'The list will be empty. Clients can then connect through peering and private endpoints only.'

export const removeAddress = command({
  id: 'access.remove',
  title: 'Remove an address',
  atlas: { op: 'deleteGroupAccessListEntry', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({ groupId: projectId, entryValue: listedAddress }),
  output: z.unknown(),
  summary: (i) => `Remove ${i.entryValue} from the access list`,
  target: (i) => `project ${i.groupId} / access list / ${i.entryValue}`,
  body: () => undefined,
  verbs: { do: 'Remove address', doing: 'Removing…', done: (i) => `${i.entryValue} removed` },
  // Taking access away never asks for more than this.
  friction: () => ({
    level: 'confirm',
    because: 'Clients that no other entry covers can no longer connect.',
  }),
  impact: { read: held, sentences: (answer, i) => afterwards(i, rowsIn(answer)) },
  invalidates: ['access.list', 'access.held', 'access.status'],
  concurrencyKey: (i) => `access:${i.groupId}`,
  readBack: {
    read: held,
    verdict: (answer, i) => (rowsIn(answer).has(i.entryValue) ? 'absent' : 'done'),
  },
})

export const myAddress = query({
  id: 'access.mine',
  title: 'Read your own IP address',
  roles: ['viewer'],
  input: z.strictObject({}),
  output: z.object({ address: z.string().nullable(), why: z.string().nullable() }),
  maxAgeSeconds: 0,
})

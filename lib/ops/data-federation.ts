import { z } from 'zod'
import { bytesInWords, exactBytes } from '@/lib/format/bytes'
import { readJson } from '@/lib/format/json'
import { callIfFits, command, query } from './define'
import { projectId } from './shapes'
import { nameLine } from './text'
import { resource } from './verbs'

const said = z.string().nullish()

const database = z.looseObject({
  name: said,
  collections: z.array(z.looseObject({ name: said })).nullish(),
  views: z.array(z.looseObject({ name: said })).nullish(),
})
const federatedDatabase = z.looseObject({
  name: z.string(),
  state: said,
  hostnames: z.array(z.string()).nullish(),
  dataProcessRegion: z.looseObject({ cloudProvider: said, region: said }).nullish(),
  cloudProviderConfig: z.unknown(),
  storage: z
    .looseObject({
      databases: z.array(database).nullish(),
      stores: z.array(z.looseObject({ name: said, provider: said })).nullish(),
    })
    .nullish(),
})
export type FederatedDatabase = z.output<typeof federatedDatabase>

export const tenantName = nameLine('Enter the name of the federated database').max(200)
const place = { groupId: projectId, tenantName }

export const listFederatedDatabases = query({
  id: 'dataFederation.list',
  title: 'List the federated databases of a project',
  atlas: { op: 'listGroupDataFederation', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: z.array(federatedDatabase),
  refetchInterval: () => 60_000,
})

export const getFederatedDatabase = query({
  id: 'dataFederation.get',
  title: 'Read a federated database',
  atlas: { op: 'getGroupDataFederation', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(place),
  output: federatedDatabase,
  refetchInterval: () => 60_000,
})

/** What each limit counts, by Atlas's name. */
export const limitSpans = {
  'bytesProcessed.query': 'One query',
  'bytesProcessed.daily': 'A day',
  'bytesProcessed.weekly': 'A week',
  'bytesProcessed.monthly': 'A month',
} as const
export type LimitName = keyof typeof limitSpans
export const limitNames = Object.keys(limitSpans) as LimitName[]

/** What happens when a limit is reached, by Atlas's name. */
export const overrunPolicies = {
  BLOCK: 'New queries fail. Running ones finish.',
  BLOCK_AND_KILL: 'New queries fail, and running ones are stopped.',
} as const

/** Integers beyond 2^53 arrive as strings of digits (lib/format/json). */
const bytes = z.union([z.int().nonnegative(), z.string().regex(/^\d+$/)])
const limit = z.looseObject({
  name: z.string(),
  value: bytes,
  currentUsage: bytes.nullish(),
  overrunPolicy: said,
  lastModifiedDate: said,
})
export type QueryLimit = z.output<typeof limit>

/** Bytes as a string of digits, because they can exceed a JavaScript number. */
export const bytesOf = (value: string | number | null | undefined): string => String(value ?? 0)

export const listQueryLimits = query({
  id: 'queryLimits.list',
  title: 'List the query limits of a federated database',
  atlas: { op: 'listGroupDataFederationLimits', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(place),
  output: z.array(limit),
  refetchInterval: () => 30_000,
})

const LARGEST = 2n ** 63n - 1n
const limitName = z.enum(limitNames).meta({ label: 'Limit', choices: limitSpans })
const amount = z
  .string()
  .regex(/^[1-9]\d{0,18}$/, 'Enter whole bytes, such as 500 GiB or 1000000')
  // The digits were refused already when they are none.
  .refine(
    (digits) => !/^\d+$/.test(digits) || BigInt(digits) <= LARGEST,
    `At most ${exactBytes(String(LARGEST))}`,
  )
  .meta({ examples: ['2199023255552'] })
const policy = z.enum(['BLOCK', 'BLOCK_AND_KILL']).optional()
const setting = z.strictObject({ value: amount, overrunPolicy: policy })

const limitInput = z
  .strictObject({
    ...place,
    limitName,
    value: amount.meta({
      label: 'Data that queries can process',
      hint: 'Such as 500 GiB, 2 TB or a number of bytes.',
      examples: ['1099511627776'],
    }),
    overrunPolicy: policy,
    /** The limit before; missing for a new one. */
    opened: setting.optional(),
  })
  .refine((i) => i.limitName !== 'bytesProcessed.query' || i.overrunPolicy === undefined, {
    path: ['overrunPolicy'],
    message: 'A limit per query always stops the query',
  })
  .refine((i) => !isSame(i, i.opened), 'Nothing has changed')
type Setting = z.output<typeof setting>
const isSame = (a: Setting, b: Setting | undefined) =>
  b !== undefined && a.value === b.value && a.overrunPolicy === b.overrunPolicy

/** The values of the form, which are compared. */
export function settingOf({ value, overrunPolicy }: QueryLimit): Setting {
  const known = policy.safeParse(overrunPolicy ?? undefined).data
  return { value: bytesOf(value), ...(known ? { overrunPolicy: known } : {}) }
}

type Limit = z.output<z.ZodObject<typeof place>> & { limitName: LimitName }
const held = resource({
  of: listQueryLimits,
  find: (all, i: Limit) => {
    const found = all.find((one) => one.name === i.limitName)
    return found && settingOf(found)
  },
  gone: 'This limit no longer exists.',
})
const spanOf = (i: Limit) => limitSpans[i.limitName].toLowerCase()
const invalidates = ['queryLimits.list']

export const setQueryLimit = command({
  id: 'queryLimits.set',
  title: 'Set a query limit',
  atlas: { op: 'setGroupDataFederationLimit', version: '2023-01-01' },
  roles: ['operator'],
  input: limitInput,
  output: limit,
  body: (i) => ({
    value: readJson(i.value),
    ...(i.overrunPolicy ? { overrunPolicy: i.overrunPolicy } : {}),
  }),
  verbs: { do: 'Set limit', doing: 'Setting…', done: (i) => `Limit for ${spanOf(i)} set` },
  summary: (i) =>
    `Limit what queries of ${i.tenantName} process in ${spanOf(i)} to ${bytesInWords(i.value)} (${exactBytes(i.value)})`,
  friction: (i) =>
    i.opened && BigInt(i.value) > BigInt(i.opened.value)
      ? { level: 'confirm', because: 'Queries can then process more data, which costs more.' }
      : { level: 'confirm', because: 'Queries beyond the limit fail.' },
  invalidates,
  concurrencyKey: (i) => `queryLimit:${i.groupId}:${i.tenantName}:${i.limitName}`,
  opened: { read: held.read, now: held.in },
  precondition: {
    read: held.read,
    whyNot: (answer, i) => {
      const now = held.in(answer, i)
      if (i.opened ? now && isSame(now, i.opened) : !now) return undefined
      return now
        ? `The limit is ${bytesInWords(now.value)} now. Someone else changed it.`
        : 'Someone else deleted this limit.'
    },
  },
  readBack: {
    read: held.read,
    verdict: (answer, i) => {
      const now = held.in(answer, i)
      if (now && isSame(now, { value: i.value, overrunPolicy: i.overrunPolicy })) return 'done'
      return (now === undefined) === (i.opened === undefined) && (!now || isSame(now, i.opened))
        ? 'absent'
        : 'other'
    },
  },
  undo: ({ opened, value, overrunPolicy, ...one }) =>
    opened && BigInt(opened.value) <= BigInt(value)
      ? callIfFits('queryLimits.set', limitInput, {
          ...one,
          ...opened,
          opened: { value, overrunPolicy },
        })
      : undefined,
})

export const deleteQueryLimit = command({
  id: 'queryLimits.delete',
  title: 'Delete a query limit',
  atlas: { op: 'deleteGroupDataFederationLimit', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({ ...place, limitName }),
  verbs: { do: 'Delete limit', doing: 'Deleting…', done: (i) => `Limit for ${spanOf(i)} deleted` },
  summary: (i) => `Delete the query limit of ${i.tenantName} for ${spanOf(i)}`,
  friction: (i, environment) => ({
    level: environment === 'production' ? 'approval' : 'type',
    phrase: i.tenantName,
    because: 'Queries can then process any amount of data, at any cost.',
  }),
  invalidates,
  impact: {
    read: held.read,
    sentences: (answer, i) => {
      const now = held.in(answer, i)
      return now
        ? [
            `Queries can now process ${bytesInWords(now.value)} in ${spanOf(i)}`,
            now.overrunPolicy ? overrunPolicies[now.overrunPolicy] : 'A query beyond that fails',
          ]
        : []
    },
  },
  ...held.removes(),
})

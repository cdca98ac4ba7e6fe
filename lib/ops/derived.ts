import { z } from 'zod'
import { printJson, readJson } from '@/lib/format/json'
import { sameJson } from '@/lib/format/same'
import { isObject } from '@/lib/format/values'
import { list } from '@/lib/format/words'
import { pathNames } from './body'
import {
  type Call,
  command,
  type Op,
  query,
  type Scope,
  type TextChange,
  type Verdict,
} from './define'
import { derivedId, takesAccess } from './derived-access'
import { body } from './derived-body'
import { changesAgainst } from './derived-changes'
import { titleInWords } from './derived-titles'
import type { Fact, ParameterType } from './fact'
import type { Role } from './roles'
import { clusterName, orgId, projectId } from './shapes'
import { nameLine } from './text'

export { derivedId, operationIdOf } from './derived-access'

/** The operation that reads the same path, or the nearest one above it, with its path parameters. */
export type BareRead = { id: string; names: readonly string[]; isSame: boolean }

/** An Atlas operation without a description, with what deriving one needs. */
export type Bare = {
  /** Atlas's operation id. */
  id: string
  fact: Fact
  read?: BareRead | undefined
  /** Ids of the queries whose answers a change makes stale. */
  invalidates?: readonly string[]
  /** Who can run it, if a description of the same operation says so. */
  roles?: readonly Role[]
}

/** Why a change without a description needs what the configuration says. */
export const UNKNOWN_TO_GATEHOUSE = 'Gatehouse has no rules for this call.'
/** The same for a client's call of an operation that Gatehouse has rules for. */
export const NOT_UNDERSTOOD = 'Gatehouse can’t tell what this body would change.'

/** Why a change without a description needs approval whatever the configuration says. Undefined: the configuration decides. */
export const whyDangerous = (operationId: string): string | undefined =>
  /^(create|update)\w*McpConfig$/.test(operationId)
    ? 'Atlas gives the MCP configuration a credential with these roles, and calls with it go around Gatehouse.'
    : undefined

const readOnly = ['Project Read Only', 'Organization Member', 'Organization Read Only']
const isOwner = (role: string) => role.endsWith(' Owner')

/** Who can run it: viewers what Atlas lets every member read, admins what it keeps for owners, otherwise operators. */
export function rolesOf({ method, roles, path }: Fact): readonly Role[] {
  if (!isScoped(path)) return ['admin']
  if (method === 'GET' && roles.some((role) => readOnly.includes(role))) return ['viewer']
  return roles.every((role) => isOwner(role)) ? ['admin'] : ['operator']
}

/** Why Gatehouse does not run it. Undefined: it does. */
export function whyNotDerived({ id, fact: { method, path, answer, removed, versions } }: Bare) {
  if (removed) return `Atlas removed this operation on ${removed}.`
  if (answer)
    return `Atlas returns a ${answer} file, and the console shows only JSON. Enter the parameters to copy the call, and run it with your own client.`
  if (versions.length === 0) return 'Atlas lists no version of it.'
  if (path.includes('/mongoDBEmployeeAccess') || /Employee/.test(id))
    return 'Employee access has its own page.'
  if (method === 'POST' && showsSecret.test(id)) return SHOWS_SECRET
  return isScoped(path) || (method === 'GET' && catalogs.test(path))
    ? undefined
    : 'This call covers several organizations or projects, so no Gatehouse role allows it.'
}

/** Why people can't run what answers with a new secret. */
export const SHOWS_SECRET =
  'Atlas returns a new secret. After an approval, the answer goes to Gatehouse, so nobody would see the secret.'
const showsSecret = /(Key|Secret|Token|ServiceAccount|Cert)$/
/** Where Atlas's answers have a new secret. */
const newSecrets = ['key', 'privateKey', 'secret', 'token']

const TAKES_ACCESS = 'It takes access away.'

/** Reads without data of an organization. The others list what the credential reaches, whoever asks. */
const catalogs = /^\/api\/atlas\/v2\/(alertConfigs|defaultGroupLimits|eventTypes|skus|unauth)(\/|$)/

/** Whether a path says to which project or organization it belongs. */
const isScoped = (path: string) => /\{(groupId|orgId|federationSettingsId)\}/.test(path)

const text = nameLine('Enter a value').max(1_000, 'Use at most 1,000 characters')
const hex = z.string().regex(/^[a-f0-9]{24}$/, 'An ID has 24 hexadecimal digits')
const own: Record<string, z.ZodType> = { groupId: projectId, orgId, clusterName }

const schemaOf = (name: string, type: ParameterType | undefined): z.ZodType =>
  plainSchema(name, type).meta({ label: name })

const plainSchema = (name: string, type: ParameterType | undefined): z.ZodType => {
  if (own[name]) return own[name]
  if (Array.isArray(type)) return z.enum(type as [string, ...string[]])
  if (type === 'hex') return hex
  if (type === 'integer') return z.int()
  if (type === 'boolean') return z.boolean()
  if (type === 'texts') return z.array(text)
  return text
}

const wrapping = ['envelope', 'pretty']

/** The input: path and query parameters, and `body`. An operation without a scope also has the `orgId` whose credential is used. */
function inputOf({ path, query: names, types = {}, required = [], body: hasBody }: Fact) {
  const inPath = pathNames(path)
  const fields = Object.fromEntries([
    ...inPath.map((name) => [name, schemaOf(name, types[name])]),
    ...names
      .filter((name) => !wrapping.includes(name) && !inPath.includes(name))
      .map((name) => {
        const schema = schemaOf(name, types[name])
        return [name, required.includes(name) ? schema : schema.optional().meta({ label: name })]
      }),
  ])
  return z.strictObject({
    ...(isScoped(path) ? {} : { orgId: schemaOf('orgId', 'hex') }),
    ...fields,
    ...(hasBody ? { body: body.optional() } : {}),
  })
}

/** What people search for, where the operation id does not say it. */
const titles: Record<string, string> = {
  updateGroupCluster: 'Update, pause or resume a cluster',
  downloadGroupClusterLog: 'Download logs of a cluster',
  cutoverGroupLiveMigration: 'Cut over a live migration',
  restartGroupClusterPrimaries: 'Restart the primaries of a cluster',
  upgradeGroupClusterTenantUpgrade: 'Upgrade a shared cluster',
  upgradeGroupClusterTenantUpgradeToServerless: 'Upgrade a shared cluster to serverless',
  withGroupStreamSampleConnections: 'Create a stream workspace with sample connections',
  requestGroupSampleDatasetLoad: 'Load a sample dataset',
  createGroupAlertConfig: 'Create an alert configuration',
  createOrgBillingCostExplorerUsageProcess: 'Create a Cost Explorer query',
  generateOrgInvoiceAndDownloadReport: 'Create and download an invoice report',
  requestGroupEncryptionAtRestPrivateEndpointDeletion:
    'Delete a private endpoint for encryption at rest',
  createGroupEncryptionAtRestPrivateEndpoint: 'Create a private endpoint for encryption at rest',
}

/** Its own title, or the words of the operation id: `listGroupTeams` is `List project teams`. */
export const titleOf = (operationId: string): string =>
  titles[operationId] ?? titleInWords(operationId)

/** The newest stable version, otherwise the newest. */
export const newestOf = ({ versions }: Fact): string =>
  (versions.findLast(({ stability }) => stability === 'stable') ?? versions.at(-1))?.version ?? ''

/** The description of an operation that has none of its own. Every change needs approval, unless the policy says otherwise. */
export function derive(bare: Bare): Op {
  const { id, fact, read, invalidates = [], roles = rolesOf(bare.fact) } = bare
  const { method, path } = fact
  const inPath = pathNames(path)
  const base = {
    id: derivedId(id),
    title: titleOf(id),
    atlas: { op: id, version: newestOf(fact) },
    roles,
    input: inputOf(fact),
    output: z.unknown(),
    hiddenFields: 'like secrets' as const,
    scope: (i: Record<string, unknown>) => scopeIn(isScoped(path) ? only(i, inPath) : i),
    query: (i: Record<string, unknown>) =>
      Object.fromEntries(
        Object.entries(i).filter(([name]) => fact.query.includes(name) && !inPath.includes(name)),
      ) as Record<string, string>,
  }
  if (method === 'GET') return query({ ...base, maxAgeSeconds: 5 })
  const at = (i: Record<string, unknown>): Call => ({
    id: read?.id ?? '',
    input: only(i, read?.names ?? []),
  })
  /** What it changes can be read itself. */
  const isSame = read?.isSame === true && method !== 'POST'
  /** It creates what its own path names, such as an integration. */
  const isNamed = read?.isSame === true && method === 'POST' && path.endsWith('}')
  return command({
    ...base,
    ...(fact.body
      ? {
          body: ({ body: json }) => json && readJson(String(json)),
          otherScopes: ({ body: json }) => (json ? placesIn(readJson(String(json))) : []),
        }
      : {}),
    ...(isSame && fact.body && method !== 'DELETE'
      ? {
          compared: { read: at, changes: (now, i) => changeOf(now, i, method) },
          impact: { read: at, sentences: (now, i) => omittedOf(now, i, method) },
        }
      : {}),
    summary: (i) => `${titleOf(id)}: ${inPath.map((name) => String(i[name])).join(', ')}`,
    friction: () =>
      takesAccess(fact)
        ? { level: 'confirm', because: TAKES_ACCESS }
        : { level: 'approval', because: whyDangerous(id) ?? UNKNOWN_TO_GATEHOUSE },
    invalidates,
    ...(method === 'POST' && showsSecret.test(id) ? { shownOnce: newSecrets } : {}),
    concurrencyKey: (i) => `${path}:${inPath.map((name) => String(i[name])).join('/')}`,
    ...((isSame || isNamed) && {
      precondition: {
        read: at,
        whyNot: (answer: unknown) =>
          answer === undefined && !isNamed
            ? 'Atlas can’t find this. It may have been deleted.'
            : undefined,
      },
    }),
    ...(read && {
      readBack: {
        read: at,
        acceptedIsDone: true as const,
        verdict: (answer: unknown, _: unknown, sent: unknown): Verdict =>
          !isSame
            ? 'other'
            : method === 'DELETE'
              ? answer === undefined
                ? 'done'
                : 'absent'
              : holds(answer, sent)
                ? 'done'
                : 'other',
      },
    }),
  })
}

const besideOf = (now: unknown, { body: json }: Record<string, unknown>, method: string) =>
  changesAgainst(now, json ? readJson(String(json)) : undefined, method)

function changeOf(answer: unknown, i: Record<string, unknown>, method: string): TextChange {
  const { now, next } = besideOf(answer, i, method)
  const text = (value: unknown) => (value === undefined ? '' : printJson(value, 2))
  return { label: 'Now and after', from: text(now), to: text(next), covers: ['body'] }
}

function omittedOf(answer: unknown, i: Record<string, unknown>, method: string): string[] {
  const { omitted } = besideOf(answer, i, method)
  return omitted.length > 0
    ? [`PUT replaces everything. Atlas may reset what the body leaves out: ${list(omitted)}.`]
    : []
}

const only = (i: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(i).filter(([name]) => names.includes(name)))

/** The projects and organizations that a body names, such as the destination of a migration. The person needs the role there too. */
function placesIn(value: unknown, name = ''): Scope[] {
  if (Array.isArray(value)) return value.flatMap((one) => placesIn(one, name))
  if (isObject(value)) return Object.entries(value).flatMap(([key, one]) => placesIn(one, key))
  const [, kind] = /(group|project|org|organization)(?:Ids?|s)$/i.exec(name) ?? []
  const id = typeof value === 'string' ? value.trim().toLowerCase() : ''
  if (!kind || !hex.safeParse(id).success) return []
  return /^org/i.test(kind)
    ? [{ kind: 'organization', orgId: id }]
    : [{ kind: 'project', groupId: id }]
}

function scopeIn(i: Record<string, unknown>): Scope {
  const { groupId, orgId: org, clusterName: cluster, federationSettingsId } = i
  if (typeof groupId === 'string')
    return typeof cluster === 'string' && own.clusterName?.safeParse(cluster).success
      ? { kind: 'cluster', groupId, clusterName: cluster }
      : { kind: 'project', groupId }
  if (typeof federationSettingsId === 'string')
    return {
      kind: 'federation',
      federationSettingsId,
      ...(typeof org === 'string' ? { orgId: org } : {}),
    }
  return { kind: 'organization', orgId: String(org) }
}

/** Whether an answer has everything that was sent. Atlas adds fields. */
function holds(answer: unknown, sent: unknown): boolean {
  if (isObject(sent))
    return isObject(answer) && Object.keys(sent).every((name) => holds(answer[name], sent[name]))
  if (Array.isArray(sent))
    return (
      Array.isArray(answer) &&
      answer.length === sent.length &&
      sent.every((one, at) => holds(answer[at], one))
    )
  return sameJson(answer, sent)
}

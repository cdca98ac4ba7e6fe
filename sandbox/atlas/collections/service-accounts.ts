import { z } from 'zod'
import { bodyOf } from '../body'
import { collection } from '../collection'
import { credentials } from '../credentials'
import { type HandlerInput, reply, rows, type SandboxFile } from '../define'
import { idFrom, iso } from '../ids'
import { invalid, reject } from '../reject'
import { contoso, northwind } from '../world/orgs'
import { projectIdOf } from '../world/projects'

const hour = 3_600_000
const day = 24 * hour

const secret = z.object({
  id: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
  maskedSecretValue: z.string(),
})

const account = z.looseObject({
  clientId: z.string(),
  name: z.string(),
  description: z.string(),
  createdAt: z.string(),
  roles: z.array(z.string()),
  secrets: z.array(secret),
  /** Roles in projects, which Atlas lists elsewhere. */
  groups: z.array(z.object({ groupId: z.string(), roles: z.array(z.string()) })),
  isSystemManaged: z.boolean().optional(),
})
type Account = z.output<typeof account>

/** A secret that Atlas sends only in the answer that creates it. */
const secretOf = (id: string) => `mdb_sa_sk_${idFrom(`secret ${id}`, 0)}${id.slice(0, 16)}`

function newSecret(
  seed: string,
  createdAt: number,
  hours: number,
  lastUsedAt: string | null,
  shown?: string,
) {
  const id = idFrom(`service account secret ${seed}`, createdAt)
  return {
    id,
    createdAt: iso(createdAt),
    expiresAt: iso(createdAt + hours * hour),
    lastUsedAt,
    maskedSecretValue: `mdb_sa_sk_****${(shown ?? secretOf(id)).slice(-4)}`,
  }
}

type Wanted = Partial<Account> & { name: string }

function newAccount(createdAt: number, wanted: Wanted): Account {
  const clientId = `mdb_sa_id_${idFrom(`service account ${wanted.name}`, createdAt)}`
  const base = { clientId, description: '', createdAt: iso(createdAt), roles: ['ORG_MEMBER'] }
  return { ...base, secrets: [], groups: [], ...wanted }
}

const inProject = (name: string, ...roles: string[]) => ({ groupId: projectIdOf(name), roles })

/** Accounts whose secrets are in use, expired, ending in three days, in rotation, and managed by Atlas. */
function initial(): Array<[orgId: string, account: Account]> {
  const now = Date.now()
  const used = iso(now - 2 * hour)
  const account = (name: string, wanted: Omit<Wanted, 'name'>) =>
    newAccount(Date.UTC(2025, 1, 3), { name, ...wanted })
  return [
    [
      northwind.id,
      account('Gatehouse console', {
        clientId: credentials.clientId,
        description: 'Operations console',
        roles: ['ORG_OWNER'],
        secrets: [newSecret('console', now - 10 * day, 720, used, credentials.clientSecret)],
      }),
    ],
    [
      northwind.id,
      account('Kubernetes operator', {
        description: 'Atlas operator in the shared cluster',
        groups: [inProject('payments-prod', 'GROUP_OWNER')],
        secrets: [newSecret('operator', now - 27 * day, 720, used)],
      }),
    ],
    [
      northwind.id,
      account('Release pipeline', {
        description: 'In rotation since this week',
        groups: [inProject('payments-staging', 'GROUP_CLUSTER_MANAGER')],
        secrets: [
          newSecret('release 1', now - 24 * day, 720, used),
          newSecret('release 2', now - 2 * day, 720, iso(now - hour)),
        ],
      }),
    ],
    [
      northwind.id,
      account('Billing export', {
        description: 'Monthly invoice export',
        roles: ['ORG_BILLING_READ_ONLY'],
        secrets: [newSecret('billing', now - 60 * day, 720, iso(now - 33 * day))],
      }),
    ],
    [
      contoso.id,
      account('Atlas Charts', {
        isSystemManaged: true,
        description: 'Managed by Atlas',
        groups: [inProject('analytics', 'GROUP_READ_ONLY')],
        secrets: [newSecret('charts', now - day, 8760, null)],
      }),
    ],
  ]
}

/** The lifetime of a secret in hours. @throws 400 */
function checkHours({ world }: HandlerInput, orgId: string | undefined, hours: number): void {
  const most = world.org(orgId).settings.maxServiceAccountSecretValidityInHours
  if (hours >= 8 && hours <= most) return
  const description = `must be between 8 and ${most}`
  throw invalid([{ field: 'secretExpiresAfterHours', description }], 'INVALID_ATTRIBUTE')
}

const text = z.string().regex(/^[\p{L}\p{N}\-_.,' ]*$/u)
const details = { name: text.min(1).max(64), description: text.max(250) }

const newBody = z.object({
  ...details,
  roles: z.array(z.string()),
  secretExpiresAfterHours: z.int(),
})
const changeBody = z.object({ ...details, roles: z.array(z.string()) }).partial()

const orgView = ({ groups: _, isSystemManaged: __, ...shown }: Account) => shown
const fresh = (shown: Pick<Account, 'secrets'>) => ({
  ...shown,
  secrets: shown.secrets.map(({ maskedSecretValue: _, ...s }) => ({
    ...s,
    secret: secretOf(s.id),
  })),
})

export const orgServiceAccounts = collection<Account>({
  name: 'orgServiceAccounts',
  path: '/orgs/{orgId}/serviceAccounts/{clientId}',
  shape: account,
  key: 'clientId',
  links: false,
  errors: { notFound: 'SERVICE_ACCOUNT_NOT_FOUND' },
  codes: { create: [201] },
  events: { create: 'SERVICE_ACCOUNT_CREATED', delete: 'SERVICE_ACCOUNT_DELETED' },
  changeEvent: (sent) => `SERVICE_ACCOUNT_${'roles' in sent ? 'ROLES' : 'DETAILS'}_CHANGED`,
  seed: () => initial().map(([orgId, item]) => ({ place: { orgId }, item })),
  sample: (n) =>
    newAccount(Date.UTC(2025, 0, n + 1), {
      name: `Automation ${n}`,
      secrets: [newSecret(`sample ${n}`, Date.now() - day, 720, null)],
    }),
  create: (input, { orgId }) => {
    const { secretExpiresAfterHours: hours, ...sent } = bodyOf(newBody, input.body)
    checkHours(input, orgId, hours)
    const now = Date.now()
    return newAccount(now, {
      ...sent,
      secrets: [newSecret(`${sent.name} ${now}`, now, hours, null)],
    })
  },
  update: (_, { body }) => bodyOf(changeBody, body),
  matches: (item, query) => !item.isSystemManaged || query.get('includeSystemManaged') === 'true',
  view: (item, _, { created }) => (created ? fresh(orgView(item)) : orgView(item)),
})

/** The account of a path, and its organization. */
function here({ world, path }: HandlerInput) {
  const orgId = path.orgId ?? world.project(path.groupId).orgId
  const record = (event: string, origin: HandlerInput['origin']) =>
    world.record(
      {
        orgId,
        ...(path.groupId ? { groupId: path.groupId } : {}),
        eventTypeName: `SERVICE_ACCOUNT_${event}`,
      },
      origin,
    )
  return { orgId, item: () => orgServiceAccounts.find(world, { ...path, orgId }).item, record }
}

const projectView = (item: Account, groupId: string | undefined) => ({
  ...orgView(item),
  roles: item.groups.find((g) => g.groupId === groupId)?.roles ?? [],
})

const isIn = (groupId: string | undefined) => (item: Account) =>
  item.groups.some((g) => g.groupId === groupId)

const inGroup = { roles: z.array(z.string().regex(/^GROUP_/)).min(1) }

export const serviceAccounts = {
  createGroupServiceAccount: (input) => {
    const { orgId, record } = here(input)
    const { groupId = '' } = input.path
    const {
      secretExpiresAfterHours: hours,
      roles,
      ...sent
    } = bodyOf(newBody.extend(inGroup), input.body)
    checkHours(input, orgId, hours)
    const now = Date.now()
    const made = newAccount(now, {
      ...sent,
      groups: [{ groupId, roles }],
      secrets: [newSecret(`${sent.name} ${now}`, now, hours, null)],
    })
    orgServiceAccounts.add(input.world, { orgId }, made, input.origin)
    record('ADDED_TO_GROUP', input.origin)
    return reply(201, fresh(projectView(made, groupId)))
  },
  updateGroupServiceAccount: (input) => {
    const { item, record } = here(input)
    const { groupId = '' } = input.path
    const found = item()
    if (!isIn(groupId)(found))
      throw reject(404, 'SERVICE_ACCOUNT_NOT_FOUND', 'The account is not in this group.')
    const { roles, ...sent } = bodyOf(z.object({ ...details, ...inGroup }).partial(), input.body)
    Object.assign(found, sent)
    if (roles) {
      found.groups = found.groups.map((g) => (g.groupId === groupId ? { groupId, roles } : g))
      record('ROLES_CHANGED', input.origin)
    }
    return projectView(found, groupId)
  },
  createOrgServiceAccountSecret: (input) => {
    const { orgId, item, record } = here(input)
    const found = item()
    const sent = bodyOf(z.object({ secretExpiresAfterHours: z.int() }), input.body)
    checkHours(input, orgId, sent.secretExpiresAfterHours)
    const now = Date.now()
    const made = newSecret(`${found.clientId} ${now}`, now, sent.secretExpiresAfterHours, null)
    for (const old of found.secrets)
      old.expiresAt = iso(Math.min(Date.parse(old.expiresAt), now + 7 * day))
    found.secrets.push(made)
    record('SECRET_ADDED', input.origin)
    return reply(201, fresh({ secrets: [made] }).secrets[0])
  },
  deleteOrgServiceAccountSecret: (input) => {
    const { item, record } = here(input)
    const found = item()
    const { secretId } = input.path
    if (!found.secrets.some((s) => s.id === secretId))
      throw reject(404, 'SERVICE_ACCOUNT_SECRET_NOT_FOUND', `No secret has ID ${secretId}.`)
    found.secrets = found.secrets.filter((s) => s.id !== secretId)
    record('SECRET_DELETED', input.origin)
    return reply(204)
  },
  getOrgServiceAccountGroups: (input) => rows(here(input).item().groups),
  listGroupServiceAccounts: (input) => {
    const { groupId } = input.path
    const { orgId } = here(input)
    return rows(
      orgServiceAccounts
        .rows(input.world, { orgId })
        .map((row) => row.item)
        .filter(isIn(groupId))
        .filter((item) => orgServiceAccounts.declaration.matches?.(item, input.query) ?? true)
        .map((item) => projectView(item, groupId)),
    )
  },
  inviteGroupServiceAccount: (input) => {
    const { item, record } = here(input)
    const found = item()
    const { groupId = '' } = input.path
    const sent = bodyOf(z.object({ roles: z.array(z.string()).min(1) }), input.body)
    found.groups = [...found.groups.filter((g) => g.groupId !== groupId), { groupId, ...sent }]
    record('ADDED_TO_GROUP', input.origin)
    return projectView(found, groupId)
  },
  deleteGroupServiceAccount: (input) => {
    const { item, record } = here(input)
    const found = item()
    const { groupId } = input.path
    if (!isIn(groupId)(found))
      throw reject(404, 'SERVICE_ACCOUNT_NOT_FOUND', 'The account is not in this group.')
    found.groups = found.groups.filter((g) => g.groupId !== groupId)
    record('REMOVED_FROM_GROUP', input.origin)
    return reply(204)
  },
} satisfies SandboxFile

import { z } from 'zod'
import { query } from './define'
import { orgId, projectId } from './shapes'

/** The API keys and service accounts that Gatehouse itself uses in an organization. */
const ownCredentials = z.object({
  clientIds: z.array(z.string()),
  publicKeys: z.array(z.string()),
  apiKeyIds: z.array(z.string()),
})
export type OwnCredentials = z.output<typeof ownCredentials>

/** What Atlas's events call these credentials: a public key, or a client ID or the user ID in it. */
export const eventNames = ({
  clientIds,
  publicKeys,
}: Pick<OwnCredentials, 'clientIds' | 'publicKeys'>): ReadonlySet<unknown> =>
  new Set([...clientIds.flatMap((id) => [id, id.replace(/^mdb_sa_id_/, '')]), ...publicKeys])

export const getCredential = query({
  id: 'connections.credential',
  title: 'Read which credentials Gatehouse uses in an organization',
  roles: ['viewer'],
  input: z
    .strictObject({ orgId: orgId.optional(), groupId: projectId.optional() })
    .refine((i) => (i.orgId === undefined) !== (i.groupId === undefined), {
      path: ['orgId'],
      message: 'Name an organization or a project.',
    }),
  output: ownCredentials,
  maxAgeSeconds: 0,
})

/** The caller as Atlas sees it. */
export const getSystemStatus = query({
  id: 'connections.status',
  title: 'Read the credential of a call',
  atlas: { op: 'getSystemStatus', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({}),
  output: z.looseObject({
    apiKey: z.looseObject({ id: z.string().nullish(), publicKey: z.string().nullish() }).nullish(),
  }),
  scope: () => ({ kind: 'console' }),
  internal: true,
  maxAgeSeconds: 300,
})

/** What a command must know of a credential before it changes it. */
export const getCredentialUse = query({
  id: 'connections.use',
  title: 'Read who uses a credential',
  roles: ['viewer'],
  input: z.strictObject({
    orgId: orgId.optional(),
    groupId: projectId.optional(),
    clientId: z.string().optional(),
    apiUserId: z.string().optional(),
  }),
  output: z.object({
    /** Null: Atlas did not say, so it may be Gatehouse's own. */
    byGatehouse: z.boolean().nullable(),
    byAtlas: z.boolean(),
  }),
  internal: true,
  maxAgeSeconds: 0,
})

type Credential = { orgId: string } | { groupId: string }
type Ids = { clientId?: string | undefined; apiUserId?: string | undefined }

/** The read that says who uses a credential. */
export const useRead = (i: Credential & Ids) => ({
  id: 'connections.use',
  input: {
    ...('orgId' in i ? { orgId: i.orgId } : { groupId: i.groupId }),
    ...(i.clientId ? { clientId: i.clientId } : { apiUserId: i.apiUserId }),
  },
})

const use = (answer: unknown) =>
  getCredentialUse.output.safeParse(answer).data ?? { byGatehouse: null, byAtlas: false }

/** The reason why nobody changes an account that Atlas manages. */
export const MANAGED = 'Atlas manages this account and uses it itself, so nobody can change it.'
const OWN_KEY = 'Gatehouse uses this key. Give its connection another credential first.'
const OWN_ACCOUNT =
  'Gatehouse uses this service account. Give its connection another credential first.'
const UNSURE = 'Atlas does not say now whether Gatehouse uses this key itself.'

/** Whether Gatehouse uses a credential. Null: Atlas did not say. `answer` is that of `useRead`. */
export const isOwn = (answer: unknown): boolean | null => use(answer).byGatehouse

/** Why a credential can't be changed here: Atlas manages it, or Gatehouse uses it or may use it. */
export function whyFixed(answer: unknown, { clientId }: Ids): string | undefined {
  const { byGatehouse, byAtlas } = use(answer)
  if (byAtlas) return MANAGED
  if (byGatehouse === null) return `${UNSURE} Try again in a minute.`
  return byGatehouse ? (clientId ? OWN_ACCOUNT : OWN_KEY) : undefined
}

/** Why removing a credential needs a second person: it may be Gatehouse's own. */
export const whyUnsure = (answer: unknown): string | undefined =>
  isOwn(answer) === null ? UNSURE : undefined

/** Why an API key can't be changed on a page; undefined when Gatehouse does not use it. */
export const whyOwnKey = (
  own: OwnCredentials | undefined,
  key: { id: string; publicKey?: string | null | undefined },
): string | undefined =>
  own?.apiKeyIds.includes(key.id) || (key.publicKey && own?.publicKeys.includes(key.publicKey))
    ? OWN_KEY
    : undefined

/** Why a service account can't be changed on a page; undefined when Gatehouse does not use it. */
export const whyOwnAccount = (
  own: OwnCredentials | undefined,
  clientId: string,
): string | undefined => (own?.clientIds.includes(clientId) ? OWN_ACCOUNT : undefined)

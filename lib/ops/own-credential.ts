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

type Place = { orgId: string } | { groupId: string }

/** The read that says which credentials are Gatehouse's own. */
export const ownRead = (place: Place) => ({
  id: 'connections.credential',
  input: 'orgId' in place ? { orgId: place.orgId } : { groupId: place.groupId },
})

const own = (answer: unknown) => ownCredentials.safeParse(answer).data

/** Why an API key can't be changed here; undefined when Gatehouse does not use it. `answer` is that of `ownRead`. */
export function whyOwnKey(
  answer: unknown,
  key: { id: string; publicKey?: string | null | undefined },
): string | undefined {
  const { apiKeyIds = [], publicKeys = [] } = own(answer) ?? {}
  return apiKeyIds.includes(key.id) || (key.publicKey && publicKeys.includes(key.publicKey))
    ? 'Gatehouse uses this key. Give its connection another credential first.'
    : undefined
}

/** Why a service account can't be changed here; undefined when Gatehouse does not use it. */
export const whyOwnAccount = (answer: unknown, clientId: string): string | undefined =>
  own(answer)?.clientIds.includes(clientId)
    ? 'Gatehouse uses this service account. Give its connection another credential first.'
    : undefined

import { z } from 'zod'
import { type SandboxAtlas, startSandboxAtlas } from './server'

/** A client for the sandbox's own tests: real HTTP through fetch. */

export const media = (version: string) => `application/vnd.atlas.${version}+json`

const tokenBody = z.object({ access_token: z.string() })

type Extra = {
  version?: string
  headers?: Record<string, string>
  signal?: AbortSignal
  body?: string
}

/** Also one in another process. */
type Reached = Omit<SandboxAtlas, 'calls' | 'control'>

export type Client = {
  atlas: Reached
  /** Calls the Admin API; `path` from `/api/atlas/v2` on. */
  call(method: string, path: string, body?: unknown, extra?: Extra): Promise<Response>
  /** The JSON body of a call, whatever its status. */
  json(method: string, path: string, body?: unknown, extra?: Extra): Promise<Json>
  /** Calls a control command under `/_sandbox/`. */
  control(method: string, path: string, body?: unknown): Promise<Json>
  signIn(who?: SandboxAtlas['credentials']): Promise<void>
}

/** The fields that tests read from answers. All are optional. */
const json = z.looseObject({
  error: z.unknown().optional(),
  errorCode: z.string().optional(),
  parameters: z.array(z.unknown()).optional(),
  badRequestDetail: z
    .object({ fields: z.array(z.object({ field: z.string(), description: z.string() })) })
    .optional(),
  totalCount: z.number().optional(),
  links: z.array(z.object({ rel: z.string(), href: z.string() })).optional(),
  results: z.array(z.record(z.string(), z.unknown())).default([]),
  mongoDBEmployeeAccessGrant: z
    .object({ grantType: z.string(), expirationTime: z.string() })
    .optional(),
  stateName: z.string().optional(),
  groupId: z.string().default(''),
  STATUS: z.string().optional(),
  calls: z.array(z.record(z.string(), z.unknown())).default([]),
  rows: z
    .array(
      z.object({
        place: z.record(z.string(), z.string()),
        item: z.record(z.string(), z.unknown()),
      }),
    )
    .default([]),
})
export type Json = z.output<typeof json>

/** Requests a token like a service account. */
export const askToken = (
  origin: string,
  id: string,
  secret: string,
  form = 'grant_type=client_credentials',
) =>
  fetch(`${origin}/api/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: form,
  })

/** A client of a running sandbox. */
export async function connect(atlas: Reached): Promise<Client> {
  let token = ''
  const call: Client['call'] = (method, path, body, extra = {}) =>
    fetch(`${atlas.origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: media(extra.version ?? '2025-03-12'),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...extra.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(extra.body === undefined ? {} : { body: extra.body }),
      ...(extra.signal ? { signal: extra.signal } : {}),
    })
  const client: Client = {
    atlas,
    call,
    json: async (...args) => json.parse(await (await call(...args)).json()),
    control: async (method, path, body) =>
      json.parse(
        await (
          await fetch(`${atlas.origin}/_sandbox/${path}`, {
            method,
            headers: { 'content-type': 'application/json' },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          })
        ).json(),
      ),
    signIn: async ({ clientId, clientSecret } = atlas.credentials) => {
      const answer = await askToken(atlas.origin, clientId, clientSecret)
      token = tokenBody.parse(await answer.json()).access_token
    },
  }
  await client.signIn()
  return client
}

/** A new sandbox on a free port, with a signed-in client. */
export const startClient = async (
  options: Partial<Parameters<typeof startSandboxAtlas>[0]> = {},
): Promise<Client> => connect(await startSandboxAtlas({ port: 0, ...options }))

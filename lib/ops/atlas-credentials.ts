import { z } from 'zod'
import { query } from './define'
import { failure } from './failure'
import { orgId } from './shapes'

export const credentialKinds = ['api-key', 'service-account', 'mcp-config'] as const
export type CredentialKind = (typeof credentialKinds)[number]

/** What Atlas says about a credential. */
export const shownCredential = z.object({
  name: z.string().nullable(),
  /** In the organization, or of an MCP configuration in its project. */
  roles: z.array(z.string()),
  /** Roles in projects. */
  inProjects: z.array(z.object({ groupId: z.string(), roles: z.array(z.string()) })),
  /** ISO 8601. */
  createdAt: z.string().nullable(),
  /** ISO 8601. Atlas does not say it of API keys. */
  lastUsedAt: z.string().nullable(),
  /** What it signs in with: a public key or a client ID. */
  publicId: z.string().nullable(),
})
export type ShownCredential = z.output<typeof shownCredential>

/** Credentials of Atlas itself in an organization, with those that somebody made outside Gatehouse. */
export const listAtlasCredentials = query({
  id: 'atlasCredentials.list',
  title: 'List the Atlas credentials of an organization',
  roles: ['viewer'],
  input: z.strictObject({ orgId }),
  output: z.object({
    results: z.array(
      shownCredential.extend({
        kind: z.enum(credentialKinds),
        id: z.string(),
        groupId: z.string().nullable(),
        firstSeenAt: z.string(),
        isOutside: z.boolean(),
        /** Gatehouse itself uses it. */
        isOwn: z.boolean(),
      }),
    ),
    /** The lists that could not be read now, with the reason. */
    unread: z.array(
      failure
        .pick({ message: true, requestId: true, atlas: true })
        .extend({ kind: z.enum(credentialKinds) }),
    ),
  }),
  maxAgeSeconds: 0,
})

import { randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { bindingsOf } from '@/lib/server/bindings'
import { closeConnections } from '@/lib/server/connections'
import { sql } from '@/lib/server/database'
import type { Person } from '@/lib/server/person'
import { testSecret, testUrl } from '@/lib/server/testing/configured'
import type { Call as SeenCall } from '@/sandbox/atlas/calls'
import type { FaultOrder } from '@/sandbox/atlas/faults'
import { type SandboxAtlas, startSandboxAtlas } from '@/sandbox/atlas/server'
import { sandboxConfiguration } from '@/sandbox/configuration'
import { personaNamed } from '@/sandbox/idp/personas'
import { freshDatabase } from './database'

export type TestProject = { groupId: string; name: string; orgId: string }

export type TestConsole = {
  atlas: SandboxAtlas
  /** The database as its owner, to read anything and to break what the application's role can't. */
  owner: postgres.Sql
  ownerUrl: string
  /** A new project in the sandbox. */
  project(more?: Record<string, unknown>): Promise<TestProject>
  /** Sets a fault in the sandbox for one call, or for `times` calls. */
  fault(order: Omit<FaultOrder, 'times'> & { times?: number }): Promise<void>
  /** The calls that the sandbox received, oldest first. */
  calls(about: { groupId?: string; operationId?: string; method?: string }): Promise<SeenCall[]>
  /** Any other control command under `/_sandbox/`. */
  control(method: string, path: string, body?: unknown): Promise<unknown>
  end(): Promise<void>
}

/**
 * The real parts for a pipeline test: a new migrated database, a sandbox Atlas on a free port, and their configuration in
 * this process. One per test file, in `beforeAll`; `end` in `afterAll`. `configure` changes keys of gatehouse.yaml.
 * A test in which Atlas never answers sets `timeoutSeconds`; for others it is long, because a busy machine is slow.
 * Background loops are not started.
 */
export async function testConsole({
  timeoutSeconds = 20,
  requestsPerMinute,
  configure = (file) => file,
}: {
  timeoutSeconds?: number
  requestsPerMinute?: number
  configure?: (file: Record<string, unknown>) => Record<string, unknown>
} = {}): Promise<TestConsole> {
  const [database, atlas] = await Promise.all([freshDatabase(), startSandboxAtlas({ port: 0 })])
  const issuer = 'http://localhost:1'
  const file = z
    .looseObject({ connections: z.array(z.looseObject({})) })
    .parse(parse(sandboxConfiguration({ atlasOrigin: atlas.origin, issuer })))
  const connections = file.connections.map((c) => ({
    ...c,
    timeoutSeconds,
    ...(requestsPerMinute ? { requestsPerMinute } : {}),
  }))
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
  const path = join(folder, 'gatehouse.yaml')
  writeFileSync(path, stringify(configure({ ...file, connections })))
  Object.assign(process.env, {
    GATEHOUSE_CONFIG: path,
    GATEHOUSE_DATA: folder,
    DATABASE_URL: database.appUrl,
    NEXTAUTH_URL: testUrl,
    NEXTAUTH_SECRET: testSecret,
    OIDC_CLIENT_ID: 'gatehouse-console',
    OIDC_CLIENT_SECRET: 'sandbox-only-not-a-secret',
    ATLAS_CLIENT_ID: atlas.credentials.clientId,
    ATLAS_CLIENT_SECRET: atlas.credentials.clientSecret,
  })
  const owner = postgres(database.ownerUrl, { max: 2, onnotice: () => {} })

  const { control } = atlas

  return {
    atlas,
    owner,
    ownerUrl: database.ownerUrl,
    control,
    project: async (more = {}) =>
      z
        .object({ groupId: z.string(), name: z.string(), orgId: z.string() })
        .parse(await control('POST', 'projects', { name: `test ${randomUUID()}`, ...more })),
    fault: async (order) => void (await control('POST', 'fault', order)),
    calls: async (about) => structuredClone(atlas.calls(about)),
    async end() {
      await closeConnections()
      await Promise.all([owner.end(), sql().end()])
      await Promise.all([atlas.close(), database.drop()])
    },
  }
}

/** A signed-in persona of the sandbox, with the bindings of their groups in the test configuration. */
export function personAs(name: string, more: Partial<Person> = {}): Person {
  const persona = personaNamed(name)
  if (!persona) throw new Error(`There is no persona ${name}`)
  return {
    kind: 'human',
    iss: 'http://localhost:1',
    sub: persona.name,
    name: persona.displayName,
    email: persona.email,
    groups: persona.groups,
    sessionId: randomUUID(),
    authTime: new Date(),
    ip: '203.0.113.77',
    bindings: bindingsOf(persona.groups),
    ...more,
  }
}

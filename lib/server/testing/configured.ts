import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'

const bindings = [
  ['gatehouse-viewers', 'viewer'],
  ['gatehouse-requesters', 'requester'],
  ['gatehouse-operators', 'operator'],
  ['gatehouse-approvers', 'approver'],
  ['gatehouse-auditors', 'auditor'],
  ['gatehouse-admins', 'admin'],
].map(([group, role]) => ({ group, role, scope: { all: true } }))

export const testUrl = 'http://localhost:3000'
export const testSecret = 'a-secret-of-at-least-32-characters'

/**
 * Configures this test file's process. Call it before anything reads the configuration: `signIn` and `more` replace
 * single keys of the file.
 */
export function configured({
  signIn = {},
  more = {},
  url = testUrl,
}: {
  signIn?: Record<string, unknown>
  more?: Record<string, unknown>
  url?: string
} = {}): void {
  const path = join(mkdtempSync(join(tmpdir(), 'gatehouse-test-')), 'gatehouse.yaml')
  const file = {
    connections: [
      {
        name: 'sandbox',
        baseUrl: 'http://localhost:1',
        sandbox: true,
        credentials: { clientIdFrom: 'TEST_ATLAS_ID', clientSecretFrom: 'TEST_ATLAS_SECRET' },
      },
    ],
    signIn: { issuer: 'http://localhost:4011', name: 'Sandbox ID', ...signIn },
    contact: 'platform@example.com',
    bindings,
    policy: { rules: [{ name: 'everything' }] },
    ...more,
  }
  writeFileSync(path, stringify(file))
  Object.assign(process.env, {
    GATEHOUSE_CONFIG: path,
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: testSecret,
    OIDC_CLIENT_ID: 'gatehouse-console',
    OIDC_CLIENT_SECRET: 'sandbox-only-not-a-secret',
    TEST_ATLAS_ID: 'mdb_sa_id_test',
    TEST_ATLAS_SECRET: 'test',
  })
}

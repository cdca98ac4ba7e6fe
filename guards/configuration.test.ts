import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { roles } from '@/lib/ops/roles'
import { loadConfiguration } from '@/lib/server/configuration'
import { sandboxConfiguration } from '@/sandbox/configuration'
import { personas } from '@/sandbox/idp/personas'

test('the demo configuration is valid and has a person for every role', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-guard-'))
  try {
    const path = join(folder, 'gatehouse.yaml')
    writeFileSync(
      path,
      sandboxConfiguration({
        atlasOrigin: 'http://localhost:4010',
        issuer: 'http://localhost:4011',
      }),
    )
    const { bindings, policy, connections } = loadConfiguration({
      GATEHOUSE_CONFIG: path,
      NEXTAUTH_URL: 'http://localhost:3000',
      NEXTAUTH_SECRET: 'x'.repeat(32),
      OIDC_CLIENT_ID: 'any',
      OIDC_CLIENT_SECRET: 'any',
      ATLAS_CLIENT_ID: 'any',
      ATLAS_CLIENT_SECRET: 'any',
    })
    expect(connections.map(({ sandbox }) => sandbox)).toEqual([true])
    expect(new Set(bindings.map(({ role }) => role))).toEqual(new Set(roles))
    for (const role of roles) {
      const groups = bindings.filter((b) => b.role === role).map(({ group }) => group)
      expect(
        personas.filter((p) => p.groups.some((group) => groups.includes(group))),
        role,
      ).not.toEqual([])
    }
    const outsider = personas.find(({ name }) => name === 'outsider')
    expect(bindings.filter(({ group }) => outsider?.groups.includes(group))).toEqual([])
    expect(policy.rules.map((rule) => rule.minMinutes)).toContain(1)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the example configuration is valid, and an error names the key', () => {
  const env = {
    GATEHOUSE_CONFIG: 'gatehouse.example.yaml',
    NEXTAUTH_URL: 'https://gatehouse.example',
    NEXTAUTH_SECRET: 'x'.repeat(32),
    OIDC_CLIENT_ID: 'any',
    OIDC_CLIENT_SECRET: 'any',
    ATLAS_CLIENT_ID: 'any',
    ATLAS_CLIENT_SECRET: 'any',
  }
  expect(loadConfiguration(env).connections.map(({ name }) => name)).toEqual(['main'])
  expect(() => loadConfiguration({ ...env, NEXTAUTH_SECRET: 'short' })).toThrow(/NEXTAUTH_SECRET/)
  expect(() => loadConfiguration({ ...env, ATLAS_CLIENT_SECRET: '' })).toThrow(
    /ATLAS_CLIENT_SECRET/,
  )
})

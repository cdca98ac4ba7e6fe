import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sandboxConfiguration } from '@/sandbox/configuration'
import { loadConfiguration } from './configuration'

const file = sandboxConfiguration({
  atlasOrigin: 'http://localhost:4010',
  issuer: 'http://localhost:4011',
})
const path = join(mkdtempSync(join(tmpdir(), 'gatehouse-test-')), 'gatehouse.yaml')
const environment = {
  GATEHOUSE_CONFIG: path,
  NEXTAUTH_URL: 'http://localhost:3000',
  NEXTAUTH_SECRET: 'x'.repeat(32),
  OIDC_CLIENT_ID: 'any',
  OIDC_CLIENT_SECRET: 'any',
  ATLAS_CLIENT_ID: 'any',
  ATLAS_CLIENT_SECRET: 'any',
}

const loaded = (content: string | Buffer, env: Record<string, string> = {}) => {
  writeFileSync(path, content)
  return loadConfiguration({ ...environment, ...env })
}

test.each([
  ['a byte order mark', `\ufeff${file}`],
  ['line breaks of Windows', file.replaceAll('\n', '\r\n')],
])('a file with %s is read', (_, content) => {
  expect(loaded(content).url.origin).toBe('http://localhost:3000')
})

test.each<[string, string | Buffer, string]>([
  ['an empty file', '', 'example'],
  ['a list', '- a\n', 'example'],
  ['UTF-16', Buffer.from(`\ufeff${file}`, 'utf16le'), 'example'],
  ['a proxy without its header', `${file}\ntrustedProxies: 2\n`, 'trustedProxyHeader'],
  ['no trusted proxy', `${file}\ntrustedProxies: 0\n`, 'trustedProxies: write'],
  ['a proxy by its name', `${file}\ntrustedProxies: [lb.example]\n`, 'trustedProxies.0: write'],
  ['a header name with blanks', `${file}\ntrustedProxyHeader: X Forwarded For\n`, 'trustedProxy'],
  [
    'a discovery document as the issuer',
    file.replace('http://localhost:4011', '$&/.well-known/openid-configuration'),
    'signIn.issuer: write',
  ],
  [
    'the path of the API as the base URL',
    file.replace('http://localhost:4010', '$&/api/atlas/v2'),
    'baseUrl: write it without',
  ],
])('%s is named', (_, content, word) => {
  expect(() => loaded(content)).toThrow(word)
})

test.each([
  ['NEXTAUTH_URL', 'gatehouse.example.com'],
  ['NEXTAUTH_URL', ''],
  ['NEXTAUTH_URL', '"https://gatehouse.example.com"'],
  ['NEXTAUTH_URL', 'https://user:password@gatehouse.example.com'],
  ['NEXTAUTH_URL', 'https://gatehouse.example.com/?a=1'],
  ['NEXTAUTH_URL', 'https://gatehouse.example.com/#a'],
  ['OIDC_CLIENT_ID', '"gatehouse"'],
  ['OIDC_CLIENT_ID', 'gatehouse '],
  ['ATLAS_CLIENT_ID', ' mdb_sa_id_1'],
  ['ATLAS_CLIENT_SECRET', "'mdb_sa_sk_1'"],
])('a wrong %s is named: %j', (variable, value) => {
  expect(() => loaded(file, { [variable]: value })).toThrow(`environment: ${variable}: `)
})

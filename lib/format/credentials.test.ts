import { expect, test } from 'vitest'
import { withoutCredentials } from './credentials'

const secret = 'PLAINTEXTTOKEN123456'
// Put together here, so that no file holds what looks like a key.
const begin = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----`

test.each([
  `{"$https":{"headers":{"Authorization":"Bearer ${secret}"}}}`,
  `{\\"Authorization\\":\\"Bearer ${secret}\\"}`,
  `[{ $https: { headers: { Authorization: 'Basic ${secret}' } } }]`,
  `{"x-api-key":"${secret}"}`,
  `{"password": "${secret}"}`,
  `{"clientSecret":"${secret}"}`,
  `mongodb+srv://app:${secret}@cluster0.example.net/db`,
  `https://:${secret}@example.com`,
  `${begin('RSA ')}\n${secret}\n-----END RSA PRIVATE KEY-----`,
  `${begin('')}\\n${secret}`,
  `bearer ${secret}`,
  `mongodb://app:pa@${secret}@host:27017/?authSource=admin`,
  `https://store.example/x?se=2030&sig=${secret}&sp=r`,
  `{"connectionString":"AccountName=a;AccountKey=${secret};"}`,
  `{"uri":"https://api.example/v1?api_key=${secret}"}`,
  `sasl.password=${secret}`,
  `org.apache.kafka PlainLoginModule required username="u" password="${secret}";`,
  `{"Ocp-Apim-Subscription-Key":"${secret}"}`,
  `{"refresh_token":"${secret}"}`,
  `{ 'session-token': '${secret}' }`,
  `pwd=${secret}`,
  `https://hooks.slack.com/services/T0/B0/${secret}`,
  `${begin('PGP ').replace('KEY-', 'KEY BLOCK-')}\n${secret}`,
  `eyJhbGciOiJkaXIi.eyJzdWIiOiIx.${secret}.${secret}.${secret}`,
  `mdb_sa_sk_${secret}`,
  `password: ${secret}`,
  `The password is ${secret}`,
  `private key: ${secret}`,
  `DB_PASS=${secret}`,
  `<password>${secret}</password>`,
  `mongosh --host h --username app --password ${secret}`,
  `curl --user "abcdefgh:${secret}" --digest https://example.com`,
  `curl -u abcdefgh:${secret} https://example.com`,
  `{"headers":{"X-Vault-Token":"${secret}"}}`,
  `{"headers":{"Cookie":"session=${secret}"}}`,
  `https://discord.com/api/webhooks/1/${secret}`,
])('a credential is masked: %s', (text) => {
  expect(withoutCredentials(text)).not.toContain(secret)
  expect(withoutCredentials(text)).toContain('***')
})

test('keys of well-known vendors are masked', () => {
  for (const key of [`AKIA${'IOSFODNN7EXAMPLE'}`, `ghp_${'a'.repeat(36)}`, `sk-${'a1'.repeat(20)}`])
    expect(withoutCredentials(`use ${key} here`)).toBe('use *** here')
})

test.each([
  '{"mappings":{"dynamic":true,"fields":{"token":{"type":"token"}}}}',
  '{"$source":{"connectionName":"kafka","topic":"passwords"}}',
  'Support case about slow checkpoints, see https://example.com/a:b',
  'basic tests',
  'The password: nobody knows it',
  '{"secret":{"$exists":true},"credentials":null,"password":false}',
  'https://host.example:8080/path?mail=a@b.example',
  'https://tickets.example/x?state=open&code=12',
  'secret: nobody told me; passwords are 12 characters long',
  'Support needs basic diagnostics, token replacement and digest authentication',
  'They bypass=1 the cache, sort -u file',
])('other text stays: %s', (text) => {
  expect(withoutCredentials(text)).toBe(text)
})

// Anyone can write such a text, and each of them is near many matches.
test.each([
  'password ',
  'secret is ',
  'secret: a1',
  '--a-b-c-d-',
  ' -u a',
  'sk-',
  'SG.aaaaaaaaaaaaaaaaa-',
  'Basic aaaaaaaaa ',
  '<password>',
  'token token1',
  'secret:  ',
])('a long text of %j is read in time', { timeout: 10_000 }, (unit) => {
  const text = unit.repeat(100_000 / unit.length)
  expect(withoutCredentials(text)).toBeDefined()
})

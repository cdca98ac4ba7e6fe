import { expect, test } from 'vitest'
import { withoutCredentials } from './credentials'
import { newId } from './id'

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

const generated = 'Tr0ub4dor3xYqz9'
test.each([
  `mongosh -u app -p '${generated}'`,
  `mongosh -u app -p 'hunter2'`.replace('hunter2', generated.toLowerCase()),
  `mongodump -p${generated}`,
  `http -a app:${generated} example.com`,
  `mongosh -password ${generated}`,
  `--privateApiKey ${generated}`,
  `db.auth("app", "${generated}")`,
  `token=${generated}`,
  `"token":"${generated}"`,
  `the token is ${generated}`,
  `api key ${generated}`,
  `pw: ${generated}`,
  `password ${generated}`,
  `password (${generated})`,
  `password => '${generated}'`,
  `password for app is ${generated}`,
  `password of the app user: ${generated}`,
  `Passwort ist ${generated}`,
  `contraseña: ${generated}`,
  `creds: app:${generated}`,
  `app:${generated}@cluster0.example.net`,
  `recovery code ${generated}`,
  `https://example.com/?auth=${generated}`,
  `whsec_${generated}${generated}`,
  `glsa_${generated}${generated}`,
])('what looks generated is masked after an ordinary word: %s', (text) => {
  expect(withoutCredentials(text).toLowerCase()).not.toContain(generated.toLowerCase())
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
  'token=expired, token: none, the token is invalid, token TTL 3600s, password reset for 3 users',
  'API key: CHG0012345, API key rotation INC0012345, token EXP_2026',
  'API key 5f1c2d3e4f5a6b7c8d9e0f1a was deleted after commit a3f9c2e17b4d4e0f8c6a9b1d2e3f4a5b6c7d8e9f',
  'shard key: customerId_1, partition key=orderId2, key: Sprint2025Q4, token: orders-Eu-2-Shard3',
  'mkdir -p /var/lib/mongo2Data; docker run -p 8080:80; ssh -p 2222 host; mongodb high-performance -p99',
  'auth=SCRAM-SHA-256, authMechanism=MONGODB-X509, login: app failed 12 times, community edition 7.0.14',
  'password see KB0012345, credentials for app2 are in vault kv2/App1, pass 2 of 3 failed',
])('other text stays: %s', (text) => {
  expect(withoutCredentials(text)).toBe(text)
})

test('no ID of Gatehouse is masked, whatever its letters spell', () => {
  const ids = Array.from({ length: 20_000 }, (_, at) => newId(at * 100_000_000))
  expect(ids.filter((id) => withoutCredentials(id) !== id)).toEqual([])
  const spelled = ['pw', 'pwd', 'key', 'jwt', 'secret'].map(
    (word) => `01m8${word}3g4ke5ttgb52q45a5j7`,
  )
  expect(spelled.map(withoutCredentials)).toEqual(spelled)
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
  'token ',
  'key: aB1',
  'password for the a ',
  'mongosh ',
  'mongosh -p ',
  ' -p aB1',
  'a',
  'aB1',
  'aB1:',
  '.auth("a", ',
])('a long text of %j is read in time', { timeout: 10_000 }, (unit) => {
  const text = unit.repeat(100_000 / unit.length)
  expect(withoutCredentials(text)).toBeDefined()
})

import { expect, test } from 'vitest'
import { looksSecret, secretFieldsOf } from './secret-names'

test('JSON with a secret is recognized while it is typed', () => {
  const secret = [
    '{"password": "',
    '{"api-key": "a',
    '{"tokens": ["a"]}',
    '{"type": "WEBHOOK", "url": "https://hooks.example/1',
  ]
  expect(secret.filter((json) => !looksSecret(json))).toEqual([])
  const harmless = [
    '{"name": "main", "tags": [{"key": "a", "value": "b"}]}',
    '{"url": "https://a.example"}',
  ]
  expect(harmless.filter(looksSecret)).toEqual([])
})

test('a link to a backup is secret, though Atlas calls it only url', () => {
  const link = { url: 'https://a.example', urlV2: 'https://a.example', authValue: 'a' }
  const delivery = { methodName: 'HTTP', maxDownloads: 1, ...link }
  expect(secretFieldsOf(delivery)).toEqual(Object.keys(link))
})

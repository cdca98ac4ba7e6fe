import { expect, test } from 'vitest'
import { notificationsSchema, withSecrets } from './settings'

const hook = { name: 'siem', url: 'https://hooks.example.com/x', secretsFrom: ['KEY'] }
const key = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const load = (value: unknown, env = { KEY: key }) =>
  withSecrets(notificationsSchema.parse(value), env, 'gatehouse.yaml')

test('a webhook needs https, a known secret and its own name', () => {
  expect(load({ webhooks: [hook] }).webhooks[0]?.secrets).toEqual([key])
  expect(() => load({ webhooks: [{ ...hook, url: 'http://hooks.example.com' }] })).toThrow(/https/)
  expect(() => load({ webhooks: [{ ...hook, url: 'https://a:b@hooks.example' }] })).toThrow(/https/)
  expect(() => load({ webhooks: [hook] }, { KEY: '' })).toThrow(/KEY/)
  expect(() => load({ webhooks: [{ ...hook, secretsFrom: ['KEY', 'KEY', 'KEY'] }] })).toThrow()
  expect(() => load({ webhooks: [hook, hook] })).toThrow(/siem/)
})

test('a signing secret has 24 to 64 bytes, and the error does not show it', () => {
  for (const bytes of [0, 23, 65]) {
    const short = `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`
    expect(() => load({ webhooks: [hook] }, { KEY: short })).toThrow(/24 to 64/)
    if (bytes > 0) expect(() => load({ webhooks: [hook] }, { KEY: short })).not.toThrow(short)
  }
  expect(() => load({ webhooks: [hook] }, { KEY: 'whsec_not base64!' })).toThrow(/whsec_/)
})

test('ranges and the mail server are checked', () => {
  expect(() => load({ allowAddresses: ['10.0.0.0/40'] })).toThrow(/range/)
  const mail = { from: 'gatehouse@example.com' }
  expect(() => load({ email: { ...mail, server: 'mail.example.com' } })).toThrow(/smtp/)
  expect(() => load({ email: { ...mail, server: 'smtp://a:b@mail.example' } })).toThrow(/smtp/)
})

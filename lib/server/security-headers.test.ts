import { expect, test } from 'vitest'
import { commonHeaders, contentSecurityPolicy } from './security-headers'

const policy = (more = {}) =>
  Object.fromEntries(
    contentSecurityPolicy({
      nonce: 'abc',
      formOrigins: ['https://idp.example'],
      isHttps: true,
      ...more,
    })
      .split('; ')
      .map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1).join(' ')]),
  )

test('scripts run only with a nonce', () => {
  expect(policy()['script-src']).toBe(`'self' 'nonce-abc' 'strict-dynamic'`)
  expect(policy({ isDevelopment: true })['script-src']).toContain(`'unsafe-eval'`)
  expect(policy()['object-src']).toBe(`'none'`)
  expect(policy()['base-uri']).toBe(`'none'`)
})

test('forms can post to the console and the identity provider, and frames are forbidden', () => {
  expect(policy()['form-action']).toBe(`'self' https://idp.example`)
  expect(policy()['frame-ancestors']).toBe(`'none'`)
})

test('HSTS is sent only behind TLS', () => {
  expect(commonHeaders(true)['strict-transport-security']).toContain('max-age=')
  expect(commonHeaders(false)['strict-transport-security']).toBeUndefined()
  expect(policy({ isHttps: false })).not.toHaveProperty('upgrade-insecure-requests')
})

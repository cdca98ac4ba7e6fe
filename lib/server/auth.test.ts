import { beforeAll, expect, test } from 'vitest'
import { samePath } from './auth'
import { cookieIn, cookieName, cookieOptions } from './cookies'
import { configured } from './testing/configured'

beforeAll(() => configured({ signIn: { absoluteMinutes: 480 } }))

test('sign-in redirects only to pages of this console', () => {
  expect(samePath('/approvals?tab=live')).toBe('/approvals?tab=live')
  expect(samePath('http://localhost:3000/audit')).toBe('/audit')
  for (const foreign of [
    'https://evil.example/',
    '//evil.example/x',
    '/\\evil.example',
    'http://localhost:3000//evil.example',
    'javascript:alert(1)',
    'http://localhost:3000@evil.example/',
    'http://localhost:3001/',
    '/api/sign-out',
    '',
    null,
    undefined,
  ])
    expect(samePath(foreign)).toBe('/')
})

test('cookie names contain the port and, with TLS, the host prefix', () => {
  expect(cookieName('session', new URL('http://localhost:3000'))).toBe('gatehouse.3000.session')
  expect(cookieName('session', new URL('https://gatehouse.example'))).toBe(
    '__Host-gatehouse.443.session',
  )
  expect(cookieOptions(new URL('https://gatehouse.example'))).toEqual({
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: true,
  })
})

test('a cookie is found by its whole name', () => {
  expect(cookieIn('a=1; gatehouse.3000.session=x=y; b=2', 'gatehouse.3000.session')).toBe('x=y')
  expect(cookieIn('gatehouse.3000.session2=x', 'gatehouse.3000.session')).toBeUndefined()
  expect(cookieIn(null, 'a')).toBeUndefined()
})

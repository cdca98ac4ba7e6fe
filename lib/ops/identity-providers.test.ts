import { expect, test } from 'vitest'
import { revokeKeys } from './identity-providers'

const id = '5'.repeat(24)
const input = {
  federationSettingsId: '1'.repeat(24),
  identityProviderId: id,
  orgId: '2'.repeat(24),
  displayName: 'Data access',
}
const sentAt = new Date('2026-01-01T12:00:00Z')
const created = '2026-01-01T12:00:01Z'
const verdict = (...results: Record<string, unknown>[]) =>
  revokeKeys.readBack?.verdict({ results }, input, undefined, sentAt)

test('a revocation event since the call proves that it happened, because Atlas’s events name no provider', () => {
  expect(verdict({ created, orgId: input.orgId, raw: { _t: 'AUDIT' } })).toBe('done')
  expect(verdict({ created: '2026-01-01T11:59:00Z' })).toBe('absent')
  expect(verdict()).toBe('absent')
})

test('an event that names another provider proves nothing about this one', () => {
  const other = '6'.repeat(24)
  expect(verdict({ created, identityProviderId: other })).toBe('absent')
  expect(verdict({ created, raw: { idpName: 'Build agents' } })).toBe('absent')
  expect(verdict({ created, identityProviderId: other }, { created, raw: { idpId: id } })).toBe(
    'done',
  )
  expect(verdict({ created, raw: { idpName: 'Data access' } })).toBe('done')
})

test('an id of another kind is not taken for another provider', () => {
  expect(verdict({ created, raw: { idpId: '0oa1b2c3d4E5F6G7h8i9' } })).toBe('done')
})

import { expect, test } from 'vitest'
import { deleteAccountSecret } from './service-account-secrets'

test('deleting an expired secret says that no program can use it', () => {
  const secret = { id: 'a', createdAt: '2026-01-01T00:00:00Z', lastUsedAt: null }
  const told = (expiresAt: string) =>
    deleteAccountSecret.impact?.sentences?.(
      { clientId: 'c', secrets: [{ ...secret, expiresAt }] },
      {
        orgId: 'o',
        clientId: 'c',
        secretId: 'a',
      } as never,
    )
  expect(told('2026-02-01T00:00:00Z')).toContainEqual(expect.stringContaining('has expired'))
  expect(told('2999-01-01T00:00:00Z')).not.toContainEqual(expect.stringContaining('has expired'))
})

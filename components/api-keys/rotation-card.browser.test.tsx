import { expect, test } from 'vitest'
import { whoAmI } from '@/lib/ops/me'
import { createAccountSecret } from '@/lib/ops/service-account-secrets'
import { getSecretInUse, getServiceAccount } from '@/lib/ops/service-accounts'
import { me, show } from '../testing/console'
import { RotationCard } from './rotation-card'

const place = { orgId: '0'.repeat(24), clientId: `mdb_sa_id_${'a'.repeat(24)}` }
const day = 86_400_000
const secret = (id: string, madeDaysAgo: number) => ({
  id: id.repeat(24),
  createdAt: new Date(Date.now() - madeDaysAgo * day).toISOString(),
  expiresAt: new Date(Date.now() + 30 * day).toISOString(),
  lastUsedAt: null,
})

test('a new secret stays on the screen when its step is done', async () => {
  const secrets = [secret('b', 20)]
  const organization = {
    ...{ orgId: place.orgId, name: 'Fabrikam', connection: 'main', sandbox: true },
    roles: ['operator' as const],
  }
  const { screen } = await show(<RotationCard {...place} />, {
    [whoAmI.id]: () => ({ ...me, organizations: [organization] }),
    [getServiceAccount.id]: () => ({ ...place, name: 'Worker', roles: [], secrets }),
    [getSecretInUse.id]: () => null,
    [createAccountSecret.id]: () => {
      const made = secret('c', 0)
      secrets.push(made)
      return { ...made, secret: 'mdb_sa_sk_shown_once' }
    },
  })
  await screen.getByRole('button', { name: 'Create secret' }).click()
  const form = screen.getByRole('dialog')
  await form.getByRole('button', { name: 'Create secret' }).click()
  await expect.element(screen.getByText(/mdb_sa_sk_shown_once/)).toBeVisible()
  const step = () => document.querySelector('[aria-current=step]')?.textContent
  await expect.poll(step).toMatch(/Give it to every program/)
  await expect.element(screen.getByText(/mdb_sa_sk_shown_once/)).toBeVisible()
})

import { expect, test } from 'vitest'
import { whoAmI } from '@/lib/ops/me'
import { listOrgApiKeys } from '@/lib/ops/org-api-keys'
import { listServiceAccounts } from '@/lib/ops/service-accounts'
import { routes } from '@/lib/routes'
import { me, show } from '../testing/console'
import { AssignAccount } from './assign-account'
import { AssignSheet } from './assign-sheet'

const [groupId, orgId] = ['a'.repeat(24), 'b'.repeat(24)]
const project = {
  groupId,
  orgId,
  name: 'ledger',
  orgName: 'Fabrikam',
  environment: 'other' as const,
}
const answers = {
  [whoAmI.id]: () => ({ ...me, projects: [{ ...project, roles: ['operator' as const] }] }),
  [listOrgApiKeys.id]: () => ({ results: [] }),
  [listServiceAccounts.id]: () => ({ results: [] }),
}

test.each([
  [AssignSheet, routes.orgApiKeys(orgId)],
  [AssignAccount, routes.serviceAccounts(orgId)],
])(
  'a person who has nothing to assign yet gets to where it is created (%#)',
  async (Sheet, href) => {
    const { screen } = await show(<Sheet groupId={groupId} onClose={() => {}} />, answers)
    const link = screen.getByRole('link', { name: /of the organization/ })
    await expect.element(link).toHaveAttribute('href', href)
  },
)

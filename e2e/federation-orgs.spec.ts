import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { dialog, ownFederation, row } from './support/federation'
import { enter } from './support/keyboard'

const patchOrg = 'updateFederationSettingConnectedOrgConfig'

test('an operator disconnects the provider of an organization, and undoing that needs a second person', async ({
  as,
  sandbox,
}) => {
  const own = await ownFederation(sandbox, { mappings: 2 })
  const page = await as('operator')
  await page.goto(own.orgPage)
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const form = dialog(page, `Edit ${own.orgName}`)
  await form.getByRole('button', { name: 'Save changes' }).click()
  await expect(form.getByText(/^Nothing has changed/)).toBeVisible()
  await expect(form.getByRole('alert'), 'no error').toBeHidden()
  await form.getByLabel('Sign-in', { exact: true }).selectOption('')
  await expect(form.getByText(/can no longer sign in with/)).toBeVisible()
  await form.getByRole('button', { name: 'Save changes' }).click()
  const question = dialog(page, /^Change sign-in/)
  await expect(question).toContainText('can no longer sign in')
  await expect(question).toContainText(`"identityProviderId": "${own.providers.saml.oktaIdpId}"`)
  await expect(question).toContainText('"identityProviderId": null')
  const send = question.getByRole('button', { name: 'Save changes' })
  await expect(send).toHaveAttribute('aria-disabled', 'true')
  await question.getByLabel('Type disconnect to continue').fill('disconnect')
  await send.click()
  await expect(page.getByText('No identity provider', { exact: true })).toBeVisible()
  const [body] = await own.sent(patchOrg)
  expect(body, 'everything else goes back as it was').toMatchObject({
    identityProviderId: null,
    domainAllowList: [own.domain],
    domainRestrictionEnabled: true,
    dataAccessIdentityProviderIds: [own.providers.workforce.id],
    roleMappings: [{ externalGroupName: 'team-001' }, { externalGroupName: 'team-002' }],
  })
  await page.getByRole('button', { name: 'Undo' }).click()
  // The provider's owner could sign in as anyone, so connecting it again needs a second person.
  const again = dialog(page, /^Change sign-in/)
  await expect(again).toContainText('“Single sign-on”')
  await expect(again.getByRole('button', { name: 'Request approval' })).toBeVisible()
})

test('a change made elsewhere is shown before anything is sent, and the form continues with it', async ({
  as,
  sandbox,
}) => {
  const own = await ownFederation(sandbox)
  const page = await as('operator')
  await page.goto(`${own.orgPage}?panel=change`)
  const form = dialog(page, `Edit ${own.orgName}`)
  await form.getByRole('textbox', { name: 'Allowed domains' }).fill(`${own.domain}\nadded.example`)
  await own.changeElsewhere({ postAuthRoleGrants: ['ORG_READ_ONLY'] })
  await form.getByRole('button', { name: 'Save changes' }).click()
  await expect(form.getByText('Someone else changed this')).toBeVisible()
  await expect(form.getByText('ORG_READ_ONLY').first()).toBeVisible()
  expect(await own.sent(patchOrg)).toEqual([])
  await form.getByRole('button', { name: 'Continue with the current version' }).click()
  await expect(form.getByLabel('Organization Read Only')).toBeChecked()
  await expect(form.getByRole('textbox', { name: 'Allowed domains' })).toHaveValue(
    `${own.domain}\nadded.example`,
  )
  await form.getByRole('button', { name: 'Save changes' }).click()
  await dialog(page, /^Change sign-in/)
    .getByRole('button', { name: 'Save changes' })
    .click()
  await expect(page.getByText(`${own.domain}, added.example`)).toBeVisible()
  expect(await own.sent(patchOrg)).toMatchObject([{ postAuthRoleGrants: ['ORG_READ_ONLY'] }])
})

test('a role mapping is created with the keyboard alone, changed and deleted', async ({
  as,
  sandbox,
}) => {
  const own = await ownFederation(sandbox, { projects: 1 })
  const page = await as('operator')
  await page.goto(own.orgPage)
  await enter(page, page.getByRole('button', { name: 'Create mapping' }))
  await expect(page.getByLabel('Group', { exact: true })).toBeFocused()
  await page.keyboard.type('CN=“Ä” Team/..')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Project Read')
  await page.keyboard.press('Enter')
  await enter(page, page.getByRole('button', { name: 'Create mapping' }))
  const question = dialog(page, /^Give the group/)
  await enter(page, question.getByRole('button', { name: 'Create mapping' }))
  const mapping = row(page, /CN=“Ä” Team/)
  await expect(mapping).toContainText('Project Read Only')

  await mapping.getByRole('button', { name: 'Edit the roles of CN=“Ä” Team/..' }).click()
  const form = dialog(page, /^Edit the roles of/)
  await form.getByRole('button', { name: 'Add a role' }).click()
  await form.getByLabel('Role 2', { exact: true }).selectOption('ORG_READ_ONLY')
  await form.getByRole('button', { name: 'Save changes' }).click()
  const roles = dialog(page, /^Give the group/)
  await expect(roles).toContainText('ORG_READ_ONLY')
  await roles.getByRole('button', { name: 'Save changes' }).click()
  await expect(mapping).toContainText('Organization Read Only')

  await mapping.getByRole('button', { name: /^Delete the role mapping of/ }).click()
  await dialog(page, /^Delete the role mapping/)
    .getByRole('button', { name: 'Delete mapping' })
    .click()
  await expect(page.getByText('No role mappings')).toBeVisible()
  await page
    .getByRole('listitem')
    .filter({ hasText: 'deleted' })
    .getByRole('button', { name: 'Undo' })
    .click()
  const back = dialog(page, /^Give the group/)
  await back.getByRole('button', { name: 'Undo' }).click()
  await expect(mapping).toContainText('Organization Read Only')
})

test('300 role mappings are counted, searched and changed', async ({ as, sandbox }) => {
  const own = await ownFederation(sandbox, { mappings: 300, projects: 3 })
  const page = await as('operator')
  await page.goto(own.orgPage)
  await expect(page.getByText('300 role mappings', { exact: true })).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search role mappings' }).fill('team-287')
  await expect(page.getByText('1 of 300 role mappings')).toBeVisible()
  await row(page, /team-287/)
    .getByRole('button', { name: /^Edit the roles/ })
    .click()
  await expect(dialog(page, 'Edit the roles of team-287')).toBeVisible()
})

test('one of two organizations is disconnected, and the last one stays', async ({
  as,
  sandbox,
}) => {
  const own = await ownFederation(sandbox, { orgs: 2 })
  const [, second] = own.orgs
  const page = await as('operator')
  await page.goto(routes.connectedOrg(own.orgId, second?.orgId ?? ''))
  await page.getByRole('button', { name: 'Disconnect…' }).click()
  const question = dialog(page, /^Disconnect/)
  await question.getByRole('textbox').fill('disconnect')
  await question.getByRole('button', { name: 'Disconnect organization' }).click()
  await expect(page.getByText(/isn’t connected to the federation/)).toBeVisible()
  await page.goto(own.orgPage)
  await expect(page.getByRole('button', { name: 'Disconnect…' })).toHaveAccessibleDescription(
    /the only connected organization/,
  )
})

import type { Page } from '@playwright/test'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { ownFederation, withoutFederation } from './support/federation'
import { enter } from './support/keyboard'
import { approved, outcome } from './support/requests'

const northwind = '622f06e0f21affc0c09d52e1'
const patchOrg = 'updateFederationSettingConnectedOrgConfig'

const dialog = (page: Page, name: RegExp | string) => page.getByRole('dialog', { name })
const row = (page: Page, name: RegExp | string) => page.getByRole('row', { name })

/** Files what stands in the form of a request; gives the request's id. */
async function fileRequest(page: Page) {
  await page.getByLabel('Reason').fill('A signing key of the provider was seen in a log')
  await page.getByRole('button', { name: 'File the request' }).click()
  await page.waitForURL(/\/approvals\/[0-9a-z]{26}$/)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

test('a viewer finds the federation of an organization with everything in it, and is told what is not open to them', async ({
  as,
  axe,
}) => {
  const page = await as('viewer')
  await page.goto(routes.federation(northwind))
  await expect(page.getByRole('heading', { name: 'Federation', level: 1 })).toBeVisible()
  const sso = row(page, /Northwind single sign-on.*SAML/)
  await expect(sso).toContainText('Active')
  await expect(sso).toContainText('Northwind Ops to sign in')
  await expect(sso.getByRole('button', { name: /copy id of the provider/ })).toBeVisible()
  await expect(sso.getByRole('button', { name: /copy legacy id of the provider/ })).toBeVisible()
  await expect(row(page, /Contoso ADFS/).first()).toContainText('Inactive')
  await expect(row(page, /Workforce data access.*OIDC · people/)).toContainText('In use')
  await expect(row(page, /Build agents/)).toContainText('Not in use')
  await expect(page.getByText('4 of 4 identity providers')).toBeVisible()
  await expect(row(page, /northwind-ops\.example/).last()).toContainText('Northwind Ops')
  await expect(
    page.getByRole('button', { name: 'Create OIDC provider' }),
  ).toHaveAccessibleDescription(/^Operators can create an OIDC identity provider/)
  expect(await axe(page)).toEqual([])

  await page.getByRole('link', { name: 'Northwind single sign-on' }).click()
  await expect(page.getByRole('heading', { name: 'Northwind single sign-on' })).toBeVisible()
  await expect(row(page, /Ends soon/)).toBeVisible()
  for (const name of ['Change', 'Turn off…', 'Delete…'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveAccessibleDescription(
      /^Operators can/,
    )
  await page.getByRole('button', { name: 'Show the metadata' }).click()
  await expect(page.getByLabel('SAML metadata', { exact: true })).toContainText('EntityDescriptor')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download XML' }).click()
  expect((await download).suggestedFilename()).toMatch(/^metadata-0oa.*\.xml$/)
  expect(await axe(page)).toEqual([])

  await page.goto(routes.connectedOrg(northwind, northwind))
  await expect(row(page, /payments-engineers/)).toContainText('payments-staging Project Owner')
  await expect(row(page, /contractors/)).toContainText('gone, or not in your scope')
  await expect(row(page, /Dana Whitfield/)).toContainText('@former-northwind.example')
  await expect(page.getByRole('button', { name: 'Map a group' })).toHaveAccessibleDescription(
    /^Operators can/,
  )
  expect(await axe(page)).toEqual([])
})

for (const how of ['none', 'empty'] as const)
  test(`an organization without a federation says so calmly when Atlas answers ${how}`, async ({
    as,
    axe,
    sandbox,
    expectedProblems,
  }) => {
    expectedProblems.push(/404/)
    const page = await as('viewer')
    await page.goto(await withoutFederation(sandbox, how))
    await expect(page.getByText(/is in no federation$/)).toBeVisible()
    await expect(page.getByText('could not be read')).toHaveCount(0)
    expect(await axe(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 800 })
    expect(await axe(page)).toEqual([])
  })

test('an operator disconnects the provider of an organization knowing what follows, and puts it back', async ({
  as,
  sandbox,
}) => {
  const own = await ownFederation(sandbox, { mappings: 2 })
  const page = await as('operator')
  await page.goto(own.orgPage)
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  const form = dialog(page, `Change ${own.orgName}`)
  await form.getByRole('button', { name: 'Change the organization' }).click()
  await expect(form.getByText('Nothing is changed yet.')).toBeVisible()
  await form.getByLabel('People sign in through').selectOption('')
  await expect(
    form.getByText(/Nobody of this organization can sign in through Single/),
  ).toBeVisible()
  await form.getByRole('button', { name: 'Change the organization' }).click()
  const question = dialog(page, /^Change how people of/)
  await expect(question).toContainText('Nobody of this organization can sign in')
  await expect(question).toContainText(`"identityProviderId": "${own.providers.saml.oktaIdpId}"`)
  await expect(question).toContainText('"identityProviderId": null')
  const send = question.getByRole('button', { name: 'Change the organization' })
  await expect(send).toHaveAttribute('aria-disabled', 'true')
  await question.getByLabel('Type disconnect to go on').fill('disconnect')
  await send.click()
  await expect(page.getByText('no identity provider', { exact: true })).toBeVisible()
  const [body] = await own.sent(patchOrg)
  expect(body, 'everything else goes back as it was').toMatchObject({
    identityProviderId: null,
    domainAllowList: [own.domain],
    domainRestrictionEnabled: true,
    dataAccessIdentityProviderIds: [own.providers.workforce.id],
    roleMappings: [{ externalGroupName: 'team-001' }, { externalGroupName: 'team-002' }],
  })
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('link', { name: 'Single sign-on' })).toBeVisible()
})

test('a change made elsewhere meanwhile is shown before anything is sent, and the form goes on from it', async ({
  as,
  sandbox,
}) => {
  const own = await ownFederation(sandbox)
  const page = await as('operator')
  await page.goto(`${own.orgPage}?panel=change`)
  const form = dialog(page, `Change ${own.orgName}`)
  await form.getByRole('textbox', { name: 'Allowed domains' }).fill(`${own.domain}\nadded.example`)
  await own.changeElsewhere({ postAuthRoleGrants: ['ORG_READ_ONLY'] })
  await form.getByRole('button', { name: 'Change the organization' }).click()
  await expect(form.getByText('It was changed elsewhere meanwhile')).toBeVisible()
  await expect(form.getByText('ORG_READ_ONLY').first()).toBeVisible()
  expect(await own.sent(patchOrg)).toEqual([])
  await form.getByRole('button', { name: 'Go on from what is there now' }).click()
  await expect(form.getByLabel('Organization Read Only')).toBeChecked()
  await expect(form.getByRole('textbox', { name: 'Allowed domains' })).toHaveValue(
    `${own.domain}\nadded.example`,
  )
  await form.getByRole('button', { name: 'Change the organization' }).click()
  await dialog(page, /^Change how people of/)
    .getByRole('button', { name: 'Change the organization' })
    .click()
  await expect(page.getByText(`${own.domain}, added.example`)).toBeVisible()
  expect(await own.sent(patchOrg)).toMatchObject([{ postAuthRoleGrants: ['ORG_READ_ONLY'] }])
})

test('a group is mapped with the keyboard alone, changed and deleted', async ({ as, sandbox }) => {
  const own = await ownFederation(sandbox, { projects: 1 })
  const page = await as('operator')
  await page.goto(own.orgPage)
  await enter(page, page.getByRole('button', { name: 'Map a group' }))
  await expect(page.getByLabel('Group', { exact: true })).toBeFocused()
  await page.keyboard.type('CN=“Ä” Team/..')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Project Own')
  await page.keyboard.press('Enter')
  await enter(page, page.getByRole('button', { name: 'Map the group' }))
  const question = dialog(page, /^Give the group/)
  await enter(page, question.getByRole('button', { name: 'Map the group' }))
  const mapping = row(page, /CN=“Ä” Team/)
  await expect(mapping).toContainText('Project Owner')

  await mapping.getByRole('button', { name: 'Change the roles of CN=“Ä” Team/..' }).click()
  const form = dialog(page, /^Change the roles of/)
  await form.getByRole('button', { name: 'Add a role' }).click()
  await form.getByLabel('Role 2', { exact: true }).selectOption('ORG_OWNER')
  await form.getByRole('button', { name: 'Replace the mapping' }).click()
  const owners = dialog(page, /^Replace the roles of/)
  await expect(owners).toContainText('ORG_OWNER')
  await owners.getByLabel('Type CN=“Ä” Team/.. to go on').fill('CN=“Ä” Team/..')
  await owners.getByRole('button', { name: 'Replace the mapping' }).click()
  await expect(mapping).toContainText('Organization Owner')

  await mapping.getByRole('button', { name: /^Delete the mapping of/ }).click()
  await dialog(page, /^Delete the role mapping/)
    .getByRole('button', { name: 'Delete the mapping' })
    .click()
  await expect(page.getByText('No group is mapped to a role')).toBeVisible()
  await page
    .getByRole('listitem')
    .filter({ hasText: 'is deleted' })
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(mapping).toContainText('Organization Owner')
})

test('300 role mappings are counted, searched and changed without waiting', async ({
  as,
  sandbox,
}) => {
  const own = await ownFederation(sandbox, { mappings: 300, projects: 3 })
  const page = await as('operator')
  await page.goto(own.orgPage)
  await expect(page.getByText('300 of 300 role mappings')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search role mappings' }).fill('team-287')
  await expect(page.getByText('1 of 300 role mappings')).toBeVisible()
  await row(page, /team-287/)
    .getByRole('button', { name: /^Change the roles/ })
    .click()
  await expect(dialog(page, 'Change the roles of team-287')).toBeVisible()
})

test('an OIDC provider is created with every mistake said at its field, and changed by typing its name', async ({
  as,
  sandbox,
}) => {
  const own = await ownFederation(sandbox)
  const page = await as('operator')
  await page.goto(own.page)
  await page.getByRole('button', { name: 'Create OIDC provider' }).click()
  const form = dialog(page, 'Create an OIDC provider')
  await form.getByLabel('Name', { exact: true }).fill('Analysts')
  await form.getByLabel('Issuer').fill('http://login.example.com/.well-known/openid-configuration')
  await page.keyboard.press('Tab')
  await form.getByRole('button', { name: 'Create the provider' }).click()
  await expect(form.getByText('Type an address that begins with https://')).toBeVisible()
  await expect(form.getByText('Type the audience that its tokens name')).toBeVisible()
  await form.getByLabel('Issuer').fill('https://login.example.com')
  await form.getByLabel('Audience').fill('atlas')
  await form.getByLabel('Client id').fill('atlas-client')
  await form.getByLabel('Domains').fill('unverified.example')
  const create = async () => {
    await form.getByRole('button', { name: 'Create the provider' }).click()
    const question = dialog(page, /^Create the OIDC identity provider Analysts/)
    await expect(question).toContainText('by the tokens of https://login.example.com')
    await question.getByRole('button', { name: 'Create the provider' }).click()
  }
  await create()
  await expect(form.getByRole('alert')).toContainText('only domains that are verified')
  await expect(form.getByLabel('Audience')).toHaveValue('atlas')
  await form.getByLabel('Domains').fill(own.domain)
  await create()
  await expect(page.getByRole('heading', { name: 'Analysts', level: 1 })).toBeVisible()
  await expect(page.getByText('No organization uses it')).toBeVisible()

  await page.getByRole('button', { name: 'Change', exact: true }).click()
  const change = dialog(page, 'Change Analysts')
  await change.getByLabel('Audience').fill('another')
  await change.getByRole('button', { name: 'Change the provider' }).click()
  const question = dialog(page, /^Change the OIDC identity provider Analysts/)
  await expect(question).toContainText('nobody gets in through it')
  await question.getByLabel('Type Analysts to go on').fill('Analysts')
  await question.getByRole('button', { name: 'Change the provider' }).click()
  await expect(page.getByRole('button', { name: /^another, copy audience/ })).toBeVisible()
})

test('a provider in use is not deleted, with the list of who uses it; an unused one goes', async ({
  as,
  sandbox,
}) => {
  const own = await ownFederation(sandbox, { orgs: 2 })
  const page = await as('operator')
  await page.goto(own.providerPage('workforce'))
  const refused = page.getByRole('button', { name: 'Delete…' })
  for (const { name } of own.orgs)
    await expect(refused).toHaveAccessibleDescription(new RegExp(`${name} to reach data`))
  await expect(page.getByText('It cannot be deleted while it is in use.')).toBeVisible()
  await expect(page.getByText(/more than one organization uses/)).toBeVisible()

  await page.goto(own.providerPage('workload'))
  await page.getByRole('button', { name: 'Delete…' }).click()
  const question = dialog(page, 'Delete the identity provider Build agents?')
  await question.getByLabel('Type Build agents to go on').fill('Build agents')
  await question.getByRole('button', { name: 'Delete the provider' }).click()
  await expect(page.getByText('3 of 3 identity providers')).toBeVisible()
})

test('revoking keys says whom it signs out, and happens once a second person approves it', async ({
  as,
  api,
  sandbox,
}) => {
  const own = await ownFederation(sandbox)
  const page = await as('operator')
  await page.goto(own.providerPage('workforce'))
  await page.getByRole('button', { name: 'Revoke keys…' }).click()
  const question = dialog(page, /^Revoke the keys/)
  await expect(question).toContainText('signs out every user of every connected organization')
  await expect(question).toContainText(own.orgName)
  await question.getByRole('button', { name: 'File a request' }).click()
  const id = await fileRequest(page)
  expect(await own.sent('revokeFederationSettingIdentityProviderJwks')).toEqual([])

  const approver = await as('approver')
  await approver.goto(routes.request(id))
  await expect(approver.getByText(/Data access/).first()).toBeVisible()
  await approved(await api('approver'), id)
  await approver.reload()
  await expect(outcome(approver)).toContainText('Done', { timeout: 40_000 })
  expect(await own.sent('revokeFederationSettingIdentityProviderJwks')).toHaveLength(1)
})

test('federation settings are deleted only alone: the name is typed, a second person approves', async ({
  as,
  api,
  sandbox,
  expectedProblems,
}) => {
  expectedProblems.push(/404/)
  const two = await ownFederation(sandbox, { orgs: 2 })
  const page = await as('operator')
  await page.goto(two.page)
  const refused = page.getByRole('button', { name: 'Delete federation…' })
  for (const { name } of two.orgs)
    await expect(refused).toHaveAccessibleDescription(new RegExp(name))

  const own = await ownFederation(sandbox)
  await page.goto(own.page)
  await page.getByRole('button', { name: 'Delete federation…' }).click()
  const question = dialog(page, /^Delete the federation settings/)
  await expect(question).toContainText('The identity provider Single sign-on')
  await expect(question).toContainText(own.domain)
  await question.getByLabel(`Type ${own.orgName} to go on`).fill(own.orgName)
  await question.getByRole('button', { name: 'File a request' }).click()
  const id = await fileRequest(page)
  await approved(await api('approver'), id)
  await expect
    .poll(async () => (await own.sent('deleteFederationSetting')).length, { timeout: 40_000 })
    .toBe(1)
  await page.goto(own.page)
  await expect(page.getByText(`${own.orgName} is in no federation`)).toBeVisible({
    timeout: 40_000,
  })
})

test('one of two organizations is disconnected; the last one stays', async ({ as, sandbox }) => {
  const own = await ownFederation(sandbox, { orgs: 2 })
  const [, second] = own.orgs
  const page = await as('operator')
  await page.goto(routes.connectedOrg(own.orgId, second?.orgId ?? ''))
  await page.getByRole('button', { name: 'Disconnect…' }).click()
  const question = dialog(page, /^Disconnect/)
  await question.getByRole('textbox').fill(second?.orgId ?? '')
  await question.getByRole('button', { name: 'Disconnect the organization' }).click()
  await expect(page.getByText('This organization is not connected to the federation')).toBeVisible()
  await page.goto(own.orgPage)
  await expect(page.getByRole('button', { name: 'Disconnect…' })).toHaveAccessibleDescription(
    /the only connected organization/,
  )
})

test('a panel that Atlas refuses fails alone, and an organization of others stands by its id', async ({
  as,
  sandbox,
  expectedProblems,
}) => {
  expectedProblems.push(/403/)
  const own = await ownFederation(sandbox, { outsiders: 1 })
  const page = await as('viewer')
  await page.goto(own.page)
  await expect(page.getByText('outside your scope here').first()).toBeVisible()
  await expect(page.getByText('4 of 4 identity providers')).toBeVisible()
  await sandbox.fault({
    match: {
      operationId: 'listFederationSettingIdentityProviders',
      pathIncludes: own.federationSettingsId,
    },
    times: 50,
    fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
  })
  await page.reload()
  await expect(page.getByText('2 of 2 connected organizations')).toBeVisible()
  // The console may share an answer that is a few seconds old; the page asks again after 20 s.
  await expect(page.getByText(/Atlas does not let connection/).first()).toBeVisible({
    timeout: 60_000,
  })
})

for (const width of [320, 1280])
  test(`every page of a federation is without barriers at ${width} px, forms and all`, async ({
    as,
    axe,
    sandbox,
  }) => {
    // Ten pages, each looked at whole.
    test.slow()
    const own = await ownFederation(sandbox, { orgs: 2, mappings: 30, conflicts: 3, projects: 2 })
    const page = await as('operator')
    await page.setViewportSize({ width, height: 800 })
    const places = [
      own.page,
      `${own.page}?panel=create-provider`,
      own.providerPage('saml'),
      `${own.providerPage('saml')}?panel=change`,
      own.providerPage('workload'),
      own.orgPage,
      `${own.orgPage}?panel=change`,
      `${own.orgPage}?panel=create-mapping`,
      `${own.orgPage}?panel=change-mapping&mapping=${own.mappings[2]}`,
      routes.connectedOrg(own.orgId, own.orgs[1]?.orgId ?? ''),
    ]
    for (const place of places) {
      await page.goto(place)
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      if (place.includes('panel=')) await expect(page.getByRole('dialog')).toBeVisible()
      expect(await axe(page), place).toEqual([])
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(wide, `${place} does not scroll sideways`).toBeLessThanOrEqual(width)
    }
  })

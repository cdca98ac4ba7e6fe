import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { inLooks } from './support/axe'
import { dialog, fileRequest, ownFederation, row, withoutFederation } from './support/federation'
import { approved } from './support/requests'

const northwind = '622f06e0f21affc0c09d52e1'

test('a viewer sees the federation of an organization, and why each action is off', async ({
  as,
  axe,
}) => {
  const page = await as('viewer')
  await page.goto(routes.federation(northwind))
  await expect(page.getByRole('heading', { name: 'Federation', level: 1 })).toBeVisible()
  const sso = row(page, /Northwind single sign-on.*SAML/)
  await expect(sso).toContainText('Active')
  await expect(sso).toContainText('Northwind Ops to sign in')
  await expect(sso.getByRole('button', { name: /copy provider ID/ })).toBeVisible()
  await expect(sso.getByRole('button', { name: /copy legacy provider ID/ })).toBeVisible()
  await expect(row(page, /Contoso ADFS/).first()).toContainText('Inactive')
  await expect(row(page, /Workforce data access.*OIDC · people/)).toContainText('In use')
  await expect(row(page, /Build agents/)).toContainText('Not in use')
  await expect(page.getByText('4 identity providers', { exact: true })).toBeVisible()
  await expect(row(page, /northwind-ops\.example/).last()).toContainText('Northwind Ops')
  await expect(
    page.getByRole('button', { name: 'Create OIDC provider' }),
  ).toHaveAccessibleDescription(/^Only operators can create an OIDC identity provider/)
  expect(await axe(page)).toEqual([])

  await page.getByRole('link', { name: 'Northwind single sign-on' }).click()
  await expect(page.getByRole('heading', { name: 'Northwind single sign-on' })).toBeVisible()
  await expect(row(page, /Expires soon/)).toBeVisible()
  for (const name of ['Edit', 'Turn off…', 'Delete…'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveAccessibleDescription(
      /^Only operators can/,
    )
  await page.getByRole('button', { name: 'Show metadata' }).click()
  await expect(page.getByLabel('SAML metadata', { exact: true })).toContainText('EntityDescriptor')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download XML' }).click()
  expect((await download).suggestedFilename()).toMatch(/^metadata-0oa.*\.xml$/)
  expect(await axe(page)).toEqual([])

  await page.goto(routes.connectedOrg(northwind, northwind))
  await expect(row(page, /payments-engineers/)).toContainText('payments-staging Project Owner')
  await expect(row(page, /contractors/)).toContainText('unknown project')
  await expect(row(page, /Dana Whitfield/)).toContainText('@former-northwind.example')
  await expect(page.getByRole('button', { name: 'Create mapping' })).toHaveAccessibleDescription(
    /^Only operators can/,
  )
  expect(await axe(page)).toEqual([])
})

for (const how of ['none', 'empty'] as const)
  test(`an organization without a federation is not an error when Atlas answers ${how}`, async ({
    as,
    axe,
    sandbox,
    expectedProblems,
  }) => {
    expectedProblems.push(/404/)
    const page = await as('viewer')
    await page.goto(await withoutFederation(sandbox, how))
    await expect(page.getByText(/has no federation$/)).toBeVisible()
    await expect(page.getByText('could not be read')).toHaveCount(0)
    expect(await axe(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 800 })
    expect(await axe(page)).toEqual([])
  })

test('federation settings are deleted once no other organization shares them and a second person approves', async ({
  as,
  api,
  sandbox,
  expectedProblems,
}) => {
  expectedProblems.push(/404/)
  const two = await ownFederation(sandbox, { orgs: 2 })
  const page = await as('operator')
  await page.goto(two.page)
  const refused = page.getByRole('button', { name: 'Delete federation settings…' })
  for (const { name } of two.orgs)
    await expect(refused).toHaveAccessibleDescription(new RegExp(name))

  const own = await ownFederation(sandbox)
  await page.goto(own.page)
  await page.getByRole('button', { name: 'Delete federation settings…' }).click()
  const question = dialog(page, /^Delete the federation settings/)
  await expect(question).toContainText('The identity provider “Single sign-on”')
  await expect(question).toContainText(own.domain)
  await question.getByRole('button', { name: 'Request approval' }).click()
  const id = await fileRequest(page, 'delete federation settings')
  await approved(await api('approver'), id)
  await expect
    .poll(async () => (await own.sent('deleteFederationSetting')).length, { timeout: 40_000 })
    .toBe(1)
  await page.goto(own.page)
  await expect(page.getByText(`${own.orgName} has no federation`)).toBeVisible({
    timeout: 40_000,
  })
  const failures: string[] = []
  page.on('response', (answer) => {
    if (answer.status() === 404) failures.push(answer.url())
  })
  await page.goto(routes.request(id))
  await expect(page.getByText(/call can’t be shown/)).toBeVisible()
  expect(failures.filter((url) => url.includes('/api/ops/'))).toEqual([])
})

test('a panel that Atlas refuses fails alone, and an unknown organization is shown by its ID', async ({
  as,
  sandbox,
  expectedProblems,
}) => {
  expectedProblems.push(/403/)
  const own = await ownFederation(sandbox, { outsiders: 1 })
  const page = await as('viewer')
  await page.goto(own.page)
  await expect(page.getByText('Not visible to you').first()).toBeVisible()
  await expect(page.getByText('4 identity providers', { exact: true })).toBeVisible()
  await sandbox.fault({
    match: {
      operationId: 'listFederationSettingIdentityProviders',
      pathIncludes: own.federationSettingsId,
    },
    times: 50,
    fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
  })
  await page.reload()
  await expect(page.getByText('2 connected organizations', { exact: true })).toBeVisible()
  // The console may share an answer that is a few seconds old; the page refreshes after 20 s.
  await expect(page.getByText(/Atlas does not allow connection/).first()).toBeVisible({
    timeout: 60_000,
  })
})

test('the forms of the federation are accessible, wide and narrow', async ({ as, sandbox }) => {
  const own = await ownFederation(sandbox, { orgs: 2, mappings: 30, conflicts: 3, projects: 2 })
  const page = await as('operator')
  for (const place of [
    own.providerPage('workload'),
    `${own.page}?panel=create-provider`,
    `${own.providerPage('saml')}?panel=change`,
    `${own.orgPage}?panel=change`,
    `${own.orgPage}?panel=create-mapping`,
    `${own.orgPage}?panel=change-mapping&mapping=${own.mappings[2]}`,
  ]) {
    await page.goto(place)
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
    if (place.includes('panel=')) await expect(page.getByRole('dialog')).toBeVisible()
    await inLooks(page)
  }
})

import { getProject } from '@/lib/ops/me'
import { routes } from '@/lib/routes'
import { endpointSeeds } from '@/sandbox/atlas/world/private-endpoints'
import { expect, test } from './fixtures'
import { done } from './support/api'

const azure = (name: string) =>
  `/subscriptions/8e5a1f0c-2b6d-4c1a-9f3e-0a7b5d2c4e61/resourceGroups/apps/providers/Microsoft.Network/privateEndpoints/${name}`

test('an operator creates a service, connects an endpoint of Azure and deletes it', async ({
  as,
  axe,
  project,
  sandbox,
}) => {
  const page = await as('operator')
  await page.goto(routes.privateEndpoints(project.groupId))
  await expect(page.getByText('Off', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Create service for Azure' }).click()
  await page.getByLabel('Region').fill('europe-west')
  await page.getByRole('button', { name: 'Create service', exact: true }).last().click()
  await expect(page.getByText(/in capitals/)).toBeVisible()
  await page.getByLabel('Region').fill('EUROPE_WEST')
  await page.getByRole('button', { name: 'Create service', exact: true }).last().click()
  await expect(page.getByText(/network container/)).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Create service' }).last().click()
  await page.getByRole('link', { name: 'EUROPE_WEST' }).click()
  await expect(page).toHaveURL(/AZURE\/[0-9a-f]{24}$/)
  await expect(page.getByText('Creating…')).toBeVisible()
  const endpointServiceId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const place = { groupId: project.groupId, cloudProvider: 'AZURE' }
  await sandbox.collection({
    collection: 'endpointServices',
    place,
    key: endpointServiceId,
    set: { status: 'AVAILABLE' },
  })
  await expect(page.getByText(/az network private-endpoint create/)).toBeVisible()
  expect(await axe(page)).toEqual([])

  await page.getByRole('button', { name: 'Add endpoint' }).click()
  await page.getByRole('textbox', { name: 'Resource ID' }).fill(azure('orders'))
  await page.getByLabel('Private IP address').fill('10.0.0.4')
  await page.getByRole('button', { name: 'Add endpoint' }).last().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Add endpoint' }).last().click()
  await page.getByRole('link', { name: 'orders', exact: true }).click()
  await expect(page).toHaveURL(/%2Fsubscriptions%2F/)
  await expect(page.getByRole('heading', { name: 'orders' })).toBeVisible()
  await expect(page.getByText(/az network private-endpoint show/)).toBeVisible()
  await sandbox.collection({
    collection: 'privateEndpoints',
    place: { ...place, endpointServiceId },
    key: azure('orders'),
    set: { status: 'AVAILABLE' },
  })
  await expect(page.getByText('Available').first()).toBeVisible()
  await page.getByRole('button', { name: 'Delete this endpoint' }).click()
  await expect(page.getByText(/No cluster of this project/)).toBeVisible()
  await page.getByRole('dialog').getByRole('textbox').fill('orders')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete endpoint' }).click()
  await expect(page.getByText('Deleting…').first()).toBeVisible()
  expect(await axe(page)).toEqual([])
})

test('each endpoint of AWS is listed once by its ID', async ({ as }) => {
  const seed = endpointSeeds.find(({ place }) => place.cloudProvider === 'AWS')
  const { groupId } = seed?.place ?? {}
  if (!seed?.endpoints?.length || !groupId) throw new Error('The demo data has no endpoint of AWS')
  const page = await as('viewer')
  await page.goto(routes.endpointService(groupId, 'AWS', seed.item.id))
  for (const { endpointId } of seed.endpoints)
    await expect(page.getByText(endpointId, { exact: true })).toHaveCount(1)
})

test('a viewer sees the state and the error of every data federation endpoint', async ({
  as,
  axe,
  project,
  sandbox,
}) => {
  const states = ['OK', 'PENDING', 'FAILED', 'DELETING']
  await sandbox.collection({
    collection: 'dataEndpoints',
    place: { groupId: project.groupId },
    add: states.map((status, i) => ({
      status,
      comment: `Network ${i}`,
      ...(status === 'FAILED' ? { errorMessage: 'Rejected by the owner' } : {}),
    })),
  })
  const page = await as('viewer')
  await page.goto(routes.dataEndpoints(project.groupId))
  for (const word of ['Connected', 'Connecting…', 'Failed', 'Deleting…', 'Rejected by the owner'])
    await expect(page.getByText(word).first()).toBeVisible()
  const comment = page.getByRole('button', { name: 'Comment Network 0' })
  await expect(comment).toHaveAttribute('aria-disabled', 'true')
  expect(await axe(page)).toEqual([])
})

test('a failure that every list has is explained once', async ({ as, api, project, sandbox }) => {
  const { groupId } = project
  await done(await api('operator'), getProject, { groupId })
  await sandbox.fault({
    match: { groupId, method: 'GET' },
    times: 1000,
    fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
  })
  const page = await as('viewer')
  await page.goto(routes.privateEndpoints(groupId))
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(4)
  await expect(page.getByText('USER_UNAUTHORIZED')).toHaveCount(1)
})

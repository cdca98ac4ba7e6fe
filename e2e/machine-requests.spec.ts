import { routes } from '@/lib/routes'
import { projectIdOf } from '@/sandbox/atlas/world/projects'
import { expect, test } from './fixtures'
import { machineToken } from './support/machine'

const USER_AGENT =
  'terraform-provider-mongodbatlas/1.40.0 Terraform/1.9.5 Name/mongodbatlas_network_peering Operation/create ModuleName/network'

test('an approver reads and approves the calls of a machine as one plan, and each passes once', async ({
  as,
  api,
  axe,
  playwright,
  baseURL,
}) => {
  const client = await playwright.request.newContext({ baseURL })
  const authorization = await machineToken(client, await api('admin'))
  const vpc = `vpc-${Date.now().toString(36)}`
  const create = (at: number) =>
    client.post(`/api/atlas/v2/groups/${projectIdOf('payments-prod')}/peers`, {
      data: JSON.stringify({ providerName: 'AWS', vpcId: `${vpc}-${at}` }),
      headers: {
        authorization,
        accept: 'application/vnd.atlas.2023-01-01+json',
        'content-type': 'application/vnd.atlas.2023-01-01+json',
        'user-agent': USER_AGENT,
      },
    })
  const refused = await Promise.all([1, 2, 3].map(create))
  expect(refused.map((one) => one.status())).toEqual([403, 403, 403])
  const { parameters } = (await refused[0]!.json()) as { parameters: string[] }

  const page = await as('approver')
  await page.goto(routes.request(parameters[0] ?? ''))
  await expect(page.getByText('mongodbatlas_network_peering')).toBeVisible()
  await expect(page.getByText('self-reported')).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.getByRole('link', { name: 'Review all 3' }).click()
  await expect(page.getByText(`${vpc}-2`).first()).toBeVisible()
  await page.getByRole('button', { name: 'Approve 3 calls…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(`${vpc}-3`)).toBeVisible()
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: /^Approve \d+ calls/ }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Approved, waiting for the client')).toHaveCount(3)

  const passed = await Promise.all([1, 2, 3].map(create))
  expect(passed.every((one) => one.status() < 300)).toBe(true)
  expect((await create(1)).status()).toBe(403)
})

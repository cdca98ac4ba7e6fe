import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

test('any Atlas operation is found, read, and changed with approval', async ({
  as,
  axe,
  project,
}) => {
  const { groupId } = project
  const page = await as('operator')
  await page.goto(routes.explorer())
  await page.getByRole('searchbox', { name: /Search/ }).fill('listGroupPeers')
  await page.getByRole('link', { name: /List group peers/ }).click()
  await page.getByLabel('groupId').fill('nonsense')
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await expect(page.getByText(/24 hexadecimal/)).toBeVisible()
  await page.getByLabel('groupId').fill(groupId)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText('results')
  expect(await axe(page)).toEqual([])

  await page.goto(routes.atlasOperation('createGroupPeer'))
  await page.getByLabel('groupId').fill(groupId)
  const body = page.getByRole('textbox', { name: 'Body' })
  await body.fill('{"providerName":"AWS","vpcId":"vpc-1"}')
  await expect(page.getByText(/no rules of its own/)).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Request approval' }).click()
  await expect(page.getByLabel('Reason')).toBeVisible()
  await expect(page.getByText(/Create group peer/).first()).toBeVisible()
})

/** Takes pictures of pages that are empty, out of date, refused, failing, or show something that does not exist. */
import { type PageName, pages } from '@/lib/pages'
import { routes } from '@/lib/routes'
import { expect, test } from '../fixtures'
import {
  addressOf,
  apart,
  canBeStale,
  failure,
  isOfOrg,
  isOfProject,
  namesIn,
  outOfDate,
  ownPlace,
  personaOf,
  refusal,
  visit,
} from '../support/every-page'
import { clusterNamed } from '../support/requests'
import { takePictures } from './still'

const names = Object.keys(pages) as PageName[]
for (const name of names.filter((one) => isOfProject(pages[one].at) || isOfOrg(pages[one].at)))
  test(`states of ${name}`, async ({ as, api, makeProject, sandbox }) => {
    const setting = { makeProject, sandbox, session: await api('operator') }
    const page = await as('operator')
    const own = await ownPlace(name, setting)
    await visit(page, own.address)
    await takePictures(page, `states/${name}-empty`)
    if (canBeStale(name)) {
      await sandbox.fault({ match: own.reads, times: 1000, fault: refusal })
      await outOfDate(page)
      await takePictures(page, `states/${name}-stale`)
    }
    for (const [state, fault] of [
      ['refused', refusal],
      ['failing', failure],
    ] as const) {
      const { address, reads } = await ownPlace(name, setting)
      await sandbox.fault({ match: reads, times: 1000, fault })
      await visit(page, address)
      await takePictures(page, `states/${name}-${state}`)
    }
  })

for (const name of names.filter(
  (one) => pages[one].at.startsWith('/projects/[groupId]/') && !isOfProject(pages[one].at),
))
  test(`states of ${name}`, async ({ as, makeProject, expectedProblems }) => {
    expectedProblems.push(/status of 404/)
    const { groupId, clusters } = await makeProject({ clusters: [{ name: clusterNamed('none') }] })
    const page = await as('operator')
    await visit(page, addressOf(pages[name].at, { groupId, clusterName: clusters[0]?.name ?? '' }))
    await takePictures(page, `states/${name}-missing`)
  })

for (const name of names.filter(
  (one) => namesIn(pages[one].at).length === 0 && !apart.includes(one),
))
  test(`states of ${name}`, async ({ as, expectedProblems }) => {
    expectedProblems.push(/ERR_INTERNET_DISCONNECTED/)
    const page = await as(personaOf(name))
    await visit(page, pages[name].at)
    await page.context().setOffline(true)
    await expect(page.getByText(/offline/i).first()).toBeVisible()
    await takePictures(page, `states/${name}-offline`)
  })

for (const name of [
  'audit',
  'sessions',
  'connections',
  'health',
  'erasures',
  'deliveries',
] as const)
  test(`states of ${name} without the role`, async ({ as }) => {
    const page = await as('viewer')
    await visit(page, routes[name]())
    await takePictures(page, `states/${name}-noRole`)
  })

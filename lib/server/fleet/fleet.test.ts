import { beforeAll, expect, test } from 'vitest'
import { compareFleet, getFleet, listFindings } from '@/lib/ops/fleet'
import { personAs } from '@/scripts/testing/console'
import { findProject } from '../directory'
import { observeProject } from '../employee-access/observe'
import { run } from '../run'
import { startConsole } from '../testing/start'
import { collect } from './collect'

const world = await startConsole()
let groupId = ''

const asViewer = () => personAs('viewer')
const fleet = async (person = asViewer()) =>
  getFleet.output.parse((await run(getFleet, {}, person)).data)

beforeAll(async () => {
  const project = await world.project({ accessList: 3, clusters: [{ name: 'one' }] })
  groupId = project.groupId
  await world.control('POST', 'state', {
    groupId,
    clusterName: 'one',
    grant: { grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime: '2030-01-01T00:00:00Z' },
  })
  await observeProject((await findProject(groupId))!)
})

const cellsOf = async (person = asViewer()) => {
  const { checks, projects } = await fleet(person)
  const project = projects.find((one) => one.groupId === groupId)
  return new Map(checks.map(({ id }, at) => [id, project?.cells[at]]))
}

test('the collector reads what is due, and the fleet shows it', async () => {
  expect((await cellsOf()).get('open-access')).toMatchObject({ state: 'pending' })
  await expect
    .poll(
      async () => {
        await collect(new AbortController().signal)
        return (await cellsOf()).get('open-access')?.state
      },
      { timeout: 30_000 },
    )
    .toBe('fine')
  const cells = await cellsOf()
  expect(cells.get('endless-access')).toMatchObject({ state: 'found', count: 3, level: 'info' })
  expect(cells.get('employee-access')).toMatchObject({ state: 'found', count: 1, level: 'bad' })
  const { data } = await run(listFindings, { groupId }, asViewer())
  const { results, totalCount } = listFindings.output.parse(data)
  expect(totalCount).toBe(4)
  expect(results.map(({ level }) => level)).toEqual(['bad', 'info', 'info', 'info'])
  const at = new Date(Date.now() - 86_400_000).toISOString()
  const compared = compareFleet.output.parse((await run(compareFleet, { at }, asViewer())).data)
  expect(compared.checks.find(({ id }) => id === 'employee-access')).toMatchObject({
    before: 0,
    now: 1,
    appeared: 1,
  })
})

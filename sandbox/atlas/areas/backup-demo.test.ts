import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, startClient } from '../testing'
import { projectIdOf } from '../world/projects'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.atlas.close())

test.each([
  ['payments-prod', 'payments-main', 200],
  ['payments-staging', 'staging-main', 200],
  ['search-platform', 'search-main', 400],
])(
  'in the demo project %s, an on-demand snapshot of %s answers %i',
  async (project, name, status) => {
    const path = `/api/atlas/v2/groups/${projectIdOf(project)}/clusters/${name}/backup/snapshots`
    const asked = { description: 'Before the release', retentionInDays: 14 }
    expect((await client.call('POST', path, asked)).status).toBe(status)
  },
)

import { describe, expect, test } from 'vitest'
import { entries } from '@/lib/audit/read'
import { revokeSlot } from '@/lib/ops/slots'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { sql } from './database'
import { directory } from './directory'
import { observeProject } from './employee-access/observe'
import { run } from './run'
import { refusal, settleAll } from './testing/acting'
import { approve, card, fileAccess, longAgo, slot } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()
const context = { requestId: 'test' }

const newProject = (more: Record<string, unknown> = {}) =>
  world.project({ clusters: [{ name: 'main' }], ...more })

describe('grants made outside Gatehouse', () => {
  const observe = async (project: TestProject) => {
    const known = (await directory()).projects.get(project.groupId)
    const any = known ?? {
      ...[...(await directory()).projects.values()][0]!,
      groupId: project.groupId,
      orgId: project.orgId,
    }
    await observeProject(any)
  }

  test('appear as an incident, can be revoked, and the incident clears', async () => {
    const project = await newProject()
    const grant = {
      grantType: 'CLUSTER_INFRASTRUCTURE',
      expirationTime: new Date(Date.now() + 3_600_000).toISOString(),
    }
    await world.control('POST', 'state', { groupId: project.groupId, clusterName: 'main', grant })
    await observe(project)
    const found = await slot(project)
    expect(found.drift).toMatchObject({
      expected: null,
      observed: { grantType: 'CLUSTER_INFRASTRUCTURE' },
    })
    const input = {
      groupId: project.groupId,
      clusterName: 'main',
      expected: found.now,
      reason: 'Nobody asked',
    }
    expect(await refusal(run(revokeSlot, input, personAs('requester'), context))).toMatchObject({
      kind: 'not-allowed',
    })
    await run(revokeSlot, input, personAs('operator'), context)
    expect((await slot(project)).drift?.mayRevoke).toContain('already being revoked')
    await settleAll()
    await observe(project)
    expect(await slot(project)).toMatchObject({ now: null, drift: null })
  })

  test('an approved grant is no incident; if it is removed in Atlas, its request closes as revoked', async () => {
    const project = await newProject()
    const id = await fileAccess(project)
    await approve(id)
    await settleAll()
    await observe(project)
    expect((await slot(project)).drift).toBeNull()
    await world.control('POST', 'state', {
      groupId: project.groupId,
      clusterName: 'main',
      grant: null,
    })
    await observe(project)
    // Right after Gatehouse's own grant an empty slot may be an old reading.
    expect((await card(id)).request.state).toBe('approved')
    await longAgo(world, id)
    await observe(project)
    expect((await card(id)).request).toMatchObject({ state: 'closed', how: 'revoked' })
    expect((await entries(sql(), { limit: 50, requestId: id })).map((e) => e.body.type)).toContain(
      'drift.detected',
    )
  })
})

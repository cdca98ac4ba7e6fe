import { describe, expect, test } from 'vitest'
import { entries } from '@/lib/audit/read'
import { newId } from '@/lib/format/id'
import { listRestoreJobs, restoreState } from '@/lib/ops/backup'
import { cancelRestore, showLinks } from '@/lib/ops/backup-jobs'
import { personAs } from '@/scripts/testing/console'
import { sql } from './database'
import { run } from './run'
import { as, audited, refusal, wasSeen } from './testing/acting'
import { withBackups } from './testing/backup'
import { startConsole } from './testing/start'

const gatehouse = await startConsole()
await wasSeen()

const jobs = async (place: object, who = 'viewer') =>
  listRestoreJobs.output.parse((await as(who, listRestoreJobs, place)).data).results

describe('cancelling', () => {
  type Place = Parameters<typeof jobs>[0]
  /** With its target, as the page shows it. */
  const shown = async (place: Place, restoreJobId: string) => {
    const job = (await jobs(place)).find(({ id }) => id === restoreJobId)
    const { targetGroupId = null, targetClusterName = null } = job ?? {}
    return { ...place, restoreJobId, targetGroupId, targetClusterName }
  }
  const cancel = async (place: Place, restoreJobId: string) =>
    as('operator', cancelRestore, await shown(place, restoreJobId))

  test('needs the role at the target, and a different target is detected', async () => {
    const { place, job } = await withBackups(gatehouse)
    const elsewhere = await gatehouse.project({ clusters: [{ name: 'other' }] })
    const input = await shown(place, job('running'))
    const sourceOnly = personAs('outsider', {
      bindings: [
        { group: 'inside', role: 'operator', scope: { project: input.targetGroupId ?? '' } },
      ],
    })
    const asked = { ...input, targetGroupId: elsewhere.groupId, targetClusterName: 'other' }
    expect((await refusal(run(cancelRestore, asked, sourceOnly))).kind).toBe('not-found')
    const hidden = { ...input, targetGroupId: null, targetClusterName: null }
    expect(await refusal(as('operator', cancelRestore, hidden))).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('not to the cluster'),
    })
  })

  test('cancels a running job, and the links of a download', async () => {
    const { place, job } = await withBackups(gatehouse)
    await cancel(place, job('running'))
    await cancel(place, job('ready'))
    const states = new Map((await jobs(place)).map((j) => [j.id, restoreState(j)]))
    expect(states.get(job('running'))).toBe('cancelled')
    expect(states.get(job('ready'))).toBe('cancelled')
  })

  test('a sharded job is refused before the call, and its 405 is explained', async () => {
    const { place, job, groupId } = await withBackups(gatehouse, { type: 'SHARDED' })
    const failure = await refusal(cancel(place, job('running')))
    expect(failure).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('sharded cluster'),
    })
    const operationId = 'cancelGroupClusterBackupRestoreJob'
    expect(await gatehouse.calls({ groupId, operationId })).toEqual([])
    const plain = await withBackups(gatehouse)
    await gatehouse.fault({
      match: { operationId, groupId: plain.groupId },
      fault: {
        kind: 'status',
        status: 405,
        errorCode: 'ATLAS_BACKUP_CANCEL_SHARD_RESTORE_JOB_NOT_ALLOWED',
      },
    })
    expect(await refusal(cancel(plain.place, plain.job('running')))).toMatchObject({
      message: expect.stringContaining('sharded cluster'),
      atlas: { status: 405 },
    })
  })

  test('a finished or unknown job is refused with the reason', async () => {
    const { place, job } = await withBackups(gatehouse)
    expect((await refusal(cancel(place, job('finished')))).message).toContain('finished')
    expect((await refusal(cancel(place, 'e'.repeat(24)))).message).toContain('no longer exists')
  })
})

describe('download links', () => {
  const show = (place: object, restoreJobId: string, who = 'operator', trace = newId()) =>
    as(who, showLinks, { ...place, restoreJobId }, trace)

  test('are shown to the person who asks, recorded, and stored nowhere', async () => {
    const { place, job } = await withBackups(gatehouse)
    const trace = newId()
    const { data } = await show(place, job('ready'), 'operator', trace)
    const [link] = showLinks.output.parse(data).deliveryUrl ?? []
    expect(link).toMatch(/^https:\/\/restore-/)
    const rows = await audited(trace)
    expect(rows.map((row) => row.type)).toEqual(['command.intent', 'command.done'])
    expect(rows[0]?.target).toContain(`restore job ${job('ready')} / download links`)
    const chain = await entries(sql(), { limit: 500, newestFirst: true })
    expect(JSON.stringify(chain)).not.toContain(link)
    expect(JSON.stringify(await jobs(place, 'operator'))).not.toContain(link)
  })

  test('without links there is a reason instead', async () => {
    const { place, job } = await withBackups(gatehouse)
    expect((await refusal(show(place, job('expired')))).message).toContain('the job is expired')
    expect((await refusal(show(place, job('running')))).message).toContain('not ready yet')
  })
})

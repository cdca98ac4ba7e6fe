import { expect, test } from 'vitest'
import { takeSnapshot } from '@/lib/ops/backup-snapshots'
import { previewOp } from '@/lib/ops/console'
import { personAs } from '@/scripts/testing/console'
import { run } from './run'
import { startConsole } from './testing/start'

const world = await startConsole()

test('an odd row that stops a command is named, with what to do', async () => {
  const { groupId } = await world.project({ clusters: [{ name: 'main' }] })
  await world.fault({
    match: { groupId, operationId: 'listGroupClusterBackupSnapshots' },
    fault: { kind: 'odd-row' },
    times: 2,
  })
  const input = {
    groupId,
    clusterName: 'main',
    sharded: false,
    description: 'Before the release',
    retentionInDays: 7,
  }
  const sentence = /^1 row in Atlas’s answer to “List snapshots.*” .* Do this in Atlas for now/
  const { data } = await run(
    previewOp,
    { op: takeSnapshot.id, input, fresh: true },
    personAs('operator'),
  )
  expect(previewOp.output.parse(data).whyNot).toMatch(sentence)
  await expect(run(takeSnapshot, input, personAs('operator'))).rejects.toThrow(sentence)
  expect((await world.calls({ groupId, method: 'POST' })).length).toBe(0)
  // The list is right again.
  await run(takeSnapshot, input, personAs('operator'))
})

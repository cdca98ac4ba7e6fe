import { expect, test } from 'vitest'
import { previewOp } from '@/lib/ops/console'
import { revokeKeys } from '@/lib/ops/identity-providers'
import { answer, ownFederation } from './testing/federation'
import { startConsole } from './testing/start'

const gatehouse = await startConsole()

const whyNot = async (input: unknown) =>
  previewOp.output.parse(await answer(previewOp, { op: revokeKeys.id, input })).whyNot

test('a revocation of keys is read from the events of a connected organization', async () => {
  const [own, other] = [
    await ownFederation(gatehouse, { orgs: 2 }),
    await ownFederation(gatehouse, { outsiders: 1 }),
  ]
  const input = { ...own.providerPlace('workforce'), displayName: 'Data access' }
  for (const { orgId } of own.orgs) expect(await whyNot({ ...input, orgId })).toBeNull()
  for (const orgId of [other.orgId, other.outsiders[0]])
    expect(await whyNot({ ...input, orgId })).toContain(
      `${orgId} is not connected to this federation`,
    )
})

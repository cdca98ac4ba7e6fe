import { expect, test } from 'vitest'
import { getConnectedOrg, updateConnectedOrg } from '@/lib/ops/connected-orgs'
import { previewOp } from '@/lib/ops/console'
import { answer, ownFederation } from './testing/federation'
import { startConsole } from './testing/start'

const gatehouse = await startConsole()

test('a change made elsewhere right after a read is reported before sending, and shown to the next reader', async () => {
  const own = await ownFederation(gatehouse)
  // As a page and its form read it: for 5 s this answer is shared.
  const opened = await own.opened()
  await own.changeElsewhere({ domainAllowList: ['elsewhere.example'] })

  const input = { ...own.place, opened, changes: { domainRestrictionEnabled: true } }
  const asked = { op: updateConnectedOrg.id, input, fresh: true }
  const { whyNot } = previewOp.output.parse(await answer(previewOp, asked))
  expect(whyNot).toContain('changed the organization')

  // What somebody was told is what everybody sees: the form goes on from it.
  const shown = getConnectedOrg.output.parse(await answer(getConnectedOrg, own.place, 'viewer'))
  expect(shown.domainAllowList).toEqual(['elsewhere.example'])
  const goneOn = { ...input, opened: await own.opened() }
  const again = await answer(previewOp, { ...asked, input: goneOn })
  expect(previewOp.output.parse(again).whyNot).toBeNull()
})

import { describe, expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import { previewOp } from '@/lib/ops/console'
import { deleteFederation, findFederation } from '@/lib/ops/federation'
import { revokeKeys } from '@/lib/ops/identity-providers'
import { approveRequest, editRequest, fileRequest, getRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { run } from './run'
import { settleAll, wasSeen } from './testing/acting'
import { answer, ownFederation, refusal } from './testing/federation'
import { startConsole } from './testing/start'

const gatehouse = await startConsole()
await wasSeen()

const file = async (op: { id: string }, input: Record<string, unknown>) => {
  const asked = { op: op.id, input, reason: 'A key of the provider was seen in a log' }
  return fileRequest.output.parse(await answer(fileRequest, asked)).requestId
}
const card = async (requestId: string) =>
  getRequest.output.parse(await answer(getRequest, { requestId }, 'approver')).request
const approve = async (requestId: string) => {
  const { digest } = await card(requestId)
  await answer(approveRequest, { requestId, digest }, 'approver')
  await settleAll()
}

const keys = (own: Awaited<ReturnType<typeof ownFederation>>, kind: 'workforce' | 'saml') => ({
  ...own.providerPlace(kind),
  orgId: own.orgId,
  displayName: kind === 'saml' ? 'Single sign-on' : 'Data access',
})
const revocation = 'revokeFederationSettingIdentityProviderJwks'

describe('revoking the keys of a provider', () => {
  test('needs a second person and says whom it signs out', async () => {
    const own = await ownFederation(gatehouse)
    const failure = await refusal(revokeKeys, keys(own, 'workforce'))
    expect(failure).toMatchObject({ kind: 'needs-approval' })
    expect(failure.message).toMatch(/signs out all users/)
    expect(await own.sent(revocation)).toEqual([])
  })

  test('is sent once when approved, and is done when Atlas accepts it', async () => {
    const own = await ownFederation(gatehouse)
    const id = await file(revokeKeys, keys(own, 'workforce'))
    expect((await card(id)).summary).toContain('Data access')
    await approve(id)
    expect(await card(id)).toMatchObject({ state: 'closed', how: 'done' })
    expect(await own.sent(revocation)).toHaveLength(1)
  })

  test('of a SAML provider can’t be requested', async () => {
    const own = await ownFederation(gatehouse)
    const input = { op: revokeKeys.id, input: keys(own, 'saml') }
    const { data } = await run(previewOp, input, personAs('operator'))
    expect(previewOp.output.parse(data).whyNot).toMatch(/OIDC/)
  })

  test('under another provider’s name can’t be requested', async () => {
    const own = await ownFederation(gatehouse)
    const input = { ...keys(own, 'workforce'), displayName: 'Build agents' }
    const { data } = await run(previewOp, { op: revokeKeys.id, input }, personAs('operator'))
    expect(previewOp.output.parse(data).whyNot).toContain('named Data access')
  })

  test('needs a role in every connected organization', async () => {
    const own = await ownFederation(gatehouse, { orgs: 2 })
    const scope = { org: own.orgId }
    const person = personAs('operator', {
      bindings: [{ group: 'gatehouse-operators', role: 'operator', scope }],
    })
    const asked = {
      op: revokeKeys.id,
      input: keys(own, 'workforce'),
      reason: 'A key of the provider was seen in a log',
    }
    await expect(run(fileRequest, asked, person)).rejects.toThrow()
  })
})

describe('deleting federation settings', () => {
  test('is refused while two organizations are connected, and names them', async () => {
    const own = await ownFederation(gatehouse, { orgs: 2 })
    const input = { op: deleteFederation.id, input: own.place }
    const { data } = await run(previewOp, input, personAs('operator'))
    const { whyNot } = previewOp.output.parse(data)
    for (const { orgId } of own.orgs) expect(whyNot).toContain(orgId)
    expect(whyNot).toContain('2 organizations are connected')
  })

  test('of one organization is sent when approved, and read back', async () => {
    const own = await ownFederation(gatehouse)
    const { orgId } = own
    const input = own.place
    expect(await refusal(deleteFederation, input)).toMatchObject({ kind: 'needs-approval' })
    const id = await file(deleteFederation, input)
    await approve(id)
    expect(await card(id)).toMatchObject({ state: 'closed', how: 'done' })
    expect(await own.sent('deleteFederationSetting')).toHaveLength(1)
    expect(await answer(findFederation, { orgId })).not.toHaveProperty('id')
    // Its card then asks for no preview, which would be a 404.
    expect((await card(id)).isPlaceGone).toBe(true)
  })

  test('can’t be requested for another organization, or edited into another federation', async () => {
    const [own, other] = [await ownFederation(gatehouse), await ownFederation(gatehouse)]
    const posing = { ...own.place, orgId: other.orgId }
    const { data } = await run(
      previewOp,
      { op: deleteFederation.id, input: posing },
      personAs('operator'),
    )
    expect(previewOp.output.parse(data).whyNot).toContain(`It is not ${other.orgId}`)
    await expect(file(deleteFederation, posing)).rejects.toMatchObject({ kind: 'conflict' })
    expect(await own.sent('deleteFederationSetting')).toEqual([])

    const requestId = await file(deleteFederation, own.place)
    const edited = {
      requestId,
      revision: 1,
      input: other.place,
      reason: 'A key of the provider was seen in a log',
    }
    const typed = run(editRequest, edited, personAs('operator'), {
      requestId: newId(),
      confirm: 'delete federation settings',
    })
    await expect(typed).rejects.toMatchObject({
      message: expect.stringContaining('change the project'),
    })
  })

  test('is not sent when another organization was connected meanwhile', async () => {
    const own = await ownFederation(gatehouse, { orgs: 1, outsiders: 1 })
    const input = own.place
    const failed = file(deleteFederation, input).then(async (id) => {
      await approve(id)
      return card(id)
    })
    const outcome = await failed.catch((error: unknown) => String(error))
    expect(JSON.stringify(outcome)).not.toContain('"how":"done"')
    expect(await own.sent('deleteFederationSetting')).toEqual([])
  })
})

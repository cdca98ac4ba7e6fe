import { describe, expect, test } from 'vitest'
import { type AccessEntry, allowAddresses, removeAddress } from '@/lib/ops/access-list'
import { previewOp } from '@/lib/ops/console'
import { approveRequest, fileRequest, getRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { run } from './run'
import { accessListLab, allow, entry, listed } from './testing/access-list'
import { refusal, settleAll } from './testing/acting'

const { console: gatehouse, posts } = accessListLab()

describe('wide when added up', () => {
  const sixteen = (first: number, n: number) =>
    Array.from({ length: n }, (_, i) => entry(`52.${first + i}.0.0/16`))

  test('a wide block in parts needs approval in one call', async () => {
    const { groupId } = await gatehouse().project()
    const failure = await refusal(allow(groupId, sixteen(0, 128)))
    expect(failure).toMatchObject({ kind: 'needs-approval' })
    expect(failure.message).toContain('8,388,608')
    expect(await posts(groupId)).toEqual([])
  })

  test('a wide block in parts needs approval over several calls, and is then added', async () => {
    const { groupId } = await gatehouse().project()
    await allow(groupId, sixteen(0, 1))
    const failure = await refusal(allow(groupId, sixteen(1, 1)))
    expect(failure).toMatchObject({ kind: 'needs-approval' })
    expect(failure.message).toContain('131,072')
    const input = { groupId, entries: sixteen(1, 1) }
    const { data } = await run(previewOp, { op: allowAddresses.id, input }, personAs('operator'))
    expect(previewOp.output.parse(data).friction.level).toBe('approval')
    const asked = { op: allowAddresses.id, input, reason: 'The partner moves to another range' }
    const filed = await run(fileRequest, asked, personAs('operator'))
    const { requestId } = fileRequest.output.parse(filed.data)
    const card = await run(getRequest, { requestId }, personAs('approver'))
    const { digest } = getRequest.output.parse(card.data).request
    await run(approveRequest, { requestId, digest }, personAs('approver'))
    await settleAll()
    expect((await listed(groupId)).has('52.1.0.0/16')).toBe(true)
  })

  test('of two simultaneous calls that are too wide together, one is sent', async () => {
    const { groupId } = await gatehouse().project()
    const outcomes = await Promise.allSettled([
      allow(groupId, sixteen(0, 1)),
      allow(groupId, sixteen(1, 1), 'operator'),
    ])
    expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await posts(groupId)).toHaveLength(1)
  })

  test('a removed entry is restored under the same rule', async () => {
    const { groupId } = await gatehouse().project()
    await allow(groupId, sixteen(0, 1))
    await run(removeAddress, { groupId, entryValue: '52.0.0.0/16' }, personAs('operator'))
    await allow(groupId, sixteen(1, 1))
    expect(await refusal(allow(groupId, sixteen(0, 1)))).toMatchObject({ kind: 'needs-approval' })
  })

  test('a single address can still be added to a full list', async () => {
    const { groupId } = await gatehouse().project()
    await allow(groupId, sixteen(0, 1))
    await allow(groupId, [entry('203.0.113.8')])
    expect((await listed(groupId)).size).toBe(2)
  })

  test('IPv4 in IPv6 form counts with the IPv4 on the list', async () => {
    const { groupId } = await gatehouse().project()
    await allow(groupId, sixteen(0, 1))
    for (const address of ['64:ff9b::3500:0/112', '2002:3500::/32'])
      expect(await refusal(allow(groupId, [entry(address)]))).toMatchObject({
        kind: 'needs-approval',
      })
  })

  test('an approver reads what a new entry covers', async () => {
    const { groupId } = await gatehouse().project({ accessList: 3 })
    const input = { groupId, entries: [entry('0.0.0.0/0')] }
    const { data } = await run(previewOp, { op: allowAddresses.id, input }, personAs('approver'))
    const told = previewOp.output.parse(data)
    expect(told.impact.join(' ')).toContain('covers 3 other entries')
    expect(told.friction).toMatchObject({ level: 'approval' })
  })
})

describe('a wide address through a request', () => {
  const file = async (groupId: string, list: AccessEntry[]) => {
    const input = {
      op: allowAddresses.id,
      input: JSON.parse(JSON.stringify({ groupId, entries: list })),
      reason: 'The partner has no fixed address before Monday',
    }
    const { data } = await run(fileRequest, input, personAs('operator'))
    return fileRequest.output.parse(data).requestId
  }
  const card = async (requestId: string) =>
    getRequest.output.parse((await run(getRequest, { requestId }, personAs('approver'))).data)
  const approve = async (requestId: string) => {
    const { digest } = (await card(requestId)).request
    await run(approveRequest, { requestId, digest }, personAs('approver'))
    await settleAll()
  }

  test('is added once approved, and the request closes as done', async () => {
    const { groupId } = await gatehouse().project()
    const id = await file(groupId, [entry('0.0.0.0/0', { comment: 'Partner launch' })])
    expect((await card(id)).request.summary).toMatch(/whole internet.* project /)
    expect((await listed(groupId)).size).toBe(0)
    await approve(id)
    expect((await listed(groupId)).get('0.0.0.0/0')).toMatchObject({ comment: 'Partner launch' })
    expect((await card(id)).request).toMatchObject({ state: 'closed', how: 'done' })
    expect(await posts(groupId)).toHaveLength(1)
  })

  test('cannot be requested when no approval is needed', async () => {
    const { groupId } = await gatehouse().project()
    expect((await refusal(file(groupId, [entry('203.0.113.8')]))).kind).toBe('invalid')
  })

  test('is not sent when it expired before the approval', async () => {
    const { groupId } = await gatehouse().project()
    const soon = new Date(Date.now() + 1500).toISOString()
    const id = await file(groupId, [entry('10.0.0.0/8', { deleteAfterDate: soon })])
    await expect.poll(() => Date.now() > Date.parse(soon), { timeout: 5000 }).toBe(true)
    await approve(id)
    expect(await posts(groupId)).toEqual([])
    expect((await card(id)).request).toMatchObject({ state: 'closed', how: 'conflict' })
  })
})

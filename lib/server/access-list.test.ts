import { describe, expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import { accessStates, accessStatus, allowAddresses, removeAddress } from '@/lib/ops/access-list'
import { previewOp } from '@/lib/ops/console'
import type { Op } from '@/lib/ops/define'
import { whoAmI } from '@/lib/ops/me'
import { personAs } from '@/scripts/testing/console'
import { run } from './run'
import { accessListLab, allow, entry, hours, listed } from './testing/access-list'
import { audited, refusal } from './testing/acting'

const { console: gatehouse, posts } = accessListLab()

describe('reading', () => {
  test('a viewer gets all pages as one list', async () => {
    const { groupId } = await gatehouse().project({ accessList: 500 })
    await allow(groupId, [entry('203.0.113.1')])
    expect((await listed(groupId)).size).toBe(501)
    const reads = await gatehouse().calls({ groupId, operationId: 'listGroupAccessListEntries' })
    // Two lists of two pages come before the add: one for its friction, one in its turn.
    expect(reads.slice(6)).toHaveLength(2)
  })

  test('the state of an entry goes from pending to active', async () => {
    const { groupId } = await gatehouse().project()
    await allow(groupId, [entry('203.0.113.8')])
    const status = async () => {
      const input = { groupId, entryValue: '203.0.113.8/32' }
      return accessStatus.output.parse((await run(accessStatus, input, personAs('viewer'))).data)
    }
    expect((await status()).STATUS).toBe('PENDING')
    await gatehouse().control('POST', 'clock', { advanceSeconds: 60 })
    await run(removeAddress, { groupId, entryValue: '192.0.2.250' }, personAs('operator')).catch(
      () => 'only to make the cached state stale',
    )
    expect((await status()).STATUS).toBe('ACTIVE')
  })

  test('states are read in one request, and one failure affects no other', async () => {
    const { groupId } = await gatehouse().project({ accessList: 3 })
    await gatehouse().fault({
      match: { groupId, operationId: 'getGroupAccessListStatus', pathIncludes: '198.51.100.2' },
      times: 5,
      fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
    })
    const values = [1, 2, 3].map((n) => `198.51.100.${n}/32`)
    const input = { groupId, entries: values }
    const { data } = await run(accessStates, input, personAs('viewer'))
    const { states } = accessStates.output.parse(data)
    expect(states.map((one) => one.status)).toEqual(['ACTIVE', null, 'ACTIVE'])
    expect(states[1]?.why).toMatch(/\.$/)
    const elsewhere = { ...personAs('viewer'), bindings: boundTo('f'.repeat(24)) }
    expect(await refusal(run(accessStates, input, elsewhere))).toMatchObject({ kind: 'not-found' })
  })

  test('a new project is among the person’s projects once it was opened', async () => {
    await run(whoAmI, {}, personAs('viewer'))
    const { groupId } = await gatehouse().project()
    await listed(groupId)
    const { data } = await run(whoAmI, {}, personAs('viewer'))
    expect(whoAmI.output.parse(data).projects.map((p) => p.groupId)).toContain(groupId)
  })
})

const boundTo = (project: string) => [
  { group: 'gatehouse-operators', role: 'operator' as const, scope: { project } },
]

describe('allowing', () => {
  test('many entries are added in one call', async () => {
    const { groupId } = await gatehouse().project({ peering: true })
    const trace = newId()
    const end = hours(8)
    await allow(
      groupId,
      [
        entry('203.0.113.8', { deleteAfterDate: end }),
        entry('10.1.0.0/16', { comment: 'Office', deleteAfterDate: undefined }),
        entry('2001:db8::1'),
        entry('sg-0a1b2c3d', { deleteAfterDate: undefined }),
      ],
      'operator',
      trace,
    )
    const rows = await listed(groupId)
    expect([...rows.keys()].sort()).toEqual([
      '10.1.0.0/16',
      '2001:db8::1/128',
      '203.0.113.8/32',
      'sg-0a1b2c3d',
    ])
    expect(Date.parse(rows.get('203.0.113.8/32')?.deleteAfterDate ?? '')).toBeCloseTo(
      Date.parse(end),
      -4,
    )
    expect(rows.get('10.1.0.0/16')).toMatchObject({ comment: 'Office' })
    const calls = await posts(groupId)
    expect(calls).toHaveLength(1)
    expect(JSON.parse(calls[0]?.body ?? '[]')).toHaveLength(4)
    const [intent, outcome] = await audited(trace)
    expect(intent).toMatchObject({
      type: 'command.intent',
      op: 'access.allow',
      actor: { kind: 'human', role: 'operator' },
      after: { required: 'confirm' },
    })
    expect(intent?.target).toContain('10.1.0.0/16')
    expect(outcome).toMatchObject({ type: 'command.done', upstream: { status: 201 } })
    expect(outcome?.upstream?.body_hash).toBe(intent?.upstream?.body_hash)
  })

  test('eight simultaneous adds to one project run one at a time', async () => {
    const { groupId } = await gatehouse().project()
    const wanted = Array.from({ length: 8 }, (_, i) => `203.0.113.${i}/32`)
    await Promise.all(wanted.map((address) => allow(groupId, [entry(address)])))
    expect([...(await listed(groupId)).keys()].sort()).toEqual(wanted)
    expect((await posts(groupId)).map((c) => c.status)).toEqual(Array(8).fill(201))
  })

  test.each([
    [[entry('sg-0a1b2c3d')], 'entries.0.deleteAfterDate', 'security group'],
    [[entry('203.0.113.8', { comment: 'x' })], 'entries.0.comment', 'Say who needs it'],
    [[entry('203.0.113.8', { comment: 'x'.repeat(81) })], 'entries.0.comment', 'at most 80'],
    [
      [entry('203.0.113.8', { deleteAfterDate: hours(24 * 8) })],
      'entries.0.deleteAfterDate',
      '7 d',
    ],
    [[entry('203.0.113.8', { deleteAfterDate: hours(-1) })], 'entries.0.deleteAfterDate', 'future'],
    [[entry('203.0.113.8'), entry('10.0.0.256')], 'entries.1.address', '0 to 255'],
    [[entry('203.0.113.8'), entry('203.0.113.8/32')], 'entries', 'twice'],
    [[], 'entries', 'at least one'],
  ])('input number %# is refused with a sentence at its field', async (list, field, sentence) => {
    const { groupId } = await gatehouse().project()
    const failure = await refusal(allow(groupId, list))
    expect(failure.kind).toBe('invalid')
    expect(failure.fields?.[field]).toContain(sentence)
    expect(await posts(groupId)).toEqual([])
  })

  test('a security group without peering is refused with Atlas’s code', async () => {
    const { groupId } = await gatehouse().project()
    const failure = await refusal(
      allow(groupId, [entry('sg-0a1b2c3d', { deleteAfterDate: undefined })]),
    )
    expect(failure.atlas?.errorCode).toContain('WITHOUT_VPC_PEERING')
  })

  test('an older entry of the same address does not settle an unknown outcome', async () => {
    const { groupId } = await gatehouse().project()
    await allow(groupId, [entry('203.0.113.8', { comment: 'The older one' })])
    await gatehouse().fault({
      match: { operationId: 'createGroupAccessListEntry', groupId },
      fault: { kind: 'hang-up' },
    })
    const failure = await refusal(allow(groupId, [entry('203.0.113.8', { comment: 'Newer' })]))
    expect(failure.kind).toBe('unknown-outcome')
  })

  test('no audit row, no call', async () => {
    const { groupId } = await gatehouse().project()
    await gatehouse()
      .owner`revoke execute on function public.audit_append(bigint, text) from gatehouse_app`
    try {
      const failure = await refusal(allow(groupId, [entry('203.0.113.8')]))
      expect(failure.kind).toBe('unavailable')
      expect(failure.message).toContain('nothing was sent to Atlas')
    } finally {
      await gatehouse()
        .owner`grant execute on function public.audit_append(bigint, text) to gatehouse_app`
    }
    expect(await posts(groupId)).toEqual([])
  })
})

describe('friction', () => {
  const production = { tags: [{ key: 'environment', value: 'production' }] }
  const frictionOf = async (op: Op, groupId: string, rest: Record<string, unknown>) => {
    const { data } = await run(
      previewOp,
      { op: op.id, input: { groupId, ...rest } },
      personAs('operator'),
    )
    return previewOp.output.parse(data).friction
  }

  test('the phrase to type is the address, or the number of entries', async () => {
    const { groupId } = await gatehouse().project(production)
    const endless = (address: string) => entry(address, { deleteAfterDate: undefined })
    const phrase = async (...addresses: string[]) =>
      frictionOf(allowAddresses, groupId, { entries: addresses.map(endless) })
    expect(await phrase('203.0.113.8')).toMatchObject({ phrase: '203.0.113.8/32' })
    expect(await phrase('203.0.113.8', '203.0.113.9')).toMatchObject({ phrase: '2 entries' })
  })

  test.each(['0.0.0.0/0', '::/0', '10.0.0.0/15', '2001:db8::/31', '64:ff9b::/96', '2002::/16'])(
    '%s needs a second person, whoever asks',
    async (address) => {
      const { groupId } = await gatehouse().project()
      for (const who of ['operator', 'approver', 'admin']) {
        const failure = await refusal(allow(groupId, [entry(address)], who))
        expect(failure.kind).toBe(who === 'operator' ? 'needs-approval' : 'not-allowed')
      }
      expect(await posts(groupId)).toEqual([])
    },
  )
})

describe('removing', () => {
  test('an operator removes by any form of the address; both rows are recorded', async () => {
    const { groupId } = await gatehouse().project({ accessList: 2 })
    const trace = newId()
    const input = { groupId, entryValue: '198.51.100.1' }
    await run(removeAddress, input, personAs('operator'), { requestId: trace })
    expect([...(await listed(groupId)).keys()]).toEqual(['198.51.100.2/32'])
    expect((await audited(trace)).map((b) => b.type)).toEqual(['command.intent', 'command.done'])
  })

  test('a second removal gets Atlas’s not-found', async () => {
    const { groupId } = await gatehouse().project()
    const input = { groupId, entryValue: '203.0.113.8' }
    expect(await refusal(run(removeAddress, input, personAs('operator')))).toMatchObject({
      kind: 'not-found',
      atlas: { status: 404 },
    })
  })
})

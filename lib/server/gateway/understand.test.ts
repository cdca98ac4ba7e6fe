import { beforeAll, expect, test } from 'vitest'
import { fact } from '@/lib/atlas/facts'
import { printJson } from '@/lib/format/json'
import { bodyOf } from '@/lib/ops/body'
import type { Call, Command } from '@/lib/ops/define'
import { atlasCall } from '../call-atlas'
import { readBack } from '../perform'
import { withExample } from '../testing/examples'
import { startConsole } from '../testing/start'
import { type Example, exampleOf } from '../testing/walking'
import { jsonOf } from './json-body'
import { type Match, matchOf } from './match'
import { Refused } from './refusal'
import { type Sent, understand } from './understand'

const world = await startConsole({ requestsPerMinute: 100_000 })

const commands = withExample.filter(
  (op): op is Command => op.kind === 'command' && fact(op.atlas?.op ?? '').method !== 'GET',
)

type Printed = { match: Match; sent: Sent; look(call: Call): Promise<unknown> }

/** The call that Gatehouse sends for an input, as a client would. */
function printed({ op, parsed, place }: Example<Command>, body?: string): Printed {
  const route = fact(op.atlas?.op ?? '')
  const call = atlasCall(op, parsed, undefined, '')
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(call.path[name] ?? ''),
  )
  const match = matchOf(route.method, path)
  if (!match) throw new Error(`${path} is not found`)
  const value = bodyOf(op, parsed, new Date(), route)
  const text = body ?? (value === undefined ? undefined : printJson(value))
  return {
    match,
    sent: {
      query: new URLSearchParams(),
      body: text === undefined ? undefined : jsonOf(Buffer.from(text)),
      version: op.atlas?.version ?? '',
    },
    look: (one) => readBack(one, place, ''),
  }
}
const understood = ({ match, sent, look }: Printed) => understand(match, sent, look)

/** These always need approval in the gateway: the call does not show what the form knows. */
const notUnderstood: Record<string, string> = {
  'federation.updateOrg':
    'the body has all settings of the organization, and the input only the changed ones',
  'employee.grant':
    'Gatehouse grants for a duration, and the body has a time; the gateway refuses it',
  'federation.delete': 'the input names the organization whose credential is used',
  'federation.revokeKeys': 'the same',
  'federation.deleteProvider': 'the input has the provider’s name and Okta id',
  'maintenance.defer': 'the input has the number of deferrals so far',
  'federation.updateOidc': 'the body has all settings, and the input only the changed ones',
  'federation.updateSaml': 'the same',
  'federation.deleteMapping': 'the input has the mapping that the person saw',
  'search.delete': 'the input has the index that the person saw',
  'searchNodes.delete': 'the input has the nodes that the person saw',
  'streams.rejectPeering': 'the input names the AWS account',
  'streams.deletePeering': 'the same',
  'streams.createWorkspace': 'the form has one field for cloud and region',
  'streams.changeWorkspace': 'the same',
}

const made = new Map<Command, Example<Command>>()
beforeAll(async () => {
  for (const op of commands) made.set(op, await exampleOf(world, op))
})

test('what Gatehouse sends is understood as the command that sends it', async () => {
  const failed: string[] = []
  for (const [op, example] of made) {
    const call = printed(example)
    const found = await understood(call)
    if (!found) failed.push(op.id)
    else {
      const again = bodyOf(found.op, found.input, new Date(), fact(op.atlas?.op ?? ''))
      expect.soft(found.op.atlas, op.id).toEqual(op.atlas)
      expect
        .soft(again === undefined ? undefined : printJson(again), op.id)
        .toEqual(call.sent.body?.text)
    }
  }
  expect(failed).toEqual(Object.keys(notUnderstood))
})

test('a call that differs in anything is not understood', async () => {
  for (const [op, example] of made) {
    if (op.id in notUnderstood) continue
    const call = printed(example)
    const text = call.sent.body?.text
    const isNot = async (what: string, sent: Partial<Sent>) =>
      expect
        .soft(
          (await understood({ ...call, sent: { ...call.sent, ...sent } }))?.op.id,
          `${op.id} ${what}`,
        )
        .toBeUndefined()
    const json = (changed: string) => ({ body: jsonOf(Buffer.from(changed)) })
    if (call.match.fact.method !== 'DELETE') {
      await isNot('with another version', { version: '2020-01-01' })
      await isNot('without a version', { version: '' })
    }
    await isNot('with a query', { query: new URLSearchParams('force=true') })
    if (text === undefined) {
      await isNot('with a body', json('{}'))
      continue
    }
    // All of its fields are optional.
    if (op.id !== 'streams.startProcessorWith') await isNot('without its body', { body: undefined })
    if (text.startsWith('{')) {
      const [name, value] = Object.entries(JSON.parse(text)).find(
        ([, one]) => typeof one === 'string',
      ) ?? ['x', '1']
      await isNot('with a field as query', {
        query: new URLSearchParams({ [name]: String(value) }),
      })
      await isNot('with one more field', json(`{"unknownField":true,${text.slice(1)}`))
      await isNot('with a null', json(`{"unknownField":null,${text.slice(1)}`))
      await isNot('in another case', json(text.replace(/"[a-z]/, (start) => start.toUpperCase())))
    } else await isNot('with one more item', json(`[{},${text.slice(1)}`))
  }
})

test('an address is understood in each form that Atlas takes, and no other', async () => {
  const [op, example] = [...made].find(([{ id }]) => id === 'access.allow') ?? []
  if (!op || !example) throw new Error('No example')
  const entriesOf = async (...sent: unknown[]) => {
    const { input } = (await understood(printed(example, JSON.stringify(sent)))) ?? {}
    return input && op.input.shape.entries?.parse(input.entries)
  }
  const one = { address: '203.0.113.77/32', comment: 'CI runner' }
  expect(await entriesOf({ ipAddress: '203.0.113.77', comment: 'CI runner' })).toEqual([one])
  expect(await entriesOf({ ipAddress: '203.0.113.77' })).toMatchObject([{ address: one.address }])
  expect(await entriesOf({ cidrBlock: '203.0.113.77/32', comment: 'CI runner' })).toEqual([one])
  const { groupId } = printed(example).match.params
  expect(await entriesOf({ groupId, ipAddress: '203.0.113.77', comment: 'x' })).toEqual([
    { address: one.address, comment: '“x”' },
  ])
  // Atlas lists the comment that was sent.
  for (const comment of ['x', '', undefined, 'CI runner']) {
    const entries = await entriesOf({ ipAddress: '203.0.113.77', comment })
    const row = { ipAddress: '203.0.113.77', cidrBlock: one.address, comment }
    const verdict = op.readBack?.verdict({ results: [row] }, { groupId, entries }, [], new Date())
    expect.soft(verdict, comment).toBe('done')
  }
  const elsewhere = { ...one, groupId: '0'.repeat(24) }
  const both = { ipAddress: '203.0.113.77', cidrBlock: '0.0.0.0/0', comment: 'CI runner' }
  const wide = { cidrBlock: '203.0.113.77/8', comment: 'CI runner' }
  for (const other of [both, wide, elsewhere, { ...one, ipAddress: 7 }, {}, null])
    expect.soft(await entriesOf(other), JSON.stringify(other)).toBeUndefined()
})

test('a body that parsers read differently is refused', () => {
  for (const text of [
    '{"a":1,"a":2}',
    '{"a":{"b":1,"b":1}}',
    '{"a":1,"\\u0061":2}',
    '{"a":1',
    '{"a":1} x',
    '\ufeff{}',
    '['.repeat(200) + ']'.repeat(200),
    '',
  ])
    expect(() => jsonOf(Buffer.from(text)), text.slice(0, 20)).toThrow(Refused)
  expect(() => jsonOf(Buffer.from([0x22, 0xc0, 0xae, 0x22]))).toThrow(Refused)
})

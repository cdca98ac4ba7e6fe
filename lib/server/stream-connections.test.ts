import { expect, test, vi } from 'vitest'
import { newId } from '@/lib/format/id'
import { previewOp } from '@/lib/ops/console'
import { changeConnection } from '@/lib/ops/stream-connection-change'
import { connectionSecrets } from '@/lib/ops/stream-connection-fields'
import { settingsIn } from '@/lib/ops/stream-connection-settings'
import { createConnection, getConnection, listConnections } from '@/lib/ops/stream-connections'
import { connectionExamples } from '@/scripts/check-atlas/given'
import { answers } from './connections'
import { as, audited, refusal } from './testing/acting'
import { startConsole } from './testing/start'

const world = await startConsole()

const SECRET = 'never-to-be-kept-91'
const tenantName = 'lab'

async function lab() {
  const { groupId } = await world.project()
  await world.control('POST', 'fill', { area: 'streams', groupId })
  return { groupId, tenantName }
}
const sent = async (groupId: string, operationId: string) =>
  (await world.calls({ groupId, operationId })).map((call) => JSON.parse(call.body ?? ''))

/** Settings with the same text as every secret. */
const marked = (settings: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      !(connectionSecrets as readonly string[]).includes(name)
        ? value
        : name === 'headers'
          ? [{ name: 'Authorization', value: SECRET }]
          : SECRET,
    ]),
  )

test('a connection of each type is created as typed, and its secrets reach only Atlas', async () => {
  const place = await lab()
  const logged: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => logged.push(String(line)) > 0)
  const shown: unknown[] = []
  for (const [n, settings] of connectionExamples.entries()) {
    const input = { ...place, connectionName: `c${n}`, ...marked(settings) }
    // Its cluster has to exist.
    if ('clusterName' in input)
      Object.assign(input, {
        clusterName: 'streams-sink',
        clusterGroupId: '65d315a5cf22bccec52a1bb9',
      })
    const trace = newId()
    shown.push(await as('operator', previewOp, { op: createConnection.id, input }))
    shown.push(await as('operator', createConnection, input, trace))
    const rows = await audited(trace)
    expect(rows.map(({ type }) => type)).toEqual(['command.intent', 'command.done'])
    shown.push(rows)
    answers().stale(() => true)
    const { data } = await as('viewer', getConnection, { ...place, connectionName: `c${n}` })
    // What Atlas shows again is what was typed.
    const typed = Object.entries(input).filter(
      ([name]) => name in settings && !(connectionSecrets as readonly string[]).includes(name),
    )
    expect(settingsIn(data)).toEqual(Object.fromEntries(typed))
    shown.push(data)
  }
  vi.restoreAllMocks()
  const withSecret = connectionExamples.filter((one) =>
    connectionSecrets.some((name) => name in one),
  )
  const bodies = await sent(place.groupId, 'createGroupStreamConnection')
  expect(bodies.filter((body) => JSON.stringify(body).includes(SECRET))).toHaveLength(
    withSecret.length,
  )
  expect(JSON.stringify([shown, logged])).not.toContain(SECRET)
  const stored = await world.owner`select 1 from audit where body like ${`%${SECRET}%`}`
  expect(stored).toHaveLength(0)
})

test('a change sends only the parts that differ, and asks for a secret of such a part', async () => {
  const place = { ...(await lab()), connectionName: 'orders' }
  const kafka = {
    type: 'Kafka',
    bootstrapServers: 'kafka-1.example:9092',
    protocol: 'SASL_SSL',
    mechanism: 'PLAIN',
    username: 'streams',
  }
  await as('operator', createConnection, { ...place, ...kafka, password: SECRET, access: 'PUBLIC' })
  const change = (more: object) =>
    as('operator', changeConnection, { ...place, ...kafka, ...more, opened: kafka })
  const { fields } = await refusal(change({ username: 'other' }))
  expect(fields?.password).toMatch(/password/)
  expect(await refusal(change({}))).toMatchObject({ kind: 'invalid' })
  expect((await refusal(change({ access: 'VPC' }))).fields).toHaveProperty('access')

  const bootstrapServers = 'kafka-2.example:9092'
  await change({ bootstrapServers })
  expect(await refusal(change({ bootstrapServers: 'late.example:1' }))).toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('changed'),
  })
  const opened = { ...kafka, bootstrapServers }
  await as('operator', changeConnection, { ...place, ...opened, password: 'new', opened })
  expect(await sent(place.groupId, 'updateGroupStreamConnection')).toEqual([
    { type: 'Kafka', bootstrapServers },
    {
      type: 'Kafka',
      authentication: { mechanism: 'PLAIN', username: 'streams', password: 'new' },
    },
  ])
  const leaking = { ...place, ...opened, username: 'x', opened: { ...opened, password: SECRET } }
  expect((await refusal(as('operator', changeConnection, leaking))).fields).toHaveProperty('opened')
  const undo = changeConnection.undo?.(
    changeConnection.input.parse({ ...place, ...opened, opened: kafka }),
  )
  expect(undo?.input).toMatchObject({ ...kafka, opened })
})

test('unknown types and values of a connection are listed and left alone', async () => {
  const { data } = await as('viewer', listConnections, {
    groupId: '65d315a5cf22bccec52a1bb9',
    tenantName: 'orders-eu',
  })
  const { results } = listConnections.output.parse(data)
  expect(results.every((one) => settingsIn(one) !== undefined)).toBe(true)
  expect(settingsIn({ type: 'Pulsar', url: 'x' })).toBeUndefined()
  expect(settingsIn({ type: 'Kafka', authentication: { mechanism: 'GSSAPI' } })).toBeUndefined()
})

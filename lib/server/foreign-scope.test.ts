import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Op, scopeOf } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { ops } from '@/lib/ops/registry'
import { fileRequest, getRequest, requestTerms } from '@/lib/ops/requests'
import { roles } from '@/lib/ops/roles'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import type { Person } from './person'
import { run } from './run'
import { type About, nothing } from './testing/about'
import { as, refusal } from './testing/acting'
import { ownFederation } from './testing/federation'
import { inputsAbout } from './testing/inputs'

/** Somebody with every role in one project, and none in another that has a cluster of the same name. */

const SECRET = 'SECRETNAME'
const why = { reason: 'Support case about slow checkpoints', ticket: 'CASE-0123' }

let world: TestConsole
let insider: Person
let own: About
let foreign: About
let federation: ReturnType<typeof ownFederation>

async function withRequest(name: string, requester: Person): Promise<About> {
  const { groupId, orgId } = await world.project({ name, clusters: [{ name: 'main' }] })
  const input = { groupId, clusterName: 'main', grantType: 'CLUSTER_DATABASE_LOGS', minutes: 60 }
  const filed = await run(fileRequest, { op: 'employee.grant', input, ...why }, requester)
  const { requestId } = fileRequest.output.parse(filed.data)
  const card = await as('viewer', getRequest, { requestId })
  const { digest } = getRequest.output.parse(card.data).request
  return { ...nothing, orgId, groupId, requestId, digest, sessionId: randomUUID() }
}

beforeAll(async () => {
  world = await testConsole()
  own = await withRequest(`own ${randomUUID()}`, personAs('requester'))
  foreign = {
    ...(await withRequest(`${SECRET} ${randomUUID()}`, personAs('requester', { name: SECRET }))),
    runId: '1'.repeat(26),
    federationSettingsId: 'f'.repeat(24),
  }
  federation = ownFederation(world)
  insider = personAs('operator', {
    sub: 'insider',
    name: 'Ines Insider',
    bindings: roles.map((role) => ({
      group: `p-${role}`,
      role,
      scope: { project: own.groupId },
    })),
  })
})
afterAll(() => world.end())

type Path = readonly string[]

/** Where in an input the ids of the own place are. */
function idsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null)
    return Object.entries(own).some(([name, id]) => name !== 'clusterName' && id === value)
      ? [path]
      : []
  return Object.entries(value).flatMap(([name, one]) => idsIn(one, [...path, name]))
}

/** The input with the foreign place's ids at some of these paths. */
function swapped(value: unknown, paths: readonly Path[]): unknown {
  if (paths.some((path) => path.length === 0)) {
    const [name] = Object.entries(own).find(([, id]) => id === value) ?? []
    return name ? Object.entries(foreign).find(([key]) => key === name)?.[1] : value
  }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((one, i) => swapped(one, below(paths, String(i))))
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, swapped(one, below(paths, name))]),
  )
}
const below = (paths: readonly Path[], name: string) =>
  paths.flatMap(([head, ...rest]) => (head === name ? [rest] : []))

/** Every way to name the foreign place in some fields and the own one in the others. */
function mixtures(id: string, input: unknown): unknown[] {
  const fields = Object.entries(ops.get(id)?.input.shape ?? {})
  const more = Object.fromEntries(
    fields.flatMap(([name]) => {
      const given = name === 'input' ? inputsAbout(own)['employee.grant'] : undefined
      const known = Object.entries(own).find(([key]) => key === name)?.[1]
      return given || known ? [[name, given ?? known]] : []
    }),
  )
  const whole = [input, { ...more, ...(input as object) }]
  const mixed = whole.flatMap((one) => {
    const paths = idsIn(one)
    const others = paths.map((path) => paths.filter((other) => other !== path))
    const sets = [paths, ...paths.map((path) => [path]), ...others.filter(({ length }) => length)]
    return sets.map((set) => swapped(one, set))
  })
  return [...new Map(mixed.map((one) => [JSON.stringify(one), one])).values()]
}

test.each([...ops.keys()].map((id) => [id]))(
  '%s says nothing about another scope and sends nothing there, whichever field names it',
  async (id) => {
    const op = ops.get(id)
    if (!op) throw new Error(`There is no ${id}`)
    const there = { groupId: foreign.groupId }
    const before = (await world.calls(there)).length
    for (const input of mixtures(id, inputsAbout(own)[id] ?? {})) {
      const answer = await run(op, input, insider).catch((error: unknown) => {
        if (error instanceof OpError) return error.failure
        throw error
      })
      expect(JSON.stringify(answer), JSON.stringify(input)).not.toContain(SECRET)
    }
    expect((await world.calls(there)).slice(before)).toEqual([])
  },
)

/** Ids that nothing has. */
const unknown: About = {
  ...nothing,
  orgId: 'd'.repeat(24),
  groupId: 'd'.repeat(24),
  federationSettingsId: 'd'.repeat(24),
  requestId: 'd'.repeat(26),
}
const isPlaced = (op: Op) =>
  op.kind === 'query' && scopeOf(op, op.input.parse(inputsAbout(unknown)[op.id])).kind !== 'console'

test.each([...ops.values()].filter(isPlaced).map((op) => [op.id, op] as const))(
  '%s of another scope stays unknown after somebody else has read it',
  async (id, op) => {
    const { federationSettingsId } = await federation
    const input = inputsAbout({ ...foreign, federationSettingsId })[id]
    await as('operator', op, input).catch(() => {})
    const before = await world.calls({})
    const found = await refusal(run(op, input, insider))
    expect(found).toMatchObject({ kind: 'not-found' })
    expect(found).toEqual(await refusal(run(op, inputsAbout(unknown)[id], insider)))
    // The directory may be read again in the background, whatever the id.
    const calls = (await world.calls({})).slice(before.length)
    expect(calls.filter(({ path }) => !/\/(orgs|groups)\?/.test(path))).toEqual([])
  },
)

test('terms use the place of the input, and a different place next to it is refused', async () => {
  const input = inputsAbout(own)['employee.grant']
  const { groupId, clusterName } = foreign
  const failure = await refusal(
    run(requestTerms, { op: 'employee.grant', groupId, clusterName, input }, insider),
  )
  expect(failure.kind).toBe('invalid')
  const terms = await run(requestTerms, { op: 'employee.grant', input }, insider)
  expect(requestTerms.output.parse(terms.data)).toMatchObject({ slot: { now: null } })
})

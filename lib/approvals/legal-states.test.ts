import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { effectStates, requestStates } from '@/lib/ops/request-shapes'
import { open, type Sql } from '@/lib/server/database'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'

const legal = {
  request: [
    ['pending', 'approved'],
    ['pending', 'denied'],
    ['pending', 'cancelled'],
    ['pending', 'expired'],
    ['approved', 'denied'],
    ['approved', 'pending'],
    ['approved', 'cancelled'],
    ['approved', 'closed'],
  ],
  effect: [
    ['planned', 'claimed'],
    ['planned', 'refused'],
    ['claimed', 'planned'],
    ['claimed', 'refused'],
    ['claimed', 'conflict'],
    ['claimed', 'confirmed'],
    ['claimed', 'sending'],
    ['sending', 'confirmed'],
    ['sending', 'refused'],
    ['sending', 'unknown'],
    ['unknown', 'confirmed'],
    ['unknown', 'absent'],
    ['unknown', 'conflict'],
    ['absent', 'planned'],
    ['absent', 'refused'],
  ],
} as const

let database: FreshDatabase
let app: Sql
let owner: Sql

beforeAll(async () => {
  database = await freshDatabase()
  app = open(database.appUrl, 2)
  owner = open(database.ownerUrl, 1)
})
afterAll(async () => {
  await Promise.all([app.end(), owner.end()])
  await database.drop()
})

const digest = 'a'.repeat(64)

/** A row in the wanted state: the owner lifts the guard, as no test could walk to every state. */
async function rowIn(machine: 'request' | 'effect', state: string): Promise<string> {
  const id = crypto.randomUUID()
  await owner.unsafe(`alter table ${machine} disable trigger user`)
  if (machine === 'request')
    await owner`insert into request ${owner({
      id,
      op: 'employee.grant',
      org_id: 'o',
      group_id: 'g',
      environment: 'other',
      input: '{}',
      digest,
      says: 's',
      reason: 'r',
      requester_iss: 'i',
      requester_sub: 's',
      requester_name: 'n',
      rule: 'r',
      policy_digest: digest,
      decide_by: new Date(),
      execute_minutes: 1,
      state,
      how: state === 'closed' ? 'done' : null,
    })}`
  else
    await owner`insert into effect ${owner({
      id,
      kind: 'begin',
      op: 'employee.grant',
      org_id: 'o',
      group_id: 'g',
      input: '{}',
      actor_name: 'n',
      state,
    })}`
  await owner.unsafe(`alter table ${machine} enable trigger user`)
  return id
}

describe.each(['request', 'effect'] as const)(
  'the %s machine, by direct SQL of the app role',
  (machine) => {
    const states = machine === 'request' ? requestStates : effectStates
    const allowed = new Set<string>(legal[machine].map(([from, to]) => `${from}>${to}`))
    const hops = states.flatMap((from) =>
      states.filter((to) => to !== from).map((to) => [from, to] as const),
    )

    test.each(hops)('D8: %s → %s is decided by the table of legal hops', async (from, to) => {
      const id = await rowIn(machine, from)
      const how = machine === 'request' ? `, how = ${to === 'closed' ? "'done'" : 'null'}` : ''
      const hop = app.unsafe(`update ${machine} set state = '${to}'${how} where id = '${id}'`)
      if (allowed.has(`${from}>${to}`)) await expect(hop).resolves.toMatchObject({ count: 1 })
      else await expect(hop).rejects.toThrow(/illegal hop/)
    })

    test('a row can only start in the first state', async () => {
      const states = machine === 'request' ? ['approved', 'closed'] : ['confirmed', 'sending']
      for (const state of states) {
        const id = await rowIn(machine, machine === 'request' ? 'pending' : 'planned')
        const copy = app.unsafe(
          `insert into ${machine} select (jsonb_populate_record(t, jsonb_build_object('id', 'copy-${state}', 'state', '${state}', 'how', ${state === 'closed' ? "'done'" : 'null'}))).* from ${machine} t where id = '${id}'`,
        )
        await expect(copy).rejects.toThrow(/starts in another state/)
      }
    })

    test('the app role can neither remove rows, nor lift the guard, nor add legal hops', async () => {
      const id = await rowIn(machine, machine === 'request' ? 'closed' : 'confirmed')
      await expect(app.unsafe(`delete from ${machine} where id = '${id}'`)).rejects.toThrow(
        /permission denied/,
      )
      await expect(app.unsafe(`truncate ${machine} cascade`)).rejects.toThrow(/permission denied/)
      await expect(app.unsafe(`alter table ${machine} disable trigger user`)).rejects.toThrow(
        /must be owner/,
      )
      await expect(
        app`insert into legal_hop values (${machine}, 'closed', 'pending')`,
      ).rejects.toThrow(/permission denied/)
    })
  },
)

test('the bytes of an effect cannot change once set', async () => {
  const id = await rowIn('effect', 'claimed')
  await app`update effect set body = '{"a":1}' where id = ${id}`
  await expect(app`update effect set body = '{"a":2}' where id = ${id}`).rejects.toThrow(
    /are fixed/,
  )
})

test('a slot has one open request, and one more that replaces it', async () => {
  const [one, two, three] = [
    await rowIn('request', 'approved'),
    await rowIn('request', 'pending'),
    await rowIn('request', 'pending'),
  ]
  const slot = 'employee:g/c'
  const taken = { constraint_name: 'request_slot', code: '23505' }
  await app`update request set slot = ${slot} where id = ${one}`
  await expect(app`update request set slot = ${slot} where id = ${two}`).rejects.toMatchObject(
    taken,
  )
  await app`update request set slot = ${slot}, replaces = ${one} where id = ${two}`
  for (const replaced of [null, one, two])
    await expect(
      app`update request set slot = ${slot}, replaces = ${replaced} where id = ${three}`,
    ).rejects.toMatchObject(taken)
})

test('the database refuses a request longer than its policy allows', async () => {
  const id = await rowIn('request', 'pending')
  await expect(
    app`update request set max_minutes = 60, minutes = 61 where id = ${id}`,
  ).rejects.toThrow(/violates check constraint/)
})

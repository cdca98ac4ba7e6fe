import { expect, test } from 'vitest'
import { checks, checksOf, sources } from '@/lib/fleet/checks'
import { cases, idOf, now, page } from '../testing/check-cases'
import { startConsole } from '../testing/start'
import { evaluate } from './evaluate'
import { fixesOf, fixOf } from './fixes'

await startConsole()

const told = (check: string, source: string, answer: unknown) => {
  const one = sources.find(({ id }) => id === source)
  if (!one) throw new Error(`There is no source ${source}`)
  const said = evaluate(one, answer, { orgId: 'o', groupId: 'g', clusterName: 'main' }, now)
  return {
    found: said?.found.filter((row) => row.check === check).length,
    note: said?.notes[check],
  }
}

test('every check and each of its sources has an example', () => {
  const given = Object.entries(cases).flatMap(([check, all]) =>
    all.map(({ source }) => `${check} ${source}`),
  )
  const needed = checks.flatMap(({ id, readings }) =>
    readings.map(({ source }) => `${id} ${source.id}`),
  )
  expect(new Set(given)).toEqual(new Set(needed))
})

test.each(Object.entries(cases).flatMap(([check, all]) => all.map((one) => ({ check, ...one }))))(
  '$check finds what is wrong in $source, and nothing else',
  ({ check, source, found, fine, odd }) => {
    expect(told(check, source, found)).toMatchObject({ found: 1 })
    const calm = told(check, source, fine)
    expect(calm.found).toBe(0)
    expect([undefined, true]).toContain(calm.note)
    if (odd === undefined) return
    const unclear = told(check, source, odd)
    expect(unclear.found).toBe(0)
    expect(unclear.note).toEqual(expect.any(String))
  },
)

test('an answer that can’t be read is never called fine', () => {
  const place = { orgId: 'o', groupId: 'g' }
  for (const source of sources) {
    for (const body of [null, undefined, 'text', 7])
      expect(evaluate(source, body, place, now), source.id).toBeUndefined()
    for (const [empty, odd] of [
      [[], [null]],
      [page(), page(null, 7)],
    ]) {
      if (evaluate(source, {}, place, now) || !evaluate(source, empty, place, now)) continue
      const said = evaluate(source, odd, place, now)
      for (const { id } of said ? checksOf(source) : [])
        expect(said?.notes[id], `${source.id} ${id}`).toEqual(expect.any(String))
    }
  }
})

/** Every variant of a value with one part missing, null, unknown or of another type. */
function* spoiled(value: unknown): Generator<unknown> {
  yield* [null, 'SOMETHING_NEW', '', 7, -1, true, [], {}, [null], '😀‮x'.repeat(200), 'nul\0']
  if (typeof value !== 'object' || value === null) return
  for (const [name, part] of Object.entries(value)) {
    const { [name]: _, ...rest } = value as Record<string, unknown>
    if (!Array.isArray(value)) yield rest
    for (const other of spoiled(part))
      yield Array.isArray(value)
        ? value.map((one, i) => (i === Number(name) ? other : one))
        : { ...value, [name]: other }
  }
}

test('an odd row of any form does not hide what the next row shows', () => {
  for (const [check, all] of Object.entries(cases))
    for (const { source, found } of all) {
      const rows = Array.isArray(found) ? found : (found as { results?: unknown[] }).results
      if (!rows || check === 'outside-changes') continue
      for (const odd of rows.flatMap((row) => [...spoiled(row)])) {
        const both = [odd, ...rows]
        const said = told(
          check,
          source,
          Array.isArray(found) ? both : { ...(found as object), results: both },
        )
        const isShown = (said.found ?? 0) > 0 || typeof said.note === 'string'
        expect(isShown, `${check} ${source} ${JSON.stringify(odd)}`).toBe(true)
      }
    }
})

const parts: Record<string, Record<string, string>> = {
  'stream-processors': { tenantName: 'orders-stream' },
}
/** Keys as Atlas has them, where the examples above have shorter ones. */
const keys: Record<string, string> = {
  alerts: idOf(1),
  'api-keys': idOf(400),
  'account-secrets': `mdb_sa_id_${idOf(3)}/${idOf(2)}`,
}

test.each(checks.filter((one) => one.fix).map((one) => ({ id: one.id, check: one })))(
  'a finding of $id is settled by a command of its place',
  ({ id, check }) => {
    const at = { orgId: idOf(9), groupId: idOf(8), ...parts[id] }
    const examples = (cases[id] ?? []).flatMap(({ source, found }) => {
      const one = sources.find((s) => s.id === source)
      return (one && evaluate(one, found, at, now)?.found.filter((row) => row.check === id)) ?? []
    })
    const fixesFor = (role: 'operator' | 'viewer') =>
      examples.flatMap(
        (row) => fixOf(check, at, { ...row, key: keys[id] ?? row.key }, [role]) ?? [],
      )
    expect(fixesFor('operator').length).toBeGreaterThan(0)
    for (const fix of fixesFor('operator')) {
      expect(fix).toMatchObject({ op: check.fix?.command.id, whyNot: null })
      expect([at.orgId, at.groupId]).toContain(fix.input.groupId ?? fix.input.orgId)
    }
    for (const fix of fixesFor('viewer')) expect(fix.whyNot).toContain('operator')
    for (const one of fixesOf([check]))
      for (const asked of one.asks) expect(asked.label, `${one.op} ${asked.name}`).not.toBe('')
  },
)

test('turning auditing on keeps what it records, and compares it with what Atlas has then', () => {
  const source = sources.find(({ id }) => id === 'auditing')!
  const check = checks.find(({ id }) => id === 'auditing')!
  const settings = { auditFilter: '{"atype":"authenticate"}', auditAuthorizationSuccess: false }
  const at = { orgId: idOf(9), groupId: idOf(8) }
  const found = (filter: string) =>
    evaluate(source, { enabled: false, ...settings, auditFilter: filter }, at, now)?.found[0]
  const fix = fixOf(check, at, found(settings.auditFilter)!, ['operator'])
  expect(fix?.input).toEqual({
    ...{ groupId: at.groupId, enabled: true, ...settings },
    opened: { enabled: false, ...settings },
  })
  const long = found(`{"atype":"${'x'.repeat(20_000)}"}`)
  expect(fixOf(check, at, long!, ['operator']), 'nothing is cut').toBeNull()
})

test('a name that was cut settles nothing', () => {
  const check = checks.find(({ id }) => id === 'endless-access')!
  const row = {
    key: 'x'.repeat(300),
    subject: 'x',
    level: 'info',
    word: 'No expiry',
    what: 'x',
  } as const
  expect(fixOf(check, { orgId: idOf(9), groupId: idOf(8) }, row, ['operator'])).toBeNull()
})

test('a search index is named with its collection', () => {
  const leads = { indexID: idOf(1), name: 'leads', database: 'sales', collectionName: 'people' }
  const source = sources.find(({ id }) => id === 'searchIndexes')
  const { found = [] } =
    (source &&
      evaluate(
        source,
        [{ ...leads, status: 'DOES_NOT_EXIST' }],
        { orgId: 'o', groupId: 'g', clusterName: 'main' },
        now,
      )) ??
    {}
  expect(found).toMatchObject([{ subject: 'leads', what: 'of sales.people does not exist' }])
})

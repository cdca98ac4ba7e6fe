import { beforeAll, expect, test } from 'vitest'
import { append } from '@/lib/audit/append'
import { verifyRows } from '@/lib/audit/audit-verify.mjs'
import { readCsv } from '@/lib/format/csv'
import { allowAddresses } from '@/lib/ops/access-list'
import {
  type AuditFilter,
  auditChoices,
  exportAudit,
  exportFormats,
  getAuditRow,
  listAudit,
} from '@/lib/ops/audit'
import { auditReport } from '@/lib/ops/audit-report'
import { fileRequest } from '@/lib/ops/requests'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { download } from '../console-ops/audit-export'
import { sql } from '../database'
import type { Person } from '../person'
import { run } from '../run'
import { as, settleAll, wasSeen } from '../testing/acting'
import { approve, fileAccess, why } from '../testing/requests'
import { startConsole } from '../testing/start'

const world = await startConsole()
let [mine, theirs]: TestProject[] = []
let requestId = ''

/** An auditor of one project only. */
const insider = (groupId = mine?.groupId ?? '') =>
  personAs('outsider', {
    bindings: [{ group: 'inside', role: 'auditor', scope: { project: groupId } }],
  })

const entry = (address: string, comment: string) => ({
  groupId: mine?.groupId,
  entries: [{ address, comment }],
})

beforeAll(async () => {
  await wasSeen()
  mine = await world.project({ clusters: [{ name: 'main' }] })
  theirs = await world.project({ clusters: [{ name: 'main' }] })
  requestId = await fileAccess(mine)
  await approve(requestId)
  await fileAccess(theirs)
  await settleAll()
  await as('operator', allowAddresses, entry('203.0.113.5/32', '=HYPERLINK("http://example.com")'))
})

const list = async (filter: AuditFilter, person: Person = personAs('auditor')) =>
  listAudit.output.parse((await run(listAudit, filter, person)).data)

async function exported(
  format: (typeof exportFormats)[number],
  filter: AuditFilter,
  person: Person = personAs('auditor'),
) {
  const { data } = await run(exportAudit, { format, filter }, person)
  const { seq } = exportAudit.output.parse(data)
  let text = ''
  for await (const part of (await download(seq, person)).lines) text += part
  return { seq, text, lines: text.split(/\r?\n/).filter(Boolean) }
}

test('each filter narrows the log on the server', async () => {
  const all = (await list({})).rows
  const cases: Array<[AuditFilter, (row: (typeof all)[number]) => boolean]> = [
    [{ person: 'operator' }, (row) => row.person === 'operator'],
    [{ person: 'gatehouse' }, (row) => row.actor === 'Gatehouse' && row.person === null],
    [{ types: ['request.created'] }, (row) => row.type === 'request.created'],
    [{ ops: ['access.allow'] }, (row) => row.op === 'access.allow'],
    [{ outcomes: ['confirmed'] }, (row) => row.outcome === 'confirmed'],
    [{ requestId }, (row) => row.requestId === requestId],
    [{ text: '203.0.113.5' }, (row) => row.body.includes('203.0.113.5')],
    [
      { text: why.ticket.toLowerCase() },
      // The test of the report adds rows of requests that do not exist.
      (row) => row.requestId !== null && !['other', 'reviewed'].includes(row.requestId),
    ],
    [
      { types: ['request.created'], groupId: mine?.groupId ?? '' },
      (row) => row.type === 'request.created' && row.requestId === requestId,
    ],
    [{ from: all[3]?.time ?? '' }, (row) => row.seq >= (all[3]?.seq ?? 0)],
    [{ to: all[3]?.time ?? '' }, (row) => row.seq < (all[3]?.seq ?? 0)],
  ]
  for (const [filter, matches] of cases) {
    const expected = all.filter(matches).map(({ seq }) => seq)
    expect(expected.length, JSON.stringify(filter)).toBeGreaterThan(0)
    expect(
      (await list(filter)).rows.map(({ seq }) => seq),
      JSON.stringify(filter),
    ).toEqual(expected)
  }
  const org = await list({ orgId: mine?.orgId ?? '' })
  expect(org.rows.map(({ seq }) => seq)).toEqual(
    expect.arrayContaining(all.filter(({ op }) => op === 'access.allow').map(({ seq }) => seq)),
  )
})

test('an auditor of one project sees the rows of that project and no others, also in exports', async () => {
  const { rows, isComplete } = await list({}, insider())
  expect(isComplete).toBe(false)
  expect(new Set(rows.map(({ requestId }) => requestId))).toEqual(new Set([requestId, null]))
  expect(rows.map(({ type }) => type)).toContain('effect.confirmed')
  expect(rows.map(({ type }) => type)).toContain('command.done')
  expect(JSON.stringify(rows)).not.toContain(theirs?.groupId)
  expect(rows.map(({ type }) => type)).not.toContain('console.started')
  for (const format of exportFormats) {
    const { text, lines } = await exported(format, {}, insider())
    expect(lines.length).toBe(rows.length + (format === 'csv' ? 1 : 0))
    expect(text).not.toContain(theirs?.groupId)
  }
  expect((await list({ groupId: mine?.groupId ?? '' }, insider(theirs?.groupId))).rows).toEqual([])
})

test('a row of another project is not given away by its number', async () => {
  const [foreign] = (await list({ groupId: theirs?.groupId ?? '' })).rows
  const seq = String(foreign?.seq)
  await expect(run(getAuditRow, { seq }, insider())).rejects.toMatchObject({ kind: 'not-found' })
  expect((await as('auditor', getAuditRow, { seq })).data).toBeTruthy()
})

test('a row shows its call with the exact bytes, and the rows of the same request', async () => {
  const sending = (await list({ requestId, types: ['effect.sending'] })).rows[0]
  const { data } = await run(getAuditRow, { seq: String(sending?.seq) }, insider())
  const { call, related, readable } = getAuditRow.output.parse(data)
  expect(call).toMatchObject({
    method: 'POST',
    path: expect.stringContaining('grantMongoDBEmployee'),
  })
  expect(call?.body).toContain('CLUSTER_INFRASTRUCTURE')
  expect(related.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['request.created', 'request.approved', 'effect.confirmed']),
  )
  expect(readable).toMatchObject({ op: 'employee.grant' })
})

test('an export is recorded in the log before it starts, with its filter, and ends with that row', async () => {
  const { seq, lines } = await exported('jsonl', {})
  expect(await verifyRows(lines.map((line) => JSON.parse(line)))).toMatchObject({
    ok: true,
    rows: seq,
  })
  const filter = { types: ['request.created'], text: mine?.groupId ?? '' }
  const narrowed = await exported('jsonl', filter)
  expect(narrowed.lines.every((line) => line.includes('request.created'))).toBe(true)
  const [row] = (await list({ types: ['audit.exported'] })).rows
  expect(row).toMatchObject({ seq: narrowed.seq, person: 'auditor' })
  expect(row?.body).toContain('"types":["request.created"]')
  // What people search for can be personal.
  expect(row?.body).not.toContain(mine?.groupId)
})

test('rows and filters have words for events and operations, and exports keep the types', async () => {
  const { rows } = await list({ types: ['request.approved'] })
  expect(rows[0]).toMatchObject({ type: 'request.approved', event: 'Request approved' })
  expect(rows[0]?.operation).toMatch(/employee/)
  const { data } = await run(auditChoices, {}, personAs('auditor'))
  const { types, ops } = auditChoices.output.parse(data)
  expect(types).toContainEqual({ type: 'request.approved', event: 'Request approved' })
  expect(types.filter(({ type, event }) => type === event)).toEqual([])
  expect(ops).toContainEqual({ op: allowAddresses.id, title: allowAddresses.title })
  const { text } = await exported('csv', { types: ['request.approved'] })
  expect(text).toContain(',request.approved,')
})

test('an export belongs to the person who started it, and starts within a minute', async () => {
  const { data } = await as('auditor', exportAudit, { format: 'csv', filter: {} })
  const { seq } = exportAudit.output.parse(data)
  await expect(download(seq, insider())).rejects.toMatchObject({ kind: 'not-found' })
  await expect(download(1, personAs('auditor'))).rejects.toMatchObject({ kind: 'not-found' })
  await expect(as('viewer', exportAudit, { format: 'csv', filter: {} })).rejects.toMatchObject({
    kind: 'not-allowed',
  })
})

test('cells of a CSV export are inert as formulas', async () => {
  await sql().begin((tx) =>
    append(tx, {
      type: 'slack.linked',
      actor: { kind: 'human', iss: 'i', sub: 's', display: '=1+1' },
      target: '@SUM(A1)',
    }),
  )
  const { text } = await exported('csv', { types: ['slack.linked', 'command.intent'] })
  const records = readCsv(text, ',')
  const cells = records.flatMap((record) => ('cells' in record ? record.cells : [record.why]))
  expect(cells).toEqual(expect.arrayContaining(["'=1+1", "'@SUM(A1)"]))
  expect(cells.filter((cell) => /^[=+@-]/.test(cell))).toEqual([])
  expect(cells.some((cell) => cell.includes('HYPERLINK'))).toBe(true)
})

test('OCSF events have what 3004 and 3005 of version 1.9 require', async () => {
  const { lines } = await exported('ocsf', {})
  const events = lines.map((line) => JSON.parse(line))
  for (const event of events) {
    const { class_uid, activity_id } = event
    expect([3004, 3005]).toContain(class_uid)
    expect(event).toMatchObject({
      category_uid: 3,
      type_uid: class_uid * 100 + activity_id,
      severity_id: expect.any(Number),
      time: expect.any(Number),
      metadata: {
        version: '1.9.0',
        product: { name: 'Gatehouse', vendor_name: expect.any(String) },
        sequence: expect.any(Number),
      },
      actor: expect.any(Object),
    })
    expect(event.time).toBeGreaterThan(Date.UTC(2020, 0))
    const known = class_uid === 3005 ? [0, 1, 2, 99] : [0, 1, 2, 3, 4, 99]
    expect(known).toContain(activity_id)
    if (class_uid === 3004) expect(event.entity.name ?? event.entity.uid).toBeTruthy()
    else {
      expect(event.user.name).toBeTruthy()
      expect(event.privileges.length).toBeGreaterThan(0)
    }
  }
  const granted = events.find((one) => one.metadata.event_code === 'effect.confirmed')
  expect(granted).toMatchObject({
    class_uid: 3005,
    activity_name: 'Assign Privileges',
    status_id: 1,
    privileges: ['CLUSTER_INFRASTRUCTURE'],
    user: { name: 'MongoDB employees' },
  })
  const filed = events.find((one) => one.metadata.correlation_uid === requestId)
  expect(filed).toMatchObject({
    class_uid: 3004,
    activity_name: 'Create',
    entity: { uid: requestId },
  })
})

test('each number of the access report is the count of the rows that its link shows', async () => {
  const period = { from: '2020-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' }
  const read = async (person: Person) =>
    auditReport.output.parse((await run(auditReport, period, person)).data)
  await sql().begin(async (tx) => {
    const used = {
      type: 'breakglass.used' as const,
      actor: { kind: 'human' as const, sub: 'breakglass' },
    }
    await append(tx, { ...used, request: { id: requestId } })
    await append(tx, { ...used, request: { id: 'other' } })
    await append(tx, { ...used, request: { id: 'reviewed' } })
    await append(tx, { ...used, type: 'breakglass.reviewed', request: { id: 'reviewed' } })
    await append(tx, { type: 'audit.verified', actor: { kind: 'gatehouse' } })
  })
  const { numbers, medianMinutesToDecide, verified } = await read(personAs('auditor'))
  for (const [name, { count, filter }] of Object.entries(numbers))
    expect((await list(filter)).rows.length, name).toBe(count)
  expect(numbers).toMatchObject({
    approved: { count: 1 },
    automatic: { count: 0 },
    grants: { count: 1 },
    breakGlass: { count: 3 },
    unreviewed: { count: 2 },
    commands: { count: 1 },
  })
  expect(medianMinutesToDecide).toBeGreaterThan(0)
  expect(medianMinutesToDecide).toBeLessThan(10)
  expect(verified).toMatchObject({ seq: expect.any(Number) })
  const theirOwn = await read(insider(theirs?.groupId))
  expect(theirOwn).toMatchObject({ isComplete: false, medianMinutesToDecide: null })
  expect(theirOwn.numbers).toMatchObject({ filed: { count: 1 }, grants: { count: 0 } })
  const before = { from: '2019-01-01T00:00:00Z', to: '2020-01-01T00:00:00Z' }
  const { data } = await as('auditor', auditReport, before)
  const empty = auditReport.output.parse(data)
  expect(Object.values(empty.numbers).every(({ count }) => count === 0)).toBe(true)
  expect(empty.checkpoint).toBeNull()
})

test('a request for clusters of two projects is listed for each, and only shown to auditors of both', async () => {
  const [one, two] = [
    await world.project({ clusters: [{ name: 'main' }] }),
    await world.project({ clusters: [{ name: 'main' }] }),
  ]
  const { data } = await as('requester', fileRequest, {
    op: 'employee.grant',
    input: { grantType: 'CLUSTER_INFRASTRUCTURE', minutes: 60 },
    targets: [one, two].map(({ groupId }) => ({ groupId, clusterName: 'main' })),
    ...why,
  })
  const several = fileRequest.output.parse(data).requestId
  const rowsOf = async (filter: AuditFilter, person?: Person) =>
    (await list(filter, person)).rows.filter((row) => row.requestId === several)
  for (const { groupId } of [one, two]) {
    expect(await rowsOf({ groupId })).toHaveLength(1)
    expect(await rowsOf({}, insider(groupId))).toEqual([])
  }
  const bindings = [one, two].flatMap(({ groupId }) => insider(groupId).bindings)
  expect(await rowsOf({}, personAs('outsider', { bindings }))).toHaveLength(1)
})

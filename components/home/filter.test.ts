import { expect, test } from 'vitest'
import { anyPlace, type Finding, type FleetCell, type FleetCheck } from '@/lib/ops/fleet'
import { findingItems, ownItems } from './attention'
import { type Filter, isShown, projectRow, sorted } from './filter'

const all: Filter = { text: '', org: '', env: '', tag: '', team: '', level: '', check: '' }
const check = (id: string): FleetCheck => ({
  ...{ id, label: id, group: 'g', per: 'project', about: '', fine: 'Fine' },
  href: `/projects/${anyPlace.groupId}/${id}`,
})
const checks = [check('open'), check('late')]
const fine: FleetCell = { state: 'fine' }
const found = (level: 'bad' | 'warn' | 'info', count = 1): FleetCell => ({
  state: 'found',
  level,
  count,
})
const row = (
  name: string,
  cells: FleetCell[],
  more: Partial<Parameters<typeof projectRow>[0]> = {},
) =>
  projectRow({
    groupId: name,
    name,
    orgId: 'o1',
    orgName: 'Northwind',
    environment: 'other',
    tags: [],
    cells,
    ...more,
  })

test('the worst row comes first, and one bad finding outweighs any number of warnings', () => {
  const rows = [
    row('fine', [fine, fine]),
    row('warned', [found('warn', 99), found('warn', 99)]),
    row('bad', [found('bad'), fine]),
    row('unread', [{ state: 'unread', why: 'Refused' }, fine]),
  ]
  const names = (by: string) => sorted(rows, by, checks).map(({ name }) => name)
  expect(names('')).toEqual(['bad', 'warned', 'unread', 'fine'])
  expect(names('late')).toEqual(['warned', 'bad', 'fine', 'unread'])
  expect(names('name')).toEqual(['bad', 'fine', 'unread', 'warned'])
})

test('filters by environment, team, tag and text leave only what has all of them', () => {
  const prod = row('payments', [fine, fine], {
    environment: 'production',
    tags: [{ key: 'Team', value: 'payments' }],
  })
  const other = row('search', [fine, fine], { tags: [{ key: 'env', value: 'staging' }] })
  const shown = (filter: Partial<Filter>) =>
    [prod, other].filter((one) => isShown(one, { ...all, ...filter }, checks)).map((o) => o.name)
  expect(shown({})).toEqual(['payments', 'search'])
  expect(shown({ env: 'Production' })).toEqual(['payments'])
  expect(shown({ env: 'staging' })).toEqual(['search'])
  expect(shown({ team: 'payments' })).toEqual(['payments'])
  expect(shown({ tag: 'env=staging' })).toEqual(['search'])
  expect(shown({ text: 'NORTH pay' })).toEqual(['payments'])
  expect(shown({ text: 'northwind', env: 'staging' })).toEqual(['search'])
  expect(shown({ org: 'o2' })).toEqual([])
})

test('a check and a level ask for a cell that has both', () => {
  const rows = [
    row('a', [found('bad'), fine]),
    row('b', [found('warn'), found('bad')]),
    row('c', [{ state: 'unread', why: 'Refused' }, fine]),
    row('d', [{ ...fine, why: 'Atlas did not answer.' }, fine]),
  ]
  const shown = (filter: Partial<Filter>) =>
    rows.filter((one) => isShown(one, { ...all, ...filter }, checks)).map((o) => o.name)
  expect(shown({ check: 'open' })).toEqual(['a', 'b', 'c'])
  expect(shown({ check: 'open', level: 'bad' })).toEqual(['a'])
  expect(shown({ level: 'bad' })).toEqual(['a', 'b'])
  expect(shown({ level: 'unread' })).toEqual(['c', 'd'])
})

test('findings of one check at one place are one item with the oldest time', () => {
  const finding = (id: string, groupId: string, since: string): Finding => ({
    id,
    check: 'open',
    checkLabel: 'Open to all',
    level: 'bad',
    says: `Entry ${id} is open`,
    what: 'is open',
    subject: id,
    orgId: 'o1',
    orgName: 'Northwind',
    groupId,
    groupName: groupId,
    environment: 'other',
    since,
    readAt: since,
    goneAt: null,
    href: '/',
    action: 'View entries',
    fix: null,
  })
  const items = findingItems([
    finding('10.0.0.1', 'p1', '2026-11-02T00:00:00Z'),
    finding('10.0.0.2', 'p2', '2026-11-03T00:00:00Z'),
    finding('10.0.0.3', 'p1', '2026-11-01T00:00:00Z'),
  ])
  expect(items.map(({ what, more, since }) => ({ what, more, since: since.slice(8, 10) }))).toEqual(
    [
      { what: 'Entry 10.0.0.1 is open', more: 1, since: '01' },
      { what: 'Entry 10.0.0.2 is open', more: 0, since: '03' },
    ],
  )
})

test('an incident is not listed a second time as a finding, and a filter by its check keeps it', () => {
  const drift = {
    groupId: 'p1',
    groupName: 'p1',
    orgName: 'Northwind',
    clusterName: 'main',
    environment: 'other',
    expected: null,
    observed: null,
    firstSeenAt: '2026-11-01T00:00:00Z',
    observedAt: '2026-11-01T00:00:00Z',
    mayRevoke: null,
  } as const
  const none = {
    forMe: [],
    toReview: [],
    live: [],
    awaiting: [],
    stuck: [],
    mine: [],
    settled: [],
    plans: {},
  }
  const own = ownItems({ ...none, drift: [drift], others: [], onDuty: [], mayFile: null })
  expect(own).toMatchObject([{ check: 'employee-access', level: 'bad', groupId: 'p1' }])
  const finding = {
    id: '1',
    check: 'employee-access',
    checkLabel: 'Access',
    level: 'bad',
    says: 'Cluster main has access',
    what: 'has access',
    subject: 'main',
    orgId: 'o1',
    orgName: 'Northwind',
    groupId: 'p1',
    groupName: 'p1',
    environment: 'other',
    since: '2026-11-01T00:00:00Z',
    readAt: '2026-11-01T00:00:00Z',
    goneAt: null,
    href: '/',
    action: 'View access',
    fix: null,
  } as const
  expect(findingItems([finding], [drift])).toEqual([])
  expect(findingItems([{ ...finding, subject: 'other' }], [drift])).toHaveLength(1)
})

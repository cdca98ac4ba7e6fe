import { expect, test } from 'vitest'
import { code, type Import, imports, isTest } from './sources'

/** What a part can import besides itself and packages. Folders end with a slash. */
type Wall = { part: RegExp; may: readonly string[] }

/** The folders between primitives and areas, which can import each other. */
const kits = ['components/data/', 'components/form/', 'components/ops/', 'components/blocks/']
const addresses = ['lib/pages.ts', 'lib/routes.ts', 'lib/page-at.ts']
const browser = ['lib/client/', 'lib/ops/', 'lib/format/', ...addresses]

// The first matching rule applies.
const walls: readonly Wall[] = [
  { part: /^lib\/format\//, may: [] },
  { part: /^lib\/pages\.ts$/, may: [] },
  { part: /^lib\/routes\.ts$/, may: ['lib/pages.ts'] },
  { part: /^lib\/page-at\.ts$/, may: ['lib/pages.ts', 'lib/routes.ts'] },
  { part: /^lib\/ops\//, may: ['lib/format/'] },
  { part: /^lib\/client\//, may: ['lib/ops/', 'lib/format/', ...addresses] },
  // Auditors run the verifier as a separate file.
  { part: /^lib\/audit\//, may: ['lib/ops/', 'lib/format/'] },
  { part: /^lib\/atlas\//, may: ['lib/ops/', 'lib/format/', 'package.json'] },
  {
    part: /^lib\/fleet\//,
    may: [
      'lib/ops/',
      'lib/format/',
      'lib/routes.ts',
      'lib/atlas/facts.ts',
      'lib/atlas/lifecycle.ts',
    ],
  },
  { part: /^lib\/approvals\//, may: ['lib/audit/', 'lib/atlas/', 'lib/ops/', 'lib/format/'] },
  {
    part: /^lib\/server\//,
    may: [
      'lib/approvals/',
      'lib/audit/',
      'lib/atlas/',
      'lib/fleet/',
      'lib/ops/',
      'lib/format/',
      ...addresses,
      'package.json',
    ],
  },
  { part: /^components\/ui\//, may: ['lib/client/', 'lib/format/', 'lib/routes.ts'] },
  // The only server component here: it reads a page's first data on the server.
  {
    part: /^components\/data\/prefetched\.tsx$/,
    may: ['lib/server/run.ts', 'lib/server/person.ts', 'lib/server/asked-by.ts', 'lib/ops/'],
  },
  { part: /^components\/(data|form|ops|blocks)\//, may: [...kits, 'components/ui/', ...browser] },
  { part: /^components\//, may: [...kits, 'components/ui/', ...browser] },
  {
    part: /^(app\/|proxy\.ts$|instrumentation(-client)?\.ts$)/,
    may: ['components/', 'lib/server/', ...browser, 'package.json'],
  },
  {
    part: /^sandbox\//,
    may: ['lib/ops/', 'lib/format/', 'lib/atlas/facts.ts', 'lib/atlas/spec.ts'],
  },
  { part: /^scripts\//, may: ['sandbox/', 'lib/'] },
  { part: /^[^/]+$/, may: [] },
]

/** The folder within which all files can import each other. */
const homeOf = (path: string) =>
  /^(?:components|lib)\/[^/]+\//.exec(path)?.[0] ?? /^[^/]+\//.exec(path)?.[0] ?? path

const told = ({ from, to }: Import) => `${from} imports ${to}`

test('every file has an import rule', () => {
  const free = code.filter(({ path }) => !isTest(path) && !walls.some((w) => w.part.test(path)))
  expect(free.map(({ path }) => path)).toEqual([])
})

test('imports go one way: app, areas, blocks, primitives; app, server, its parts, operations, formats', () => {
  const breaks = imports.filter((i) => {
    if (isTest(i.from) || i.isPackage || i.to.startsWith(homeOf(i.from))) return false
    const wall = walls.find((w) => w.part.test(i.from))
    return !wall?.may.some((m) => (m.endsWith('/') ? i.to.startsWith(m) : i.to === m))
  })
  expect(breaks.map(told)).toEqual([])
})

test('only tests import test helpers', () => {
  expect(imports.filter((i) => !isTest(i.from) && isTest(i.to)).map(told)).toEqual([])
})

test('approvals and the executor read descriptions, and only its own folders know employee access', () => {
  const ofAccess = /\/employee-access\/|^lib\/ops\/|^components\/clusters\/|^(app|sandbox)\//
  const breaks = imports.filter(
    ({ from, to }) =>
      /^lib\/ops\/(employee|grant)\.ts$/.test(to) && !ofAccess.test(from) && !isTest(from),
  )
  expect(breaks.map(told)).toEqual([])
  const generic = /^(lib\/approvals|lib\/server|components\/(ops|approvals))\//
  const named = code.filter(
    ({ path, text }) =>
      generic.test(path) &&
      !ofAccess.test(path) &&
      !isTest(path) &&
      /'employee\.|mongoDBEmployee/.test(text),
  )
  expect(named.map(({ path }) => path)).toEqual([])
})

test('only launchers and tests import the sandbox', () => {
  const breaks = imports.filter(
    (i) => i.to.startsWith('sandbox/') && !/^(sandbox|scripts)\//.test(i.from) && !isTest(i.from),
  )
  expect(breaks.map(told)).toEqual([])
})

test('browser code imports no server module', () => {
  const onServer =
    /^(node:|undici$|postgres$|next\/headers$|next\/server$|next-auth|yaml$|server-only$|@cedar-policy\/)/
  const runsInBrowser = /^(components|lib\/(ops|format|client))\/|^lib\/(pages|routes)\.ts$/
  // Loaded on demand, when someone pastes such a text.
  const mayReadYaml = 'components/access-list/paste/structured.ts'
  const breaks = imports.filter(
    (i) =>
      runsInBrowser.test(i.from) &&
      !isTest(i.from) &&
      onServer.test(i.to) &&
      !(i.from === mayReadYaml && i.to === 'yaml'),
  )
  expect(breaks.map(told)).toEqual([])
})

test('browser code imports single operations, never the registry', () => {
  const breaks = imports.filter(
    (i) =>
      i.to === 'lib/ops/registry.ts' &&
      /^(components|lib\/client)\//.test(i.from) &&
      !isTest(i.from),
  )
  expect(breaks.map(told)).toEqual([])
})

/** The first import cycle of a file, if any. */
function cycles(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>()
  const found: string[] = []
  const visit = (path: string, way: readonly string[]) => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      found.push([...way.slice(way.indexOf(path)), path].join(' → '))
      return
    }
    state.set(path, 'open')
    for (const next of edges.get(path) ?? []) visit(next, [...way, path])
    state.set(path, 'done')
  }
  for (const path of edges.keys()) visit(path, [])
  return found
}

test('there are no import cycles', () => {
  const edges = Map.groupBy(
    imports.filter((i) => !i.isType && !i.isPackage),
    (i) => i.from,
  )
  expect(cycles(new Map([...edges].map(([from, list]) => [from, list.map((i) => i.to)])))).toEqual(
    [],
  )
})

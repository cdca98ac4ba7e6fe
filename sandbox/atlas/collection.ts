import { z } from 'zod'
import { allFacts } from '@/lib/atlas/facts'
import type { Action, Collection, Declaration, Fields, Place, Row } from './declaration'
import { type HandlerInput, reply, rows, type SandboxFile } from './define'
import { reject } from './reject'
import type { Origin, World } from './world'

const operationAt = (method: string, path: string) =>
  allFacts().find(([, f]) => f.method === method && f.path === `/api/atlas/v2${path}`)?.[0]

const parametersOf = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

/** Throws 404 when the project, cluster or organization of a place does not exist. */
function checkPlace(world: World, { orgId, groupId, clusterName }: Place): void {
  if (orgId !== undefined) world.org(orgId)
  if (groupId !== undefined) world.project(groupId)
  if (clusterName !== undefined) world.cluster(groupId, clusterName)
}

/** A plain resource of Atlas: list, get, create, update and delete, with events and states that change by time. */
export function collection<T extends Fields>(declared: Declaration<T>): Collection<T> {
  const { name, path, paths = {}, shape, key, unique, errors, codes = {} } = declared
  const listPath = path.slice(0, path.lastIndexOf('/'))
  const names = parametersOf(listPath)
  const keyName = parametersOf(path).at(-1) ?? ''

  const area = {
    name: `collection ${name}`,
    shape: z.array(
      z.object({
        place: z.record(z.string(), z.string()),
        item: shape,
        next: z.array(
          z.object({ at: z.number(), set: z.record(z.string(), z.unknown()).optional() }),
        ),
      }),
    ),
    make: (world: World) => declared.seed(world).map((row) => ({ next: [], ...row })),
  }

  const placeOf = (from: Readonly<Record<string, unknown>>): Place =>
    Object.fromEntries(names.map((n) => [n, String(from[n] ?? '')]))

  function settle(world: World, all: Row<T>[]): void {
    for (const row of [...all])
      for (let step = row.next[0]; step && step.at <= world.clock(); step = row.next[0]) {
        row.next.shift()
        if (step.set) Object.assign(row.item, step.set)
        else all.splice(all.indexOf(row), 1)
        world.changed()
      }
  }

  const collected: Collection<T> = {
    declaration: declared,
    handlers: {},
    rows(world, place) {
      const all = world.area(area)
      settle(world, all)
      return place ? all.filter((r) => names.every((n) => r.place[n] === place[n])) : all
    },
    find(world, from) {
      const place = placeOf(from)
      checkPlace(world, place)
      declared.parent?.find(world, place)
      const value = from[keyName] ?? ''
      const id = declared.parseKey?.(value) ?? value
      const found = collected.rows(world, place).find((r) => String(r.item[key]) === id)
      if (found) return found
      throw reject(404, errors.notFound, `${name}: ${id} does not exist.`, id)
    },
    add(world, place, item, origin) {
      const same = collected
        .rows(world, place)
        .find((r) => unique && r.item[unique] === item[unique])
      if (same && unique)
        throw reject(
          409,
          errors.exists ?? 'DUPLICATE',
          `${item[unique]} already exists.`,
          item[unique],
        )
      const row: Row<T> = { place, item, next: [] }
      world.area(area).push(row)
      move(world, row, 'create', origin)
      return item
    },
    seed(world, place, items, clear) {
      const all = world.area(area)
      for (const row of clear ? collected.rows(world, place) : []) all.splice(all.indexOf(row), 1)
      all.push(...items.map((item) => ({ place, item: shape.parse(item), next: [] })))
    },
    list(input, code = 200) {
      const place = placeOf(input.path)
      checkPlace(input.world, place)
      declared.parent?.find(input.world, place)
      const found = collected
        .rows(input.world, place)
        .filter((r) => declared.matches?.(r.item, input.query) ?? true)
        .map((r) => view(input, r))
      return reply(code, declared.array ? found : rows(found))
    },
    change(world, row, set, origin) {
      if (set) Object.assign(row.item, set)
      move(world, row, set ? 'update' : 'delete', origin, set)
    },
  }

  /** Starts the states of an action and records its event. */
  function move(
    world: World,
    row: Row<T>,
    action: Action,
    origin?: Origin,
    set?: Partial<T>,
  ): void {
    const { states = {} } = declared
    const { field = 'status', [action]: steps = [] } =
      typeof states === 'function' ? states(row.item) : states
    let at = world.clock()
    if (steps.length || action === 'delete') row.next = []
    for (const [state, seconds = 0] of steps) {
      row.next.push({ at, set: { [field]: state } })
      at += seconds * 1000
    }
    if (action === 'delete') row.next.push({ at })
    settle(world, world.area(area))
    const eventTypeName = (set && declared.changeEvent?.(set)) ?? declared.events?.[action]
    const { groupId, clusterName } = row.place
    const orgId = row.place.orgId ?? world.project(groupId).orgId
    const about = { orgId, groupId, clusterName, ...declared.eventFields?.(row.item) }
    if (eventTypeName) world.record({ ...about, eventTypeName }, origin)
    world.changed()
  }

  function view(input: HandlerInput, { item, place }: Row<T>, created = false) {
    const shown = declared.view?.(item, input, { place, created }) ?? item
    const filled = path.replace(/\{(\w+)\}/g, (_, n) =>
      encodeURIComponent(String(n === keyName ? item[key] : place[n])),
    )
    if (declared.links === false) return shown
    return { ...shown, links: [{ href: `${input.base}/api/atlas/v2${filled}`, rel: 'self' }] }
  }

  const answer = (action: Action, body?: unknown) => {
    const [live, spec = live] = codes[action] ?? [action === 'delete' ? 204 : 200]
    return reply(live, body ?? (live === 204 ? undefined : {}), spec)
  }

  const handle = (method: string, at: string, handler: SandboxFile[string]) => {
    const id = operationAt(method, at)
    if (id) collected.handlers[id] = handler
  }

  handle('GET', paths.list ?? listPath, (input) => collected.list(input))
  handle('GET', path, (input) => view(input, collected.find(input.world, input.path)))
  handle('DELETE', path, (input) => {
    const row = collected.find(input.world, input.path)
    declared.beforeDelete?.(row.item, input)
    collected.change(input.world, row, undefined, input.origin)
    return answer('delete')
  })
  const { create, update } = declared
  if (create)
    handle('POST', paths.create ?? listPath, (input) => {
      const { world, origin } = input
      checkPlace(world, placeOf({ ...input.path }))
      const item = create(input, placeOf(input.path))
      const place = placeOf({ ...item, ...input.path })
      declared.parent?.find(world, place)
      collected.add(world, place, item, origin)
      return answer('create', view(input, { place, item, next: [] }, true))
    })
  if (update)
    for (const method of ['PATCH', 'PUT'])
      handle(method, path, (input) => {
        const row = collected.find(input.world, input.path)
        collected.change(input.world, row, update(row.item, input), input.origin)
        return answer('update', view(input, row))
      })
  return collected
}

import { z } from 'zod'
import { allFacts, fact } from '@/lib/atlas/facts'
import { isObject } from '@/lib/format/values'
import { type Handler, type HandlerInput, reply, rows } from './define'
import { idFrom } from './ids'
import { reject } from './reject'
import type { Area, World } from './world'

const item = z.record(z.string(), z.unknown())
type Item = z.output<typeof item>

/** Documents by their path, in the order in which they were made. */
const area: Area<Record<string, Item>> = {
  name: 'generic store',
  shape: z.record(z.string(), item),
  make: () => ({}),
}

const paths = new Set(allFacts().map(([, { path }]) => path))
/** Whether documents are made below a path, so that reading it gives a list. */
const isCollection = (path: string) =>
  [...paths].some((one) => one.startsWith(`${path}/{`) && !one.slice(path.length + 2).includes('/'))

const filled = (path: string, { path: values }: HandlerInput) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))

const parent = (path: string) => path.slice(0, path.lastIndexOf('/'))

function checkPlace(world: World, { orgId, groupId, clusterName }: HandlerInput['path']): void {
  if (orgId !== undefined) world.org(orgId)
  if (groupId !== undefined) world.project(groupId)
  if (groupId !== undefined && clusterName !== undefined) world.cluster(groupId, clusterName)
}

const bodyIn = ({ body }: HandlerInput): Item => (isObject(body) ? body : {})

/**
 * The handler of an operation that has none: POST to a collection makes a document with an id, GET reads or lists, PATCH
 * and PUT change, DELETE removes. A document that is no member of a collection always exists, empty at first.
 */
export function genericHandler(operationId: string): Handler {
  const { method, path } = fact(operationId)
  return (input) => {
    const { world } = input
    checkPlace(world, input.path)
    const all = world.area(area)
    const at = filled(path, input)
    const notFound = () => reject(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${at}.`)
    if (method === 'GET') {
      if (!isCollection(path)) {
        if (path.endsWith('}') && !all[at]) throw notFound()
        return all[at] ?? {}
      }
      return rows(
        Object.entries(all).flatMap(([one, value]) => (parent(one) === at ? [value] : [])),
      )
    }
    world.changed()
    if (method === 'DELETE') {
      if (path.endsWith('}') && !all[at]) throw notFound()
      delete all[at]
      return reply(204)
    }
    if (method !== 'POST') {
      if (path.endsWith('}') && !all[at] && method === 'PATCH') throw notFound()
      const value = { ...(method === 'PATCH' ? all[at] : {}), ...bodyIn(input) }
      all[at] = value
      return value
    }
    if (!isCollection(path)) return reply(200, bodyIn(input))
    const id = idFrom(`${at} ${Object.keys(all).length}`, world.clock())
    const value = { id, ...bodyIn(input) }
    all[`${at}/${id}`] = value
    return reply(201, value)
  }
}

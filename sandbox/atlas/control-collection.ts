import { z } from 'zod'
import { collections, settings } from './find-handlers'
import type { World } from './world'

const fields = z.record(z.string(), z.unknown())

const request = z.strictObject({
  collection: z.enum([...collections.keys(), ...settings.keys()]),
  /** Everywhere, when nothing is added or changed. */
  place: z.record(z.string(), z.string()).optional(),
  /** Adds an item per element: the sample item with these fields. */
  add: z.array(fields).default([]),
  /** Adds so many sample items. */
  many: z.int().min(0).max(2000).default(0),
  /** Deletes every item of the place first. */
  clear: z.boolean().default(false),
  /** The item to change. */
  key: z.string().optional(),
  set: fields.optional(),
  remove: z.boolean().default(false),
  /** Seconds of the sandbox clock until `set` or `remove` happens. */
  afterSeconds: z.number().min(0).default(0),
})

/** Adds items to a plain resource or changes one, outside the API and without events. Returns `{rows: [{place, item}]}`. */
export function controlCollection(world: World, body: unknown) {
  const wanted = request.parse(body)
  const setting = settings.get(wanted.collection)
  if (setting) return setting.set(world, wanted.place ?? {}, wanted.set ?? {})
  const found = collections.get(wanted.collection)
  if (!found) throw new Error(`No collection is called ${wanted.collection}.`)
  const { declaration, rows, seed } = found
  const { place } = wanted
  const shown = () => ({ rows: rows(world, place).map(({ place, item }) => ({ place, item })) })
  if (!place) return shown()
  if (wanted.clear) seed(world, place, [], true)
  const from = rows(world, place).length
  const made = [...wanted.add, ...Array.from({ length: wanted.many }, () => ({}))].map(
    (given, i) => ({ ...declaration.sample?.(from + i, place), ...given }),
  )
  seed(world, place, made)
  const row = rows(world, place).find((r) => r.item[declaration.key] === wanted.key)
  if (wanted.key !== undefined && !row) throw new Error(`No item has the key ${wanted.key}.`)
  const at = world.clock() + wanted.afterSeconds * 1000
  if (row && wanted.set) row.next = [{ at, set: wanted.set }]
  if (row && wanted.remove) row.next = [...row.next, { at }]
  world.changed()
  return shown()
}

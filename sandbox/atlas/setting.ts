import { z } from 'zod'
import { allFacts } from '@/lib/atlas/facts'
import type { Fields, Place } from './declaration'
import { type HandlerInput, reply, type SandboxFile } from './define'
import type { Area, World } from './world'

export type SettingDeclaration<T extends Fields> = {
  name: string
  /** The path below `/api/atlas/v2`, with `{groupId}`. GET, PATCH and DELETE, which brings `initial` back, are answered. */
  path: string
  shape: z.ZodType<T>
  /** The value in a project where nothing was set. */
  initial(world: World, groupId: string): T
  /** The changed fields. Throws a Reject for an invalid body. */
  update(value: T, input: HandlerInput): Partial<T>
  /** The changed fields of a POST to a path below it: `/defer`. Throws a Reject if it is not possible now. */
  actions?: Record<string, (value: T) => Partial<T>>
  /** Throws a Reject where a project cannot have the setting. */
  check?(input: HandlerInput): void
  event(value: T): string
  /** Success codes of a change: live and documented. */
  codes: readonly [live: number, spec: number]
}

export type Setting = {
  setting: string
  handlers: SandboxFile
  /** Sets fields outside the API. Throws a ZodError for an invalid value. */
  set(world: World, place: Place, fields: Fields): unknown
}

/** A document that every project has: read and changed, never created or deleted. */
export function setting<T extends Fields>(declared: SettingDeclaration<T>): Setting {
  const { name, path, shape } = declared
  const area: Area<Record<string, T>> = {
    name: `setting ${name}`,
    shape: z.record(z.string(), shape),
    make: () => ({}),
  }
  const read = (world: World, groupId: string) =>
    world.area(area)[groupId] ?? declared.initial(world, groupId)
  const write = (world: World, groupId: string, value: T) => {
    world.area(area)[groupId] = value
    world.changed()
    return value
  }
  const handlers: SandboxFile = {}
  for (const [id, { method, path: at }] of allFacts()) {
    const action = at === `/api/atlas/v2${path}` ? '' : at.slice(`/api/atlas/v2${path}`.length)
    if (at !== `/api/atlas/v2${path}${action}` || (action && !declared.actions?.[action])) continue
    handlers[id] = (input) => {
      const { id: groupId, orgId } = input.world.project(input.path.groupId)
      declared.check?.(input)
      const old = read(input.world, groupId)
      if (method === 'GET') return old
      const changes = action
        ? declared.actions?.[action]?.(old)
        : method === 'DELETE'
          ? declared.initial(input.world, groupId)
          : declared.update(old, input)
      const value = { ...old, ...changes }
      write(input.world, groupId, value)
      const eventTypeName = declared.event(value)
      input.world.record({ orgId, groupId, eventTypeName }, input.origin)
      return reply(declared.codes[0], value, declared.codes[1])
    }
  }
  const set = (world: World, { groupId = '' }: Place, fields: Fields) =>
    write(world, groupId, shape.parse({ ...read(world, groupId), ...fields }))
  return { setting: name, handlers, set }
}

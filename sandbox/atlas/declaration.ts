import type { z } from 'zod'
import type { HandlerInput, SandboxFile } from './define'
import type { Origin, World } from './world'
import type { SandboxEvent } from './world/shapes'

export type Fields = Record<string, unknown>
/** Path parameters that say where an item is: `{ groupId, clusterName }`. */
export type Place = Record<string, string>
/** A state, and the seconds of the sandbox clock that it lasts. The last state of a list needs none. */
export type Step = readonly [state: string, seconds?: number]
export type Row<T> = {
  place: Place
  item: T
  /** The changes to come, on the sandbox clock. An item is removed by one without fields. */
  next: Array<{ at: number; set?: Fields }>
}
export type Seed<T> = { place: Place; item: T; next?: Row<T>['next'] }

/** Initial items of one place. */
export const seedIn = <T>(place: Place, items: readonly T[]): Seed<T>[] =>
  items.map((item) => ({ place, item }))

export type States = { field?: string } & Partial<Record<Action, readonly Step[]>>
export type Action = 'create' | 'update' | 'delete'

export type Declaration<T extends Fields> = {
  /** Its name for the control endpoint and in the data file. */
  name: string
  /** The path of an item below `/api/atlas/v2`. Every operation of that path and of its list is answered. */
  path: string
  /** Paths of operations that Atlas has elsewhere. */
  paths?: { list?: string; create?: string }
  shape: z.ZodType<T>
  /** The field that the last path parameter names. */
  key: keyof T & string
  /** Makes the last path parameter comparable to the field. */
  parseKey?(value: string): string
  /** The field that is unique in a place. */
  unique?: keyof T & string
  /** The collection that an item is in, when it is not directly in a project, cluster or organization. */
  parent?: { find(world: World, place: Place): unknown }
  errors: { notFound: string; exists?: string }
  events?: Partial<Record<Action, string>>
  /** The event of a change, by its body, where there is more than one. */
  changeEvent?(sent: Fields): string
  eventFields?(item: T): Partial<SandboxEvent>
  /** Success codes: live, and documented where that differs. */
  codes?: Partial<Record<Action, readonly [live: number, spec?: number]>>
  /** False when Atlas writes no links. */
  links?: boolean
  /** Whether a list is a plain array without pages. */
  array?: boolean
  /** The states after each action, in a field that is `status` unless named. */
  states?: States | ((item: T) => States)
  /** The initial items. */
  seed(world: World): ReadonlyArray<Seed<T>>
  /** A valid item for `POST collection` of the control endpoint; `n` distinguishes items. */
  sample?(n: number, place: Place): T
  /** Makes an item of a request. Throws a Reject for an invalid body. */
  create?(input: HandlerInput, place: Place): T
  /** The changed fields. Throws a Reject for an invalid body. */
  update?(item: T, input: HandlerInput): Partial<T>
  /** Throws a Reject when an item cannot be deleted. */
  beforeDelete?(item: T, input: HandlerInput): void
  /** Whether a list includes an item, by its query parameters. */
  matches?(item: T, query: URLSearchParams): boolean
  /** An item as Atlas writes it, without links; `created` in the answer of a create. */
  view?(item: T, input: HandlerInput, about: { place: Place; created?: boolean }): Fields
}

export type Collection<T extends Fields = Fields> = {
  declaration: Declaration<T>
  handlers: SandboxFile
  /** The items of a place, after the transitions that are due; of every place without one. */
  rows(world: World, place?: Place): Row<T>[]
  /** Throws 404. */
  find(world: World, path: HandlerInput['path']): Row<T>
  /** Adds an item, with the states that follow a create. Throws 409. */
  add(world: World, place: Place, item: T, origin?: Origin): T
  /** Adds items as they are, without states or events; with `clear`, removes the others of the place. */
  seed(world: World, place: Place, items: readonly unknown[], clear?: boolean): void
  /** The list as an answer, with a success code. */
  list(input: HandlerInput, code?: number): unknown
  /** Changes fields, then moves through states. Without fields, deletes. */
  change(world: World, row: Row<T>, set?: Partial<T>, origin?: Origin): void
}

import type { Actor } from './credentials'
import type { Origin, World } from './world'

export type HandlerInput = {
  world: World
  /** Path parameters, decoded once. */
  path: Readonly<Record<string, string | undefined>>
  query: URLSearchParams
  /** The parsed request body; undefined when there was none. */
  body: unknown
  /** The resource version that the Accept header resolved to. */
  version: string
  actor: Actor
  /** The actor in events of this call. */
  origin: Origin
  /** Scheme and host as the client wrote them, for links. */
  base: string
}

/** All rows of a list, which the server pages. */
export class Rows {
  readonly all: readonly unknown[]
  constructor(all: readonly unknown[]) {
    this.all = all
  }
}

/** A list with `results`, `totalCount` and `links`. A plain array is sent as it is. */
export const rows = (all: readonly unknown[]): Rows => new Rows(all)

export class Reply {
  readonly live: number
  readonly spec: number
  readonly body: unknown
  constructor(live: number, spec: number, body: unknown) {
    this.live = live
    this.spec = spec
    this.body = body
  }
}

/** An answer with another success code than 200. `spec` is the documented one, if Atlas sends another. */
export const reply = (live: number, body?: unknown, spec = live): Reply =>
  new Reply(live, spec, body)

/** An answer that is not JSON, with its content type. */
export class Text {
  readonly type: string
  readonly text: string
  constructor(type: string, text: string) {
    this.type = type
    this.text = text
  }
}

/** Answers an Atlas operation. A plain value is a 200. */
export type Handler = (input: HandlerInput) => unknown

/** Handlers by Atlas operation id. */
export type SandboxFile = Record<string, Handler>

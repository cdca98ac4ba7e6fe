import type { Exchange } from './exchange'
import type { AtlasRequest } from './request'

/** What proves to Atlas who calls, for one request. */
export type Ticket = {
  /** The Authorization header; undefined when Atlas has to ask first. */
  header?: string
  /** Told when Atlas took it. */
  accepted?(): void
}

type Line = Pick<AtlasRequest, 'method' | 'path'>

export type Authority = {
  /** Throws AtlasError with outcome `failed` when no credential can be had: nothing was sent yet. */
  ticket(line: Line): Promise<Ticket>
  /** After a 401: another ticket worth one more try, or undefined when the 401 stands. */
  again(
    line: Line,
    refused: Ticket,
    answer: Extract<Exchange, { kind: 'answer' }>,
  ): Promise<Ticket | undefined>
  /** Told that a ticket of `again` was refused as well. */
  stands?(refused: Ticket): void
  /** Gives the credential back. Never throws. */
  close(): Promise<void>
}

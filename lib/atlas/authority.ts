import type { Exchange } from './exchange'
import type { AtlasRequest } from './request'

/** The credential for one request. */
export type Ticket = {
  /** The Authorization header; undefined until Atlas sends a challenge. */
  header?: string
  /** Called when Atlas accepts it. */
  accepted?(): void
}

type Line = Pick<AtlasRequest, 'method' | 'path'>

export type Authority = {
  /** @throws AtlasError with outcome `failed` when there is no credential: nothing was sent */
  ticket(line: Line): Promise<Ticket>
  /** After a 401: a new ticket for one more try; undefined if a new one would not help. */
  again(
    line: Line,
    refused: Ticket,
    answer: Extract<Exchange, { kind: 'answer' }>,
  ): Promise<Ticket | undefined>
  /** Called when Atlas also refused a ticket of `again`. */
  stands?(refused: Ticket): void
  /** Revokes the credential. Never throws. */
  close(): Promise<void>
}

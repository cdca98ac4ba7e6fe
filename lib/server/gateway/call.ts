import type { Op } from '@/lib/ops/define'
import type { Fact } from '@/lib/ops/fact'

/** A request of a client of Atlas, as Node or Next received it. */
export type GatewayRequest = {
  method: string
  /** Path and query exactly as sent. */
  target: string
  headers: Pick<Headers, 'get' | 'has'>
  body: AsyncIterable<Uint8Array> | null
  /** Aborts when the client disconnects. */
  signal: AbortSignal
}

/** A call of a client, matched to an Atlas operation. */
export type GatewayCall = {
  /** Atlas's operation id. */
  operationId: string
  method: Fact['method']
  /** As sent, without the query. */
  path: string
  /** Path parameters by name, decoded. */
  params: Record<string, string>
  /** As sent, without `?`. Empty for none. */
  query: string
  /** The exact bytes. Absent for an empty body. */
  body?: Buffer
  /** Of the exact bytes, in hexadecimal digits. */
  sha256: string
  accept?: string
  contentType?: string
  /** The resource version that Atlas uses for the date in Accept. Empty when Atlas has none for it. */
  version: string
  /** Its description: Gatehouse's own, or the derived one. */
  op: Op
  input: Record<string, unknown>
  /** Gatehouse's own description reads exactly this body, query and version. */
  isUnderstood: boolean
  userAgent?: string
  /** From X-Gatehouse-Reason and X-Gatehouse-Ticket, for a request. */
  reason?: string
  ticket?: string
  /** Gatehouse's own id of this call. */
  requestId: string
  signal: AbortSignal
}

export type GatewayHeaders = Record<string, string | string[]>

export type GatewayAnswer = {
  status: number
  headers: GatewayHeaders
  body: Buffer | AsyncIterable<Uint8Array>
}

import { STATUS_CODES } from 'node:http'
import { contact } from '@/lib/ops/contact'
import type { GatewayAnswer, GatewayHeaders } from './call'

/** Gatehouse's own error codes. None is one of Atlas's, because clients act on those. */
export type RefusalCode =
  | 'GATEHOUSE_ALREADY_DONE'
  | 'GATEHOUSE_APPROVAL_REQUIRED'
  | 'GATEHOUSE_ATLAS_UNREACHABLE'
  | 'GATEHOUSE_BUDGET'
  | 'GATEHOUSE_CONFLICT'
  | 'GATEHOUSE_DENIED'
  | 'GATEHOUSE_INVALID_REQUEST'
  | 'GATEHOUSE_NOT_ALLOWED'
  | 'GATEHOUSE_OUTCOME_UNKNOWN'
  | 'GATEHOUSE_UNAUTHORIZED'
  | 'GATEHOUSE_UNAVAILABLE'
  | 'GATEHOUSE_UNKNOWN_OPERATION'

type More = {
  /** For programs: a request number, a link. */
  parameters?: readonly string[]
  headers?: GatewayHeaders
}

/** Gatehouse's refusal in Atlas's error format. `detail` has everything, because some clients show nothing else. */
export const refusal = (
  status: number,
  errorCode: RefusalCode,
  detail: string,
  { parameters = [], headers = {} }: More = {},
): GatewayAnswer => ({
  status,
  headers: { ...headers, 'content-type': 'application/json' },
  body: Buffer.from(
    JSON.stringify({
      error: status,
      errorCode,
      detail,
      reason: STATUS_CODES[status] ?? '',
      parameters,
      badRequestDetail: null,
    }),
  ),
})

/** A refusal as an error. */
export class Refused extends Error {
  override name = 'Refused'
  readonly answer: GatewayAnswer

  constructor(...[status, errorCode, detail, more]: Parameters<typeof refusal>) {
    super(detail)
    this.answer = refusal(status, errorCode, detail, more)
  }
}

/** The same for a place that does not exist and one out of scope. A 404 would make clients drop what they manage. */
export const outOfScope = (): GatewayAnswer =>
  refusal(
    403,
    'GATEHOUSE_NOT_ALLOWED',
    'This project or organization does not exist, or this credential has no role there. Check the ID, or ask an admin to give the credential a role in gatehouse.yaml.',
  )

/** Lists would be empty, which a client takes for “there is none”. */
export const withoutRole = (machine: string | undefined): GatewayAnswer =>
  refusal(
    403,
    'GATEHOUSE_NOT_ALLOWED',
    machine === undefined
      ? `You have no role in Gatehouse. Ask ${contact()} for one. Nothing was sent to Atlas.`
      : `The machine ${machine} has no role. Ask an admin to bind one to “machine: ${machine}” in gatehouse.yaml. Nothing was sent to Atlas.`,
  )

/** For what is not an operation of the Atlas Admin API. */
export const unknownOperation = (why: string): GatewayAnswer =>
  refusal(403, 'GATEHOUSE_UNKNOWN_OPERATION', `${why} Nothing was sent to Atlas.`)

import { list } from '@/lib/format/words'
import type { FailureKind } from '@/lib/ops/failure'
import type { AtlasCall } from './call'
import { fact } from './facts'

/** The id of the token request, which is not in the facts table. */
export const TOKEN = 'token'

/** The kind and message of a refusal, by Atlas's status and error code. */
export function refusalOf(
  status: number,
  code: string | undefined,
  {
    connection,
    call,
    isRead = false,
  }: { connection: string; call: Pick<AtlasCall, 'op' | 'version'>; isRead?: boolean },
): [FailureKind, string] {
  const own = `connection “${connection}”`
  if (code === 'IP_ADDRESS_NOT_ON_ACCESS_LIST')
    return [
      'unavailable',
      `Atlas refused ${own} because Gatehouse’s IP address is not on the organization’s API access list. Ask an Organization Owner to add it. A project’s IP access list does not help.`,
    ]
  if (code === 'VERSION_GONE')
    return [
      'not-found',
      `Atlas no longer offers version ${call.version} of this operation (${call.op}). Update Gatehouse.`,
    ]
  if (code === 'INVALID_VERSION_DATE' || status === 406)
    return [
      'unavailable',
      `Atlas does not offer version ${call.version} of this operation (${call.op}). Update Gatehouse, or ask an admin to check the base URL of ${own}.`,
    ]
  switch (status) {
    case 400:
    case 422:
      return ['invalid', isRead ? 'Atlas refused to read this.' : 'Atlas rejected this.']
    case 401:
      return [
        'unavailable',
        `Atlas refused the credential of ${own}. Ask an admin to check that it has not expired and has access to this organization or project.`,
      ]
    case 402:
      return [
        'not-allowed',
        'Atlas requires a payment method. Ask an Organization Owner to add one to this organization.',
      ]
    case 403: {
      const roles = call.op === TOKEN ? [] : fact(call.op).roles
      const one = roles.length ? `the Atlas role ${list(roles, 'or')}` : 'a role that allows it'
      return [
        'not-allowed',
        `Atlas does not allow ${own} to do this. Its service account or API key needs ${one}, or an owner role.`,
      ]
    }
    case 404:
      return ['not-found', 'This does not exist in Atlas, or was deleted.']
    case 405:
      return ['conflict', 'Atlas does not allow this now.']
    case 409:
      return [
        'conflict',
        'Atlas can’t do this in the current state, or the name is taken. Check the current state and try again.',
      ]
    case 410:
      return ['not-found', 'This no longer exists in Atlas.']
    case 413:
      return ['invalid', 'This is too large for Atlas. Send less at a time.']
    case 429:
      return ['slow-down', 'Atlas is limiting requests. Try again in a moment.']
    default:
      return status >= 500 || status < 400
        ? ['atlas-down', 'Atlas returned an error. Try again later.']
        : ['conflict', `Atlas refused this with status ${status}.`]
  }
}

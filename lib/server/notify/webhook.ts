import { Webhook } from 'standardwebhooks'
import { request } from 'undici'
import { requestOf } from '@/lib/approvals/decide-request'
import { routes } from '@/lib/routes'
import { configuration } from '../configuration'
import { sql } from '../database'
import type { NotificationRow } from './channels'
import type { Outcome } from './delivery-row'
import { guardedDispatcher, isForbidden } from './targets'

const MOST_RETRY_AFTER_SECONDS = 3600

type Hook = ReturnType<typeof configuration>['notifications']['webhooks'][number]

/** What a receiver gets: ids, the state and a link. The reason only if the channel asks for it. */
async function payloadOf(n: NotificationRow, hook: Pick<Hook, 'includeReason'>) {
  const reason =
    hook.includeReason && n.request_id ? (await requestOf(sql(), n.request_id))?.reason : undefined
  return JSON.stringify({
    type: n.type,
    timestamp: n.at.toISOString(),
    data: {
      requestId: n.request_id,
      state: n.state,
      outcome: n.outcome,
      operation: n.op,
      organizationId: n.org_id,
      projectId: n.group_id,
      clusterName: n.cluster_name,
      environment: n.environment,
      rule: n.rule,
      auditSeq: n.seq,
      link: linkOf(n),
      ...(reason === undefined ? {} : { reason }),
    },
  })
}

/** Where a notification is about, or the page of the plan of its request. Opening it changes nothing. */
export function linkOf(
  n: Pick<NotificationRow, 'type' | 'request_id' | 'org_id' | 'group_id' | 'cluster_name'>,
  plan?: string,
) {
  const path =
    plan !== undefined
      ? routes.requestPlan(plan)
      : n.request_id !== null
        ? routes.request(n.request_id)
        : n.group_id !== null && n.cluster_name !== null
          ? routes.cluster(n.group_id, n.cluster_name)
          : n.type === 'credential.created_outside' && n.org_id !== null
            ? routes.atlasCredentials(n.org_id)
            : n.type.startsWith('machine.')
              ? routes.machines()
              : n.type.startsWith('access_review.')
                ? routes.accessReviews()
                : routes.approvals()
  return new URL(path, configuration().url).href
}

/** The headers of one attempt by the Standard Webhooks specification, signed with every active secret. */
export function signedHeaders(
  id: string,
  body: string,
  secrets: readonly string[],
  now = new Date(),
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  }
}

/** Sends one attempt. Never follows a redirect. */
export async function sendWebhook(n: NotificationRow, name: string): Promise<Outcome> {
  const { webhooks, allowAddresses } = configuration().notifications
  const hook = webhooks.find((one) => one.name === name)
  if (!hook) return { kind: 'dead', note: 'The channel is no longer configured.' }
  const body = await payloadOf(n, hook)
  const timeoutMs = hook.timeoutSeconds * 1000
  const dispatcher = guardedDispatcher(hook.url, allowAddresses, timeoutMs)
  try {
    const answer = await request(hook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Gatehouse',
        ...signedHeaders(n.id, body, hook.secrets),
      },
      body,
      dispatcher,
      signal: AbortSignal.timeout(timeoutMs),
    })
    // The answer is the status. The rest is not read.
    answer.body.on('error', () => {}).destroy()
    return outcomeOf(answer.statusCode, answer.headers['retry-after'])
  } catch (error) {
    return { kind: 'retry', note: noteOf(error) }
  } finally {
    await dispatcher.destroy().catch(() => {})
  }
}

function outcomeOf(status: number, retryAfter: string | string[] | undefined): Outcome {
  if (status >= 200 && status < 300) return { kind: 'delivered', status }
  if (status === 410) return { kind: 'gone', status, note: 'The receiver answered 410 Gone.' }
  const asked = secondsOf(String(retryAfter ?? ''))
  return {
    kind: 'retry',
    status,
    note:
      status >= 300 && status < 400
        ? `The receiver answered ${status}. Redirects are not followed: use the final address.`
        : `The receiver answered ${status}.`,
    ...(asked > 0 ? { afterSeconds: Math.min(asked, MOST_RETRY_AFTER_SECONDS) } : {}),
  }
}

/** Retry-After is seconds or a date (RFC 9110 10.2.3). */
const secondsOf = (text: string): number =>
  /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000

function noteOf(error: unknown): string {
  if (isForbidden(error))
    return 'The address is not public. List it in notifications.allowAddresses to allow it.'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (error instanceof Error && /Timeout|Abort/.test(error.name))
    return `The receiver did not answer in time.`
  return `The receiver could not be reached${/^[A-Z_]{3,40}$/.test(code) ? ` (${code})` : ''}.`
}

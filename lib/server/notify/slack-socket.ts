import { z } from 'zod'
import { append } from '@/lib/audit/append'
import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'
import { denyRequest, getRequest } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { byOf } from '../actor'
import { rightFor } from '../ballot'
import { configuration } from '../configuration'
import { sql } from '../database'
import { decideAt } from '../decide'
import { log } from '../log'
import type { Person } from '../person'
import { placesOfRequest, requestAt } from '../request-place'
import { run } from '../run'
import { linkCode, personOfSlack, type SlackAccount } from './slack-accounts'
import { denyDialog, press } from './slack-blocks'
import { slack, slackSocket } from './slack-client'
import { oneLine } from './words'

const someone = z.object({
  user: z.object({ id: z.string(), username: z.string().optional(), name: z.string().optional() }),
  team: z.object({ id: z.string() }),
})
const pressed = someone.extend({
  type: z.literal('block_actions'),
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }).optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })),
})
const submitted = someone.extend({
  type: z.literal('view_submission'),
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({
      values: z.object({ reason: z.object({ text: z.object({ value: z.string().nullable() }) }) }),
    }),
  }),
})

/** How Slack is answered: it shows `response_action: errors` in the dialog. */
type Ack = (response?: Record<string, unknown>) => Promise<void>

const accountOf = ({ user, team }: z.output<typeof someone>): SlackAccount => ({
  team: team.id,
  user: user.id,
  name: oneLine(user.username ?? user.name ?? user.id, 80),
})

/** Handles what a person pressed or submitted in Slack. `key` identifies it, because Slack sends it again without an answer. */
async function onInteraction(body: unknown, ack: Ack, key: string): Promise<void> {
  const click = pressed.safeParse(body).data
  const form = submitted.safeParse(body).data
  if (form?.view.callback_id === press.deny)
    return ack(await denied(accountOf(form), form.view, key))
  await ack()
  const action = click?.actions[0]
  if (!click || !action || action.action_id === press.open) return
  const tell = (text: string) => ephemeral(click.channel?.id, click.user.id, text)
  const person = await personOfSlack(accountOf(click))
  if (!person) return tell(askToLink(accountOf(click)))
  const [requestId = ''] = (action.value ?? '').split(' ')
  try {
    if (action.action_id === press.onIt) await attend(requestId, person)
    if (action.action_id === press.deny)
      await slack()?.views.open({
        trigger_id: click.trigger_id,
        view: denyDialog((await mayDecide(requestId, person)).says, action.value ?? ''),
      })
  } catch (error) {
    if (!(error instanceof OpError)) throw error
    await tell(error.message)
  }
}

async function ephemeral(channel: string | undefined, user: string, text: string): Promise<void> {
  if (channel) await slack()?.chat.postEphemeral({ channel, user, text, parse: 'none' })
}

function askToLink(account: SlackAccount): string {
  const url = new URL(routes.notifications(), configuration().url)
  url.searchParams.set('slack', linkCode(account))
  return `Link your Slack account to Gatehouse first. Only you see this link, and it works for 10 minutes: <${url.href}|Link account>`
}

/** The request, if this person can decide it. @throws OpError */
async function mayDecide(requestId: string, person: Person) {
  const { r, place } = await requestAt(requestId)
  decideAt(getRequest, person, place)
  if (r.state !== 'pending') throw OpError.of('conflict', `The request is already ${r.state}.`)
  if (r.requester_iss === person.iss && r.requester_sub === person.sub)
    throw OpError.of('not-allowed', 'This is your own request. Another person must decide it.')
  await rightFor(r, await placesOfRequest(r), person, 'deny')
  return r
}

/** Notes that a person is on a request. It decides nothing. */
async function attend(requestId: string, person: Person): Promise<void> {
  const r = await mayDecide(requestId, person)
  const { iss, sub, name } = person
  await sql().begin(async (tx) => {
    const [isNew] = await tx`
      insert into request_attended ${tx({ request_id: r.id, iss, sub, name })} on conflict do nothing returning iss`
    if (isNew)
      await append(tx, {
        type: 'request.attended',
        actor: byOf(person),
        request: { id: r.id, rev: r.revision, digest: r.digest },
        op: r.op,
        trace: newId(),
      })
  })
}

/** Denies a request through the same path as the page. Returns Slack's answer with the error, if there is one. */
async function denied(
  account: SlackAccount,
  { private_metadata, state }: z.output<typeof submitted>['view'],
  key: string,
): Promise<Record<string, unknown> | undefined> {
  const errors = (text: string) => ({ response_action: 'errors', errors: { reason: text } })
  const person = await personOfSlack(account)
  if (!person) return errors('Your Slack account is not linked to Gatehouse.')
  const [requestId = '', digest = ''] = private_metadata.split(' ')
  const comment = state.values.reason.text.value ?? ''
  try {
    await run(denyRequest, { requestId, digest, comment }, person, { requestId: newId(), key })
    return undefined
  } catch (error) {
    if (!(error instanceof OpError)) throw error
    const field = error.failure.fields?.comment
    return errors(field ?? error.message)
  }
}

/** Connects to Slack until the signal ends it. Each replica has a connection, and Slack picks one for each press. */
export async function listenToSlack(signal: AbortSignal): Promise<void> {
  const socket = slackSocket()
  if (!socket || signal.aborted) return
  const stop = () => void socket.disconnect().catch(() => {})
  signal.addEventListener('abort', stop, { once: true })
  socket.on('interactive', ({ body, ack, envelope_id }) => {
    onInteraction(body, ack, `slack-${envelope_id}`).catch((error: unknown) =>
      log.error('An interaction in Slack failed', { error }),
    )
  })
  socket.on('slash_commands', ({ ack }) => void ack())
  await socket.start()
  if (signal.aborted) return stop()
  // The client reconnects by itself. What it gives up ends here, and the loop starts a new one.
  await new Promise<void>((resolve) => {
    socket.on('disconnected', () => resolve())
  })
}

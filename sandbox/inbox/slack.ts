import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'

/** The workspace of the sandbox. */
export const slackTeam = 'T0SANDBOX'
export const slackChannel = 'C0GATEHOUSE'
/** Who can press buttons on the page of the sandbox's Slack. */
export const slackUsers = ['U0AMARA', 'U0ANTON', 'U0ROSA'] as const

/** As long as Slack waits. */
const ANSWER_MS = 5_000

const text = z.looseObject({ text: z.string() })
const block = z.looseObject({
  type: z.string(),
  text: text.optional(),
  fields: z.array(text).optional(),
  elements: z
    .array(
      z.looseObject({
        type: z.string(),
        text: z.union([text, z.string()]).optional(),
        action_id: z.string().optional(),
        value: z.string().optional(),
        url: z.string().optional(),
      }),
    )
    .optional(),
})

export type SlackMessage = {
  ts: string
  channel: string
  text: string
  blocks: z.output<typeof block>[]
  /** As sent. */
  raw: Record<string, unknown>
  metadata: unknown
  edits: number
}

const view = z.looseObject({ callback_id: z.string(), private_metadata: z.string() })
export type OpenView = { id: string; user: string; view: z.output<typeof view> }

export type SandboxSlack = {
  messages: SlackMessage[]
  /** Messages that only one person sees. */
  ephemerals: Array<{ user: string; text: string }>
  views: OpenView[]
  /** The next calls of a method fail with an error of Slack, or their answer is lost after they worked. */
  fail(method: string, how: string | 'lost', times?: number): void
  /** How many consoles listen. */
  listeners(): number
  call(method: string, request: IncomingMessage, response: ServerResponse): Promise<void>
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Presses a button of a message as a person. Resolves with the console's answer. */
  press(user: string, ts: string, actionId: string): Promise<unknown>
  /** Submits the dialog that is open for a person. Resolves with the console's answer. */
  submit(user: string, reason: string): Promise<unknown>
  close(): void
}

/** A Slack that knows as much of Slack's web API and socket mode as Gatehouse uses. */
export function sandboxSlack(originOf: () => string): SandboxSlack {
  const server = new WebSocketServer({ noServer: true })
  const sockets = new Set<WebSocket>()
  const waiting = new Map<string, (answer: unknown) => void>()
  const failures: Array<{ method: string; how: string }> = []
  let count = 0

  const methods: Record<string, (args: Record<string, string>) => Record<string, unknown>> = {
    'apps.connections.open': () => ({ url: `${originOf().replace('http', 'ws')}/slack/socket` }),
    'auth.test': () => ({ team_id: slackTeam }),
    'chat.postMessage': (args) => {
      count += 1
      const ts = `1.${String(count).padStart(6, '0')}`
      self.messages.push({ ...messageOf(args), ts, edits: 0 })
      return { ts, channel: args.channel }
    },
    'chat.update': (args) => {
      const at = self.messages.findIndex(({ ts }) => ts === args.ts)
      const known = self.messages[at]
      if (!known) return { ok: false, error: 'message_not_found' }
      self.messages[at] = {
        ...known,
        ...messageOf(args),
        metadata: known.metadata,
        edits: known.edits + 1,
      }
      return { ts: known.ts, channel: args.channel }
    },
    'chat.postEphemeral': (args) => {
      self.ephemerals.push({ user: args.user ?? '', text: args.text ?? '' })
      return {}
    },
    'conversations.history': () => ({ messages: self.messages.toReversed() }),
    'views.open': (args) => {
      const opened = view.parse(JSON.parse(args.view ?? '{}'))
      self.views.push({ id: `V${randomUUID()}`, user: args.trigger_id ?? '', view: opened })
      return {}
    },
  }

  const send = (payload: unknown): Promise<unknown> => {
    const socket = [...sockets].at(-1)
    if (!socket) return Promise.reject(new Error('No console listens'))
    const id = randomUUID()
    const answered = new Promise((resolve, reject) => {
      waiting.set(id, resolve)
      setTimeout(() => reject(new Error('The console did not answer.')), ANSWER_MS).unref()
    })
    socket.send(
      JSON.stringify({
        envelope_id: id,
        type: 'interactive',
        accepts_response_payload: true,
        payload,
      }),
    )
    return answered
  }

  const self: SandboxSlack = {
    messages: [],
    ephemerals: [],
    views: [],
    fail: (method, how, times = 1) =>
      void failures.push(...Array.from({ length: times }, () => ({ method, how }))),
    listeners: () => sockets.size,
    async call(method, request, response) {
      const args = Object.fromEntries(new URLSearchParams(await bodyOf(request)))
      const isApp = method === 'apps.connections.open'
      const token = request.headers.authorization ?? ''
      const failing = failures.findIndex((one) => one.method === method)
      const [failure] = failing === -1 ? [] : failures.splice(failing, 1)
      const answer = (value: Record<string, unknown>) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ ok: true, ...value }))
      }
      if (!token.startsWith(isApp ? 'Bearer xapp-' : 'Bearer xoxb-'))
        return answer({ ok: false, error: 'invalid_auth' })
      if (failure && failure.how !== 'lost') return answer({ ok: false, error: failure.how })
      const done = methods[method]?.(args)
      if (failure) return void request.socket.destroy()
      return answer(done ?? { ok: false, error: 'unknown_method' })
    },
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (opened) => {
        sockets.add(opened)
        opened.on('close', () => sockets.delete(opened))
        opened.on('message', (data) => {
          const { envelope_id: id, payload } = JSON.parse(String(data))
          waiting.get(id)?.(payload)
          waiting.delete(id)
        })
        opened.send(JSON.stringify({ type: 'hello' }))
      })
    },
    press(user, ts, actionId) {
      const message = self.messages.find((one) => one.ts === ts)
      const button = message?.blocks
        .flatMap(({ elements = [] }) => elements)
        .find(({ action_id }) => action_id === actionId)
      if (!message || !button) return Promise.reject(new Error(`No button ${actionId} in ${ts}`))
      return send({
        type: 'block_actions',
        // The page finds the dialog of a person by it.
        trigger_id: user,
        ...who(user),
        channel: { id: message.channel },
        actions: [{ action_id: actionId, ...(button.value ? { value: button.value } : {}) }],
      })
    },
    submit(user, reason) {
      const at = self.views.findLastIndex((one) => one.user === user)
      const [opened] = at === -1 ? [] : self.views.splice(at, 1)
      if (!opened) return Promise.reject(new Error('No dialog is open'))
      const values = { reason: { text: { value: reason } } }
      return send({
        type: 'view_submission',
        ...who(user),
        view: { ...opened.view, state: { values } },
      })
    },
    close() {
      for (const socket of sockets) socket.terminate()
      server.close()
    },
  }
  return self
}

const who = (user: string) => ({
  user: { id: user, username: user.slice(2).toLowerCase() },
  team: { id: slackTeam },
})

const messageOf = (args: Record<string, string>) => ({
  channel: args.channel ?? '',
  text: args.text ?? '',
  blocks: z.array(block).parse(JSON.parse(args.blocks ?? '[]')),
  raw: args,
  metadata: args.metadata ? JSON.parse(args.metadata) : undefined,
})

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Answer, answers, type Hook, receiver } from './hooks'
import { type Mail, startMailbox } from './mail'
import { hookPage, indexPage, mailPage, mailsPage, notFoundPage } from './pages'
import { type SandboxSlack, sandboxSlack } from './slack'
import { slackPage } from './slack-page'

export type SandboxInbox = {
  origin: string
  /** The address of the receiver of webhooks. */
  hookUrl: string
  /** `smtp://127.0.0.1:<port>` */
  smtp: string
  /** Of the web API of the sandbox's Slack. */
  slackUrl: string
  mails: Mail[]
  hooks: Hook[]
  slack: SandboxSlack
  /** Sets how the receiver of webhooks answers. */
  answer(how: Answer | (() => Answer)): void
  /** Closes the connections of webhooks that hang. */
  release(): void
  /** Sets the SMTP code with which mail is refused. */
  refuse(code: number | undefined): void
  close(): Promise<void>
}

/**
 * Starts a mailbox (SMTP) and a receiver of webhooks (HTTP) on 127.0.0.1, with pages that show what arrived. Port 0 picks a
 * free one. @throws when a port is taken
 */
export async function startSandboxInbox({
  port,
  smtpPort,
  secrets,
}: {
  port: number
  smtpPort: number
  /** Of the webhooks. */
  secrets: readonly string[]
}): Promise<SandboxInbox> {
  let refusal: number | undefined
  const mailbox = await startMailbox(smtpPort, () => refusal)
  const hooks = receiver(secrets)
  const slack = sandboxSlack(() => origin)
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy())
  })

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const { pathname } = new URL(request.url ?? '/', 'http://inbox')
    const route = `${request.method} ${pathname}`
    if (route === 'POST /hooks') return hooks.receive(request, response)
    if (route === 'POST /_sandbox/answer') {
      const asked = await textOf(request)
      hooks.answer = answers.find((one) => one === asked) ?? 'ok'
      return json(response, { answer: hooks.answer })
    }
    const [, method] = /^\/slack\/api\/([\w.]+)$/.exec(pathname) ?? []
    if (method && request.method === 'POST') return slack.call(method, request, response)
    if (route === 'POST /slack/press' || route === 'POST /slack/submit')
      return pressed(pathname, new URLSearchParams(await textOf(request)), response)
    if (request.method !== 'GET') return html(response, 404, notFoundPage())
    if (pathname === '/api/mails') return json(response, mailbox.mails)
    if (pathname === '/api/hooks') return json(response, hooks.hooks)
    if (pathname === '/api/slack')
      return json(response, { messages: slack.messages, ephemerals: slack.ephemerals })
    if (pathname === '/slack') return html(response, 200, slackPage(slack))
    if (pathname === '/')
      return html(response, 200, indexPage(mailbox.mails.length, hooks.hooks.length))
    if (pathname === '/mails') return html(response, 200, mailsPage(mailbox.mails))
    if (pathname === '/hooks') return html(response, 200, hookPage(hooks.hooks))
    const [, id] = /^\/mails\/(\d+)$/.exec(pathname) ?? []
    const mail = mailbox.mails.find((one) => one.id === Number(id))
    return mail ? html(response, 200, mailPage(mail)) : html(response, 404, notFoundPage())
  }

  async function pressed(pathname: string, form: URLSearchParams, response: ServerResponse) {
    const of = (name: string) => form.get(name) ?? ''
    try {
      const answer = await (pathname === '/slack/press'
        ? slack.press(of('user'), of('ts'), of('action'))
        : slack.submit(of('user'), of('reason')))
      const said = JSON.stringify(answer) ?? ''
      if (said.includes('"errors"')) return html(response, 200, slackPage(slack, said))
      response.statusCode = 303
      response.setHeader('location', '/slack')
      return response.end()
    } catch (error) {
      return html(response, 200, slackPage(slack, String(error)))
    }
  }

  server.on('upgrade', slack.upgrade)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`
  return {
    origin,
    hookUrl: `${origin}/hooks`,
    slackUrl: `${origin}/slack/api/`,
    slack,
    smtp: `smtp://127.0.0.1:${mailbox.port}`,
    mails: mailbox.mails,
    hooks: hooks.hooks,
    answer: (how) => {
      hooks.answer = how
    },
    release: hooks.release,
    refuse: (code) => {
      refusal = code
    },
    async close() {
      slack.close()
      await mailbox.close()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function json(response: ServerResponse, value: unknown) {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(value))
}

function html(response: ServerResponse, status: number, page: string) {
  response.statusCode = status
  response.setHeader('content-type', 'text/html; charset=utf-8')
  // What arrived is shown, never run.
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self' data:; form-action 'self'",
  )
  response.end(page)
}

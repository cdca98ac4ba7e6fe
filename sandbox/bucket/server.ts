import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import { type Key, wrongWith } from './signature'

/** The credential of the sandbox's bucket. It is public. */
export const bucketKey: Key = {
  accessKeyId: 'SANDBOXONLY',
  secretAccessKey: 'sandbox-only-not-a-secret',
}

const kept = z.object({
  text: z.string(),
  mode: z.string().optional(),
  until: z.string().optional(),
  at: z.string(),
})
type Kept = z.output<typeof kept>

/** Until it is cleared: `hang` never answers, `status` refuses. */
const fault = z.union([
  z.strictObject({ kind: z.literal('hang') }),
  z.strictObject({ kind: z.literal('status'), status: z.int().min(400).max(599) }),
  z.null(),
])

export type SandboxBucket = {
  origin: string
  /** The address of the bucket, for gatehouse.yaml. */
  url: string
  /** Objects by key, in the order of keys. */
  objects(): Map<string, Kept>
  /** Refused calls: AWS's codes, oldest first. */
  refused: string[]
  fail(order: z.output<typeof fault>): void
  close(): Promise<void>
}

const NAME = 'checkpoints'
/** Where the bucket is, for gatehouse.yaml. */
export const bucketAt = (origin: string) => `${origin}/${NAME}`

/** A small S3-like bucket with object lock over HTTP. `folder` keeps its objects. */
export async function startSandboxBucket({
  port,
  folder,
}: {
  port: number
  folder?: string | undefined
}): Promise<SandboxBucket> {
  const objects = new Map<string, Kept>()
  const refused: string[] = []
  const waiting = new Set<ServerResponse>()
  let broken: z.output<typeof fault> = null
  if (folder) {
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder).sort())
      objects.set(
        decodeURIComponent(name),
        kept.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
      )
  }
  const keep = (key: string, object: Kept) => {
    objects.set(key, object)
    if (folder) writeFileSync(join(folder, encodeURIComponent(key)), JSON.stringify(object))
  }
  const fail = (order: z.output<typeof fault>) => {
    broken = order
    for (const response of waiting) response.destroy()
    waiting.clear()
  }

  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    const say = (status: number, text = '', type = 'application/xml') =>
      response.writeHead(status, { 'content-type': type }).end(text)
    const refuse = (status: number, code: string) => {
      refused.push(code)
      say(status, `<Error><Code>${code}</Code></Error>`)
    }
    const path = new URL(request.url ?? '/', 'http://bucket').pathname
    const header = (name: string) => request.headers[name]?.toString()
    if (path === '/' && request.method === 'GET')
      return say(200, page(objects), 'text/html; charset=utf-8')
    if (path === '/_sandbox/fault' && request.method === 'POST') {
      fail(fault.parse(JSON.parse(body.toString() || 'null')))
      return say(204)
    }
    if (broken?.kind === 'hang') return waiting.add(response)
    if (broken?.kind === 'status')
      return say(broken.status, '<Error><Code>SandboxFault</Code></Error>')
    const wrong = wrongWith(request, body, bucketKey)
    if (wrong) return refuse(403, wrong)
    const [, bucket, ...rest] = path.split('/')
    const key = decodeURIComponent(rest.join('/'))
    if (bucket !== NAME) return refuse(404, 'NoSuchBucket')
    const found = objects.get(key)
    if (request.method === 'GET')
      return found ? say(200, found.text, 'text/plain; charset=utf-8') : refuse(404, 'NoSuchKey')
    if (request.method === 'DELETE') {
      if (found?.until && Date.parse(found.until) > Date.now()) return refuse(403, 'AccessDenied')
      objects.delete(key)
      return say(204)
    }
    if (request.method !== 'PUT') return refuse(405, 'MethodNotAllowed')
    const sum = createHash('sha256').update(body).digest('base64')
    const mode = header('x-amz-object-lock-mode')
    const until = header('x-amz-object-lock-retain-until-date')
    if (mode && !header('x-amz-checksum-sha256')) return refuse(400, 'InvalidRequest')
    if (header('x-amz-checksum-sha256') !== sum) return refuse(400, 'BadDigest')
    if (found && header('if-none-match') === '*') return refuse(412, 'PreconditionFailed')
    keep(key, { text: body.toString(), mode, until, at: new Date().toISOString() })
    return say(200)
  }

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    try {
      for await (const part of request) parts.push(part)
      answer(request, response, Buffer.concat(parts))
    } catch (error) {
      response.writeHead(400).end(String(error))
    }
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    url: bucketAt(origin),
    objects: () => new Map([...objects].sort(([a], [b]) => (a < b ? -1 : 1))),
    refused,
    fail,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** What arrived, newest first. */
const page = (objects: ReadonlyMap<string, Kept>) => `<!doctype html><meta charset="utf-8">
<title>Sandbox bucket</title><style>body{font:15px system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}pre{background:#8881;padding:.75rem;overflow:auto}</style>
<h1>Sandbox bucket</h1><p>${objects.size} checkpoints. Nobody can change or delete one before its lock ends.</p>
${[...objects]
  .sort(([a], [b]) => (a < b ? 1 : -1))
  .slice(0, 200)
  .map(
    ([key, one]) =>
      `<h2>${escaped(key)}</h2><p>${escaped(one.at)}${one.until ? `, locked until ${escaped(one.until)}` : ''}</p><pre>${escaped(one.text)}</pre>`,
  )
  .join('\n')}`

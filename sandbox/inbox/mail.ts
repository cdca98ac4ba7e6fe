import { SMTPServer as Server, type SMTPServerAddress } from 'smtp-server'

/** A message as it arrived. */
export type Mail = {
  /** Counted from one. */
  id: number
  at: string
  from: string
  to: string[]
  headers: Array<{ name: string; value: string }>
  text: string
  html: string
  raw: string
}

export type Mailbox = { port: number; mails: Mail[]; close(): Promise<void> }

/** How many messages are kept. */
const MOST = 500

/**
 * Starts an SMTP server on 127.0.0.1 that keeps what arrives. 0 picks a free port. `refuse` gives the SMTP code for a
 * message, if it is refused.
 */
export async function startMailbox(
  port: number,
  refuse: () => number | undefined = () => undefined,
): Promise<Mailbox> {
  const mails: Mail[] = []
  let count = 0
  const server = new Server({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onRcptTo: (_address, _session, done) => {
      const code = refuse()
      done(code ? Object.assign(new Error('Refused'), { responseCode: code }) : null)
    },
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        count += 1
        mails.push({
          id: count,
          at: new Date().toISOString(),
          ...envelopeOf(envelope),
          ...read(raw),
        })
        mails.splice(0, mails.length - MOST)
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    mails,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  }
}

const envelopeOf = (envelope: {
  mailFrom: SMTPServerAddress | false
  rcptTo: SMTPServerAddress[]
}) => ({
  from: envelope.mailFrom ? envelope.mailFrom.address : '',
  to: envelope.rcptTo.map(({ address }) => address),
})

type Part = Pick<Mail, 'headers'> & { body: string }

function read(raw: string): Pick<Mail, 'headers' | 'text' | 'html' | 'raw'> {
  const whole = partOf(raw)
  const parts = partsOf(whole)
  const of = (type: string) => parts.find((part) => header(part, 'content-type').startsWith(type))
  return {
    headers: whole.headers.map(({ name, value }) => ({ name, value: words(value) })),
    text: bodyOf(of('text/plain')),
    html: bodyOf(of('text/html')),
    raw,
  }
}

function partOf(raw: string): Part {
  const [head = ''] = raw.split(/\r?\n\r?\n/)
  const headers = head
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? []
      return name === undefined || value === undefined ? [] : [{ name, value }]
    })
  return { headers, body: raw.slice(head.length).replace(/^\s*\r?\n/, '') }
}

const header = ({ headers }: Part, name: string) =>
  headers.find((one) => one.name.toLowerCase() === name)?.value ?? ''

function partsOf(part: Part): Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(header(part, 'content-type'))?.[1]
  if (!boundary) return [part]
  return part.body
    .split(new RegExp(`\\r?\\n?--${boundary.replaceAll(/[^\w]/g, '\\$&')}(?:--)?\\r?\\n?`))
    .filter((text) => /^content-/i.test(text))
    .map(partOf)
}

function bodyOf(part: Part | undefined): string {
  if (!part) return ''
  const encoding = header(part, 'content-transfer-encoding').toLowerCase()
  if (encoding === 'base64') return Buffer.from(part.body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return part.body
  return quotedPrintable(part.body.replaceAll(/=\r?\n/g, ''))
}

const quotedPrintable = (text: string) => {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** Encoded words of a header (RFC 2047). */
const words = (value: string) =>
  value.replaceAll(
    /=\?utf-8\?([bq])\?([^?]*)\?=(?:\s+(?==\?))?/gi,
    (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : quotedPrintable(text.replaceAll('_', ' ')),
  )

import { once } from 'node:events'
import { createTransport, type SentMessageInfo, type Transporter } from 'nodemailer'
import { configuration } from '../configuration'
import { sql } from '../database'
import { isLoopback } from '../loopback'
import { accountOf, type Seen, whyNoMail } from './audience'
import type { NotificationRow } from './channels'
import type { DeliveryRow, Outcome } from './delivery-row'
import { mailOf } from './mail-text'

const TIMEOUT_MS = 15_000
/** Of a whole attempt, which must end before its lease: delivery.ts. A server can answer bit by bit. */
const WHOLE_MS = 45_000

/** Sends one e-mail to the current verified address of its recipient. */
export async function sendMail(n: NotificationRow, row: DeliveryRow): Promise<Outcome> {
  const settings = configuration().notifications.email
  const account = accountOf(row.recipient)
  const [person] = account
    ? await sql()<Seen[]>`
        select iss, sub, name, groups, email, email_verified from person_seen
        where iss = ${account.iss} and sub = ${account.sub}`
    : []
  const whyNot = person ? whyNoMail(person) : 'This person has not signed in.'
  if (!settings || whyNot || !person?.email)
    return { kind: 'dead', note: whyNot ?? 'E-mail is not set up.' }
  const transport = transportOf(settings)
  try {
    const sending = transport.sendMail({
      ...(await mailOf(n, row, settings)),
      from: { name: 'Gatehouse', address: settings.from },
      // As an object: a string would be parsed as a list of addresses.
      to: { name: '', address: person.email },
    })
    sending.catch(() => {})
    const late = AbortSignal.timeout(WHOLE_MS)
    return await Promise.race([
      sending.then((): Outcome => ({ kind: 'delivered' })),
      once(late, 'abort').then((): Outcome => ({ kind: 'retry', note: TOO_LATE })),
    ])
  } catch (error) {
    return outcomeOf(error)
  } finally {
    transport.close()
  }
}

type Settings = NonNullable<ReturnType<typeof configuration>['notifications']['email']>

function transportOf({ server, user, password }: Settings): Transporter<SentMessageInfo> {
  const { protocol, hostname, port } = new URL(server)
  const secure = protocol === 'smtps:'
  return createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    // Without TLS, anyone on the way could read the mail and take the password.
    requireTLS: !secure && !isLoopback(`http://${hostname}`),
    ...(user ? { auth: { user, pass: password ?? '' } } : {}),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** The server's text can name people, so the note has only the code. */
function outcomeOf(error: unknown): Outcome {
  const of = (key: string) =>
    error instanceof Error && key in error ? (error as unknown as Record<string, unknown>)[key] : ''
  const status = Number(of('responseCode')) || undefined
  const code = String(of('code'))
  const isAboutMessage = /^(RCPT TO|DATA)/.test(String(of('command')))
  if (status !== undefined && status >= 500 && isAboutMessage)
    return { kind: 'dead', status, note: `The mail server refused the message (${status}).` }
  const note =
    status === undefined || code === 'ETLS' || (code === 'EAUTH' && status >= 500)
      ? (notes[code] ?? unreached(error, code))
      : `The mail server answered ${status}.`
  return { kind: 'retry', note, ...(status === undefined ? {} : { status }) }
}

const TOO_LATE = 'The mail server did not answer in time.'
const notes: Record<string, string> = {
  ETIMEDOUT: TOO_LATE,
  ETLS: 'The mail server does not offer TLS, which Gatehouse needs.',
  EAUTH: 'The mail server refused the user or password.',
  EDNS: 'The name of the mail server has no address.',
}

function unreached(error: unknown, code: string): string {
  const isTls =
    error instanceof Error && /certificate|self.signed|SSL|TLS|altname/i.test(error.message)
  return isTls
    ? 'The TLS connection to the mail server failed. Check its certificate, the port, and NODE_EXTRA_CA_CERTS.'
    : `The mail server could not be reached${/^[A-Z_]{3,40}$/.test(code) ? ` (${code})` : ''}.`
}

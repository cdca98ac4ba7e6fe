import { createTransport, type SentMessageInfo, type Transporter } from 'nodemailer'
import { configuration } from '../configuration'
import { sql } from '../database'
import { isLoopback } from '../loopback'
import { accountOf, type Seen, whyNoMail } from './audience'
import type { NotificationRow } from './channels'
import type { DeliveryRow, Outcome } from './delivery-row'
import { mailOf } from './mail-text'

const TIMEOUT_MS = 15_000

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
    await transport.sendMail({
      ...(await mailOf(n, row, settings)),
      from: { name: 'Gatehouse', address: settings.from },
      // As an object: a string would be parsed as a list of addresses.
      to: { name: '', address: person.email },
    })
    return { kind: 'delivered' }
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
  return {
    kind: 'retry',
    note:
      status === undefined
        ? `The mail server could not be reached${/^[A-Z_]{3,40}$/.test(code) ? ` (${code})` : ''}.`
        : `The mail server answered ${status}.`,
    ...(status === undefined ? {} : { status }),
  }
}

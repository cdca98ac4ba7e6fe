import { createHash } from 'node:crypto'
import { routes } from '@/lib/routes'
import { configuration } from '../configuration'
import type { NotificationRow } from './channels'
import type { DeliveryRow } from './delivery-row'
import { isLoud } from './event'
import { linkOf } from './webhook'
import { type Told, toldOf } from './words'

/** The subject, thread, text and HTML of an e-mail. Its links only open pages. */
export async function mailOf(
  n: NotificationRow,
  row: Pick<DeliveryRow, 'recipient'>,
  { includeReason }: { includeReason: boolean },
) {
  const told = await toldOf(n, includeReason)
  const link = linkOf(n, told.plan)
  const settingsLink = new URL(routes.notifications(), configuration().url).href
  const host = configuration().url.hostname
  const forWhom = createHash('sha256').update(row.recipient).digest('hex').slice(0, 12)
  const thread = n.request_id && `<request.${n.request_id}@${host}>`
  return {
    // The same in every attempt, so that mail programs show a repeated one once.
    messageId: `<${n.id}.${forWhom}@${host}>`,
    ...(thread ? { inReplyTo: thread, references: thread } : {}),
    // Usually without the headline, because mail programs thread by subject too.
    subject: `${n.request_id && !isLoud(n.type) ? '' : `${told.headline}: `}${told.about}`,
    text: textOf(told, link, settingsLink),
    html: htmlOf(told, link, settingsLink),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  }
}

const textOf = ({ headline, about, facts, reason }: Told, link: string, settings: string) =>
  [
    `${headline}: ${about}`,
    '',
    ...facts.map(([name, value]) => `${name}: ${value}`),
    ...(reason === undefined ? [] : ['', 'Reason:', ...quoted(reason)]),
    '',
    `Open in Gatehouse: ${link}`,
    '',
    `Choose your notifications: ${settings}`,
    '',
  ].join('\n')

// Marked line by line, so that it can't pass for Gatehouse's own words.
const quoted = (text: string) => text.split(/\r\n|\n|\r/).map((line) => `> ${line}`)

const htmlOf = ({ headline, about, facts, reason }: Told, link: string, settings: string) =>
  `<!doctype html><html lang="en"><body style="font:16px/1.5 sans-serif">
<h1 style="font-size:20px">${escaped(headline)}</h1>
<p>${escaped(about)}</p>
<table cellpadding="4">${facts
    .map(([name, value]) => `<tr><td>${escaped(name)}</td><td>${escaped(value)}</td></tr>`)
    .join('')}</table>
${reason === undefined ? '' : `<p>Reason:</p><blockquote style="white-space:pre-wrap">${escaped(reason)}</blockquote>`}
<p><a href="${escaped(link)}">Open in Gatehouse</a></p>
<p style="font-size:13px"><a href="${escaped(settings)}">Choose your notifications</a></p>
</body></html>
`

const escaped = (text: string) => text.replace(/[&<>"'`]/g, (c) => `&#${c.charCodeAt(0)};`)

import type { FieldValues } from 'react-hook-form'
import { sameJson } from '@/lib/format/same'
import { type OpenedProvider, openedProvider, writableOf } from '@/lib/ops/provider-shapes'

/** The form's fields for a provider. */
export const providerFields = (opened: OpenedProvider): Record<string, unknown> => ({
  description: '',
  ...writableOf(opened),
})

/** The value of a field that was never set or is emptied. */
const emptyOf = (name: string): unknown =>
  ['associatedDomains', 'requestedScopes'].includes(name) ? [] : ''

/** The form's values as the operations expect them: only what differs from the opened provider. */
export function shapeProvider(values: FieldValues): FieldValues {
  const opened = openedProvider.safeParse(values.opened)
  if (!opened.success) return values
  const before = new Map(Object.entries(writableOf(opened.data)))
  const typed: Record<string, unknown> = values.changes ?? {}
  const changes = Object.entries(typed).flatMap(([name, value]) => {
    if (name === 'certificate') return certificateOf(value)
    const next = value ?? emptyOf(name)
    return sameJson(next, before.get(name) ?? emptyOf(name), true) ? [] : [[name, next] as const]
  })
  return { ...values, changes: Object.fromEntries(changes) }
}

/** What openssl and other tools write around certificates. */
const isBeside = (line: string) =>
  line.length < 400 &&
  /^(?:#.*|bag attributes|key attributes:.*|\s+[\w. ]+: .*|\s*(?:subject|issuer)\s?[=:].*|\s*\d* ?[siav]:.*|\s*)$/i.test(
    line.trimEnd(),
  )

/** Pasted certificates: each from its BEGIN to its END line, or one without them, as SAML metadata has it. */
function certificateOf(text: unknown): Array<readonly [string, unknown]> {
  if (typeof text !== 'string' || text.trim() === '') return []
  const pasted = text.replace(/^\ufeff/, '')
  const certificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g
  // With anything else between them, such as a private key, the whole text is refused.
  const isWhole = pasted.replace(certificate, '').split('\n').every(isBeside)
  const isBare = /^\s*MII[A-Za-z\d+/\s]+={0,2}\s*$/.test(pasted)
  const all = isWhole ? (pasted.match(certificate) ?? [text]) : [isBare ? framed(pasted) : text]
  return [
    [
      'pemFileInfo',
      {
        fileName: 'certificates.pem',
        certificates: all.map((content) => ({ content })),
      },
    ],
  ]
}

function framed(base64: string): string {
  const lines = base64.replaceAll(/\s/g, '').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join('\n')
}

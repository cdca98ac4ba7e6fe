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

/** Pasted certificates, each from its BEGIN to its END line. */
function certificateOf(text: unknown): Array<readonly [string, unknown]> {
  if (typeof text !== 'string' || text.trim() === '') return []
  const certificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g
  // With anything else between them, such as a private key, the whole text is refused.
  const isWhole = text.replace(certificate, '').trim() === ''
  const all = isWhole ? (text.match(certificate) ?? []) : [text]
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

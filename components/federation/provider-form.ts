import type { FieldValues } from 'react-hook-form'
import { sameJson } from '@/lib/format/same'
import { textsOf } from '@/lib/ops/federation-shapes'
import { type OpenedProvider, openedProvider, writableOf } from '@/lib/ops/provider-shapes'
import { asLines, linesOf } from './list-field'

/** Fields typed as one item per line. */
const lists = ['associatedDomains', 'requestedScopes']

/** The form's fields for a provider. */
export const providerFields = (opened: OpenedProvider): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries({ description: '', ...writableOf(opened) }).map(([name, value]) => [
      name,
      lists.includes(name) && Array.isArray(value) ? asLines(textsOf(value)) : value,
    ]),
  )

/** A field's value as the operation expects it. */
export const fieldValue = (name: string, value: unknown): unknown =>
  lists.includes(name) ? linesOf(value) : value

/** The value of an empty field, so that a field that was never set doesn't count as changed. */
const emptyOf = (name: string): unknown => (lists.includes(name) ? [] : '')

/** The form's values as the operations expect them: only what differs from the opened provider. */
export function shapeProvider(values: FieldValues): FieldValues {
  const opened = openedProvider.safeParse(values.opened)
  if (!opened.success) return values
  const before = new Map(Object.entries(writableOf(opened.data)))
  const typed: Record<string, unknown> = values.changes ?? {}
  const changes = Object.entries(typed).flatMap(([name, value]) => {
    if (name === 'certificate') return certificateOf(value)
    const next = fieldValue(name, value) ?? ''
    const isSame = sameJson(next, before.get(name) ?? emptyOf(name), true)
    return isSame ? [] : [[name, next] as const]
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

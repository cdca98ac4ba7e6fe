'use client'
import { useState } from 'react'
import { count, list } from '@/lib/format/words'
import type { BodyField } from '@/lib/ops/explorer'
import { column, none } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'

type Row = BodyField & { id: string }

/** More would push the other fields away. */
const MOST_VALUES = 24

const types: Record<string, readonly [one: string, many: string]> = {
  text: ['Text', 'texts'],
  integer: ['Whole number', 'whole numbers'],
  number: ['Number', 'numbers'],
  boolean: ['true or false', 'true or false'],
  time: ['Date and time', 'dates'],
  object: ['Object', 'objects'],
}

/** `text[]` as `List of texts`. */
function typeIn({ type }: BodyField): string {
  const plain = type.replaceAll('[]', '')
  const [one, many] = types[plain] ?? [plain, plain]
  return type.endsWith('[]') ? `List of ${many}` : one
}

const c = column<Row>()
const columns = [
  c.custom(
    'name',
    'Field',
    ({ name, depth, isRequired }) => (
      <span
        className="flex flex-wrap items-baseline gap-x-2"
        style={{ paddingInlineStart: `${depth}rem` }}
      >
        <code className="wrap-anywhere font-mono text-xs">{name}</code>
        {isRequired && <Badge tone="accent">Required</Badge>}
      </span>
    ),
    { width: '34%' },
  ),
  c.text(['type', typeIn], 'Type', { width: '18%' }),
  c.custom(
    ['values', ({ values = [], only = [], about = '' }) => [about, ...values, ...only].join(' ')],
    'Values and notes',
    ({ values = [], only = [], about }) =>
      values.length + only.length === 0 && !about ? (
        none
      ) : (
        <span className="grid gap-0.5">
          {about && <span>{about}</span>}
          {values.length > 0 && (
            <span className="wrap-anywhere font-mono text-xs">
              {values.slice(0, MOST_VALUES).join(', ')}
              {values.length > MOST_VALUES && ` and ${values.length - MOST_VALUES} more`}
            </span>
          )}
          {only.length > 0 && <span className="text-muted text-xs">Only for {list(only)}</span>}
        </span>
      ),
  ),
]

/** The fields of a body: first those at its top, and all when asked for. */
export function BodyFields({ isList, fields }: { isList: boolean; fields: readonly BodyField[] }) {
  const [isWhole, setWhole] = useState(false)
  const rows = fields
    .map((field, i): Row => ({ ...field, id: String(i) }))
    .filter(({ depth }) => isWhole || depth === 0)
  const inside = fields.filter(({ depth }) => depth > 0).length
  return (
    <section aria-label="Fields of the body" className="rounded-lg border border-line">
      <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-line border-b px-4 py-1.5">
        <h3 className="font-semibold text-base">
          {isList ? 'Fields of each item of the body' : 'Fields of the body'}
        </h3>
        {inside > 0 && (
          <Button size="sm" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show top fields only' : `Show ${count(inside, 'field')} inside`}
          </Button>
        )}
      </header>
      <DataTable
        name="body"
        what="fields"
        rows={rows}
        columns={columns}
        rowId={({ id }) => id}
        plain={rows.length < 20}
        noExport
      />
    </section>
  )
}

'use client'
import { useId } from 'react'
import { nameOf } from '@/lib/format/json'
import { builtInAnalyzers, fieldTypes } from '@/lib/ops/search-known'
import { Button } from '../ui/button'
import { Checkbox, Input, Select } from '../ui/input'
import { fromSimpleSearch, type SearchField, toSimpleSearch } from './simple'
import { Kept, Labelled, SimpleRow, useSimple } from './simple-rows'

const ways = { to: toSimpleSearch, from: fromSimpleSearch }
/** Types with an analyzer. */
const analyzed = ['string', 'autocomplete']
/** Types that need no options; documents need the JSON. */
const plain = fieldTypes.filter((t) => !['document', 'embeddedDocuments', 'knnVector'].includes(t))

/** The common search index: dynamic or not, and a few fields. */
export function SimpleSearchFields({
  value,
  onChange,
}: {
  value: unknown
  onChange: (definition: unknown) => void
}) {
  const [simple, set] = useSimple(value, ways, onChange)
  const id = useId()
  if (!simple) return null
  const { rows } = simple
  const isPlain = simple.dynamic === undefined || typeof simple.dynamic === 'boolean'
  const change = (at: number, part: Partial<SearchField>) =>
    set({ ...simple, rows: rows.map((row, i) => (i === at ? { ...row, ...part } : row)) })

  return (
    <div className="grid gap-3">
      <label htmlFor={id} className="flex items-start gap-2 text-sm">
        <Checkbox
          id={id}
          className="-mt-0.5"
          checked={isPlain ? simple.dynamic === true : true}
          disabled={!isPlain}
          aria-describedby={`${id}-dynamic`}
          onChange={(event) => set({ ...simple, dynamic: event.target.checked })}
        />
        <span>
          <span className="block font-medium">Dynamic mapping</span>
          <span id={`${id}-dynamic`} className="block text-muted text-xs">
            {isPlain
              ? 'Indexes every field of a supported type, including new ones. Easy to start with, but larger and slower to build.'
              : 'Uses a type set. Edit as JSON.'}
          </span>
        </span>
      </label>
      {rows.length > 0 && (
        <ul className="grid gap-3 sm:gap-2" aria-label="Fields">
          {rows.map((row, i) => (
            <SimpleRow
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity, and every control is told its value
              key={i}
              label={row.name ? `field ${row.name}` : `field ${i + 1}`}
              onRemove={() => set({ ...simple, rows: rows.filter((_, at) => at !== i) })}
            >
              <Labelled label="Field">
                <Input
                  value={row.name}
                  placeholder="title"
                  spellCheck={false}
                  autoCapitalize="off"
                  onChange={(event) => change(i, { name: event.target.value })}
                />
              </Labelled>
              <Labelled label="Type">
                <Select
                  value={row.type}
                  onChange={(event) => change(i, { type: event.target.value })}
                >
                  {!plain.some((t) => t === row.type) && <option>{row.type}</option>}
                  {plain.map((type) => (
                    <option key={type}>{type}</option>
                  ))}
                </Select>
              </Labelled>
              <Labelled label="Analyzer">
                <Select
                  value={row.analyzer}
                  disabled={!analyzed.includes(row.type) && !row.analyzer}
                  onChange={(event) => change(i, { analyzer: event.target.value })}
                >
                  <option value="">Index default</option>
                  {row.analyzer && !builtInAnalyzers.includes(row.analyzer) && (
                    <option>{row.analyzer}</option>
                  )}
                  {builtInAnalyzers.map((name) => (
                    <option key={name}>{name}</option>
                  ))}
                </Select>
              </Labelled>
            </SimpleRow>
          ))}
        </ul>
      )}
      {rows.some((row) => row.name === '') && (
        <p className="text-muted text-xs">Fields without a name are ignored.</p>
      )}
      <div>
        <Button
          size="sm"
          onClick={() =>
            set({ ...simple, rows: [...rows, { name: '', type: 'string', analyzer: '' }] })
          }
        >
          <svg aria-hidden className="icon-[plus]" /> Add field
        </Button>
      </div>
      <Kept
        names={[
          ...Object.keys(simple.keptFields).map(nameOf),
          ...Object.keys(simple.keptMappings),
          ...Object.keys(simple.kept),
        ]}
      />
    </div>
  )
}

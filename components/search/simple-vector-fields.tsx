'use client'
import { isObject } from '@/lib/format/values'
import { dimensions, similarities } from '@/lib/ops/search-known'
import { Button } from '../ui/button'
import { Input, Select } from '../ui/input'
import { fromSimpleVector, toSimpleVector, type VectorField } from './simple'
import { Kept, Labelled, SimpleRow, useSimple } from './simple-rows'

const ways = { to: toSimpleVector, from: fromSimpleVector }
const fresh: VectorField = { path: '', numDimensions: '1536', similarity: 'cosine', more: {} }

/** The common vectorSearch index: vectors, and fields to filter by. */
export function SimpleVectorFields({
  value,
  onChange,
}: {
  value: unknown
  onChange: (definition: unknown) => void
}) {
  const [simple, set] = useSimple(value, ways, onChange)
  if (!simple) return null
  const { vectors, filters } = simple
  const change = (at: number, part: Partial<VectorField>) =>
    set({ ...simple, vectors: vectors.map((v, i) => (i === at ? { ...v, ...part } : v)) })
  const without = <T,>(all: readonly T[], at: number) => all.filter((_, i) => i !== at)

  return (
    <div className="grid gap-3">
      {vectors.length > 0 && (
        <ul className="grid gap-3 sm:gap-2" aria-label="Vectors">
          {vectors.map((vector, i) => (
            <SimpleRow
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity, and every control is told its value
              key={i}
              label={vector.path ? `vector ${vector.path}` : `vector ${i + 1}`}
              onRemove={() => set({ ...simple, vectors: without(vectors, i) })}
            >
              <Labelled label="Vector path">
                <Input
                  value={vector.path}
                  placeholder="details.embedding"
                  spellCheck={false}
                  autoCapitalize="off"
                  onChange={(event) => change(i, { path: event.target.value })}
                />
              </Labelled>
              <Labelled label={`Dimensions, ${dimensions.min} to ${dimensions.max}`}>
                <Input
                  inputMode="numeric"
                  value={vector.numDimensions}
                  onChange={(event) => change(i, { numDimensions: event.target.value })}
                />
              </Labelled>
              <Labelled label="Similarity">
                <Select
                  value={vector.similarity}
                  onChange={(event) => change(i, { similarity: event.target.value })}
                >
                  {!similarities.some((s) => s === vector.similarity) && (
                    <option value={vector.similarity}>{vector.similarity || 'Choose one'}</option>
                  )}
                  {similarities.map((name) => (
                    <option key={name}>{name}</option>
                  ))}
                </Select>
              </Labelled>
            </SimpleRow>
          ))}
        </ul>
      )}
      {filters.length > 0 && (
        <ul className="grid gap-2" aria-label="Filters">
          {filters.map((filter, i) => (
            <SimpleRow
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity, and every control is told its value
              key={i}
              label={filter.path ? `filter ${filter.path}` : `filter ${i + 1}`}
              onRemove={() => set({ ...simple, filters: without(filters, i) })}
            >
              <Labelled label="Filter field">
                <Input
                  value={filter.path}
                  placeholder="genre"
                  spellCheck={false}
                  autoCapitalize="off"
                  onChange={(event) => {
                    const path = event.target.value
                    set({
                      ...simple,
                      filters: filters.map((f, at) => (at === i ? { ...f, path } : f)),
                    })
                  }}
                />
              </Labelled>
            </SimpleRow>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => set({ ...simple, vectors: [...vectors, fresh] })}>
          <svg aria-hidden className="icon-[plus]" /> Add vector
        </Button>
        <Button
          size="sm"
          onClick={() => set({ ...simple, filters: [...filters, { path: '', more: {} }] })}
        >
          <svg aria-hidden className="icon-[plus]" /> Add filter
        </Button>
      </div>
      <Kept
        names={[
          ...simple.keptFields.map(({ value: f }) =>
            isObject(f) ? String(f.path ?? f.type) : String(f),
          ),
          ...vectors.flatMap((v) => Object.keys(v.more).map((key) => `${v.path}.${key}`)),
          ...Object.keys(simple.kept),
        ]}
      />
    </div>
  )
}

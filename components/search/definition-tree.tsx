'use client'
import { useState } from 'react'
import { z } from 'zod'
import { digitsOf, nameOf, printJson } from '@/lib/format/json'
import { isObject } from '@/lib/format/values'
import type { Definition } from '@/lib/ops/search-known'
import { JsonTree } from '../data/json-tree'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Facts } from '../ui/page'

const text = (value: unknown): string =>
  digitsOf(value) ?? (typeof value === 'string' ? value : printJson(value))

const dynamicWord = (dynamic: unknown): string =>
  dynamic === true
    ? 'on (indexes every field of a supported type)'
    : isObject(dynamic)
      ? `by type set ${text(dynamic.typeSet ?? dynamic)}`
      : 'off (indexes only the fields below)'

/** A definition in words: what is indexed and how. Unknown parts are shown as they came. */
export function DefinitionTree({ type, definition }: { type: string; definition: unknown }) {
  if (!isObject(definition))
    return <p className="text-muted text-sm">Atlas returned no definition for this index.</p>
  return type === 'vectorSearch' ? (
    <VectorParts definition={definition} />
  ) : (
    <SearchParts definition={definition} />
  )
}

const synonymMappings = z.array(
  z.strictObject({
    name: z.string(),
    analyzer: z.string(),
    source: z.strictObject({ collection: z.string() }),
  }),
)

function SearchParts({ definition }: { definition: Definition }) {
  const { mappings, analyzer, searchAnalyzer, synonyms, ...more } = definition
  const mapped = synonymMappings.safeParse(synonyms).data
  const rest = mapped || synonyms === undefined ? more : { ...more, synonyms }
  const { dynamic, fields, ...moreMappings } = isObject(mappings) ? mappings : {}
  return (
    <div className="grid grid-cols-1 gap-4">
      <Facts
        items={[
          ['Dynamic mapping', dynamicWord(dynamic)],
          ['Analyzer', <Mono key="a" value={analyzer ?? 'lucene.standard (default)'} />],
          ...(searchAnalyzer === undefined || searchAnalyzer === analyzer
            ? []
            : [['Search analyzer', <Mono key="s" value={searchAnalyzer} />] as const]),
          ...(mapped ?? []).map(
            ({ name, analyzer, source }, i) =>
              [
                i === 0 ? 'Synonyms' : `Synonyms ${i + 1}`,
                <span key={name}>
                  {name}: <Mono value={source.collection} />, analyzer <Mono value={analyzer} />
                </span>,
              ] as const,
          ),
        ]}
      />
      {isObject(fields) && Object.keys(fields).length > 0 && <Fields fields={fields} />}
      <Rest value={{ ...rest, ...moreMappings }} />
    </div>
  )
}

const STEP = 100

/** The fields of mappings or of a document with their types, nested fields below. */
function Fields({ fields, isInner }: { fields: Definition; isInner?: boolean }) {
  const [shown, setShown] = useState(STEP)
  const all = Object.entries(fields)
  return (
    <>
      <ul
        aria-label={isInner ? undefined : 'Fields'}
        className={isInner ? 'mt-1 ml-3 border-line border-l pl-3' : undefined}
      >
        {all.slice(0, shown).map(([name, as]) => (
          <Field
            key={name}
            name={nameOf(name)}
            isExcluded={Array.isArray(as) && as.length === 0}
            as={(Array.isArray(as) ? as : [as]).filter(isObject)}
          />
        ))}
      </ul>
      {all.length > shown && (
        <Button size="sm" variant="quiet" onClick={() => setShown(shown + 5 * STEP)}>
          {all.length - shown} more fields
        </Button>
      )}
    </>
  )
}

/** The options of a type: `analyzer lucene.english, minGrams 2`. */
const optionsOf = ({ type: _type, fields: _fields, dynamic, ...options }: Definition) =>
  [
    ...(dynamic === true
      ? ['dynamic']
      : dynamic === undefined || dynamic === false
        ? []
        : [`dynamic ${text(dynamic)}`]),
    ...Object.entries(options).map(([key, value]) => `${key} ${text(value)}`),
  ].join(', ')

const Field = ({
  name,
  as,
  isExcluded = false,
}: {
  name: string
  as: readonly Definition[]
  /** Left out of a dynamic mapping. */
  isExcluded?: boolean
}) => (
  <li className="py-1">
    <span className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
      <span className="min-w-0 break-words font-mono text-sm">{name}</span>
      {as.length === 0 && (
        <span className="text-faint text-xs">{isExcluded ? 'not indexed' : 'unknown type'}</span>
      )}
      {as.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: types of a field have no identity and never move
        <span key={i} className="inline-flex min-w-0 flex-wrap items-baseline gap-x-1.5">
          <Badge>{text(one.type ?? 'no type')}</Badge>
          <span className="min-w-0 break-words text-muted text-xs">{optionsOf(one)}</span>
        </span>
      ))}
    </span>
    {as.map((one, i) =>
      isObject(one.fields) && Object.keys(one.fields).length > 0 ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <Fields key={i} fields={one.fields} isInner />
      ) : null,
    )}
  </li>
)

function VectorParts({ definition }: { definition: Definition }) {
  const { fields, ...rest } = definition
  const all = Array.isArray(fields) ? fields.filter(isObject) : []
  return (
    <div className="grid grid-cols-1 gap-4">
      <ul aria-label="Fields">
        {all.map(({ path, ...field }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order of the definition
          <Field key={i} name={text(path ?? '(no path)')} as={[field]} />
        ))}
      </ul>
      <Rest value={rest} />
    </div>
  )
}

const Mono = ({ value }: { value: unknown }) => (
  <span className="break-words font-mono text-xs">{text(value)}</span>
)

const Rest = ({ value }: { value: Definition }) =>
  Object.keys(value).length > 0 && <JsonTree value={value} label="Other parts of the definition" />

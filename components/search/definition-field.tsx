'use client'
import { useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { get, useFormContext, useWatch } from 'react-hook-form'
import { plain } from '@/lib/format/json'
import { definitionProblems } from '@/lib/ops/search-definition'
import type { DefinitionProblem, IndexType } from '@/lib/ops/search-known'
import { jsonOf, plainJsonOf, prettyJson } from '../data/json-text'
import { OnThePage } from '../form/field'
import { JsonField } from '../form/json-field'
import { sentencesIn } from '../form/json-sentences'
import { Segments } from '../ui/segments'
import { useIndexOffer } from './index-offer'
import { toSimpleSearch, toSimpleVector } from './simple'
import { SimpleSearchFields } from './simple-search-fields'
import { SimpleVectorFields } from './simple-vector-fields'

const ways = ['Form', 'JSON'] as const

/** The definition of an index, as a form for the common case or as JSON; both write the same text. */
export function DefinitionField({
  type,
  held,
}: {
  type: IndexType
  /** The definition that Atlas holds, as text. */
  held?: string
}) {
  const form = useFormContext()
  const before = useMemo(() => plainJsonOf(held), [held])
  const check = useCallback(
    (value: unknown) => definitionProblems(type, value, before).filter(({ note }) => !note),
    [type, before],
  )
  const text: unknown = useWatch({ name: 'definition' })
  const value = jsonOf(text)
  const offer = useIndexOffer(held === undefined)
  const simple = type === 'search' ? toSimpleSearch(value) : toSimpleVector(value)
  const [chosen, setWay] = useState<(typeof ways)[number]>('Form')
  const way = simple ? chosen : 'JSON'
  const write = (definition: unknown) =>
    form.setValue('definition', prettyJson(definition), { shouldDirty: true, shouldTouch: true })

  return (
    <div className="grid min-w-0 grid-cols-1 gap-3 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-medium text-sm">Definition</span>
        <Segments label="Edit the definition as" options={ways} value={way} onChange={setWay} />
      </div>
      {!simple && chosen === 'Form' && (
        <p className="text-muted text-sm">
          This is not a {type} definition yet, so only the JSON view can show it.
        </p>
      )}
      {way === 'JSON' ? (
        <JsonField
          name="definition"
          label="Definition as JSON"
          hint="Unknown parts are sent unchanged."
          check={check}
          offer={offer}
        />
      ) : (
        <>
          {type === 'search' ? (
            <SimpleSearchFields value={value} onChange={write} />
          ) : (
            <SimpleVectorFields value={value} onChange={write} />
          )}
          <Sentences />
        </>
      )}
      <Notes all={definitionProblems(type, plain(value), before)} />
    </div>
  )
}

/** Errors of the definition, for when no editor shows them at their line. */
function Sentences() {
  const form = useFormContext()
  const page = useContext(OnThePage)
  useEffect(() => {
    page.add('definition')
    page.add('definition.*')
    return () => {
      page.remove('definition')
      page.remove('definition.*')
    }
  }, [page])
  const said = sentencesIn(get(form.formState.errors, 'definition'))
  return (
    <ul aria-live="polite" className="grid gap-1 text-bad text-sm empty:hidden">
      {said.map(({ path, message }) => (
        <li key={`${path} ${message}`}>{message}</li>
      ))}
    </ul>
  )
}

const at = ({ path }: DefinitionProblem) => path.map(String).join(' › ')

/** Parts that Gatehouse does not know. */
function Notes({ all }: { all: readonly DefinitionProblem[] }) {
  const notes = all.filter(({ note }) => note)
  return (
    <ul
      aria-live="polite"
      aria-label="Notes on the definition"
      className="grid gap-1 text-warn text-xs empty:hidden"
    >
      {notes.slice(0, 8).map((note) => (
        <li key={`${at(note)} ${note.message}`}>
          {note.path.length > 1 && <span className="font-mono">{at(note)}: </span>}
          {note.message}
        </li>
      ))}
      {notes.length > 8 && <li>And {notes.length - 8} more.</li>}
    </ul>
  )
}

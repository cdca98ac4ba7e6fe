'use client'
import { useContext, useEffect, useMemo, useState } from 'react'
import { get, useWatch } from 'react-hook-form'
import type { Pasted } from '@/lib/ops/pasted'
import { type JsonProblem, jsonOf, prettyJson, problemsIn } from '../data/json-text'
import type { PlacedProblem } from '../data/placed-problem'
import { RefusableButton } from '../ops/action-button'
import { lazyComponent } from '../ui/lazy-component'
import { CodeField, editorLoading } from './code-field'
import { type FieldProps, OnThePage, useField } from './field'
import type { Offer } from './json-offer'
import { sentencesIn } from './json-sentences'

const PAUSE_MS = 250

const JsonEditor = lazyComponent(() => import('./json-editor').then((m) => m.default), {
  loading: editorLoading,
})

const JsonOffer = lazyComponent(() => import('./json-offer').then((m) => m.default), {
  loading: null,
})

/**
 * A field with a JSON text, checked while it is typed: first as JSON, then by `check`, then by the operation's own input
 * when the form is sent. Its value is the text itself: start it from `prettyJson(value)`. Keep `check` stable.
 */
export function JsonField({
  name,
  label,
  hint,
  check,
  offer,
}: FieldProps & {
  check?: (value: unknown) => readonly JsonProblem[]
  /** Fills in the form from a whole file that contains this JSON. */
  offer?: (pasted: Pasted) => Offer | undefined
}) {
  const { error, form } = useField(name)
  const typedText: unknown = useWatch({ name })
  const text = typeof typedText === 'string' ? typedText : ''
  const page = useContext(OnThePage)
  useEffect(() => {
    page.add(`${name}.*`)
    return () => page.remove(`${name}.*`)
  }, [page, name])
  useEffect(() => {
    // What the editor marks keeps the form from being sent.
    page.check(name, (value) => problemsIn(String(value ?? ''), check)[0]?.message)
    return () => page.check(name, undefined)
  }, [page, name, check])

  const inForm: unknown = get(form.formState.errors, name)
  const typed = useProblems(text, check)
  const problems = useMemo(() => {
    if (typed.length > 0 || inForm === undefined) return typed
    return problemsIn(text, () => sentencesIn(inForm)).filter(({ message }) => message !== error)
  }, [typed, inForm, text, error])
  // While the syntax is broken, a sentence about the value says nothing.
  const sentence = problems.length > 0 ? undefined : error
  const value = useMemo(() => jsonOf(text), [text])
  const isJson = value !== undefined && !(typeof value === 'string' && value === text)

  return (
    <CodeField
      {...{ name, label, hint, problems, sentence }}
      editor={JsonEditor}
      buttons={
        <RefusableButton
          size="sm"
          variant="quiet"
          whyNot={isJson ? undefined : 'Enter valid JSON to format it.'}
          onPress={() =>
            form.setValue(name, prettyJson(value), { shouldDirty: true, shouldTouch: true })
          }
        >
          <svg aria-hidden className="icon-[text-align-start]" /> Format
        </RefusableButton>
      }
    >
      {text.trim() !== '' && (
        <JsonOffer
          text={text}
          offer={offer}
          onRewrite={(json) => form.setValue(name, json, { shouldDirty: true, shouldTouch: true })}
        />
      )}
    </CodeField>
  )
}

/** The problems of the text, once typing pauses. */
function useProblems(
  text: string,
  check: ((value: unknown) => readonly JsonProblem[]) | undefined,
): readonly PlacedProblem[] {
  const [problems, setProblems] = useState<readonly PlacedProblem[]>([])
  useEffect(() => {
    const timer = setTimeout(
      () => setProblems((was) => keepIfEqual(was, problemsIn(text, check))),
      PAUSE_MS,
    )
    return () => clearTimeout(timer)
  }, [text, check])
  return problems
}

const keepIfEqual = (was: readonly PlacedProblem[], now: readonly PlacedProblem[]) =>
  JSON.stringify(was) === JSON.stringify(now) ? was : now

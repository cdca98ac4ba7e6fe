'use client'
import { AlignLeft } from 'lucide-react'
import { useContext, useEffect, useMemo, useState } from 'react'
import { get, useController } from 'react-hook-form'
import { count } from '@/lib/format/words'
import type { Pasted } from '@/lib/ops/pasted'
import {
  type JsonProblem,
  jsonOf,
  type PlacedProblem,
  prettyJson,
  problemsIn,
} from '../data/json-text'
import { RefusableButton } from '../ops/action-button'
import { cn } from '../ui/cn'
import { lazyComponent } from '../ui/lazy-component'
import { Skeleton } from '../ui/skeleton'
import { type FieldProps, FieldWords, OnThePage, useField } from './field'
import type { Offer } from './json-offer'
import { sentencesIn } from './json-sentences'

const PAUSE_MS = 250
const SHOWN = 5

const JsonEditor = lazyComponent(() => import('./json-editor').then((m) => m.default), {
  loading: (
    <div className="grid h-36 content-start gap-2 p-3">
      <Skeleton className="w-1/2" />
      <Skeleton className="w-1/3" />
    </div>
  ),
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
  const { id, error, form, isUntyped } = useField(name)
  const { field } = useController({ name })
  const text = typeof field.value === 'string' ? field.value : ''
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
  const isWrong = problems.length > 0 || sentence !== undefined

  const attributes = useMemo(
    () => ({
      id,
      'aria-labelledby': `${id}-label`,
      'aria-describedby': `${id}-hint ${id}-problems ${id}-error`,
      ...(isWrong ? { 'aria-invalid': 'true' } : {}),
      autocapitalize: 'off',
      autocorrect: 'off',
      spellcheck: 'false',
      // It is focusable anyway; accessibility checkers look for the attribute.
      tabindex: '0',
    }),
    [id, isWrong],
  )
  const value = useMemo(() => jsonOf(text), [text])
  const isJson = value !== undefined && !(typeof value === 'string' && value === text)

  return (
    <div className="min-w-0">
      <div className="mb-1.5 flex flex-wrap items-end justify-between gap-2">
        {/* A label element cannot name this text box, but clicking the text focuses it all the same. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keyboard reaches the text itself */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard reaches the text itself */}
        <span
          id={`${id}-label`}
          className="font-medium text-sm"
          onClick={() => document.getElementById(id)?.focus()}
        >
          {label}
        </span>
        <span className="flex flex-wrap items-center gap-1">
          <RefusableButton
            size="sm"
            variant="quiet"
            whyNot={isJson ? undefined : 'This is not valid JSON yet.'}
            onPress={() =>
              form.setValue(name, prettyJson(value), { shouldDirty: true, shouldTouch: true })
            }
          >
            <AlignLeft aria-hidden /> Format
          </RefusableButton>
        </span>
      </div>
      <div
        className={cn(
          'overflow-hidden rounded-md border border-edge bg-surface focus-within:border-accent focus-within:outline-2 focus-within:outline-accent',
          isWrong && 'border-bad focus-within:border-bad focus-within:outline-bad',
        )}
      >
        <JsonEditor
          value={text}
          onChange={field.onChange}
          onLeave={() => isUntyped(form.getValues(name)) || field.onBlur()}
          onReady={field.ref}
          problems={problems}
          attributes={attributes}
        />
      </div>
      <Problems id={`${id}-problems`} problems={problems} />
      {text.trim() !== '' && (
        <JsonOffer
          text={text}
          offer={offer}
          onRewrite={(json) => form.setValue(name, json, { shouldDirty: true, shouldTouch: true })}
        />
      )}
      <FieldWords
        id={id}
        error={sentence}
        hint={<>{hint} Tab indents; Escape, then Tab, leaves the editor.</>}
      />
    </div>
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

/** Always rendered, so that screen readers announce changes. */
function Problems({ id, problems }: { id: string; problems: readonly PlacedProblem[] }) {
  const more = problems.length - SHOWN
  return (
    <ul id={id} aria-live="polite" className="mt-1 grid gap-0.5 text-bad text-xs empty:hidden">
      {problems.slice(0, SHOWN).map(({ line, column, message, from }) => (
        <li key={`${from} ${message}`}>
          <strong className="font-medium">
            Line {line}, column {column}:
          </strong>{' '}
          {message}
        </li>
      ))}
      {more > 0 && <li>And {count(more, 'more problem')}.</li>}
    </ul>
  )
}

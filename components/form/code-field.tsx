'use client'
import { type ComponentType, type ReactNode, useMemo } from 'react'
import { useController } from 'react-hook-form'
import { count } from '@/lib/format/words'
import type { PlacedProblem } from '../data/placed-problem'
import { cn } from '../ui/cn'
import { Skeleton } from '../ui/skeleton'
import type { CodeEditorProps } from './code-editor'
import { type FieldProps, FieldWords, useField } from './field'

const SHOWN = 5

/** Shown while an editor loads. */
export const editorLoading = (
  <div className="grid h-36 content-start gap-2 p-3">
    <Skeleton className="w-1/2" />
    <Skeleton className="w-1/3" />
  </div>
)

/** A field with a text in a code editor, its problems marked and listed. Its value is the text itself. */
export function CodeField({
  name,
  label,
  hint,
  editor: Editor,
  problems,
  sentence,
  buttons,
  children,
}: FieldProps & {
  /** Loaded when a form has one. */
  editor: ComponentType<CodeEditorProps>
  problems: readonly PlacedProblem[]
  /** What is wrong with the whole value. */
  sentence: string | undefined
  buttons?: ReactNode
  /** Between the editor and the hint. */
  children?: ReactNode
}) {
  const { id, form, isUntyped } = useField(name)
  const { field } = useController({ name })
  const text = typeof field.value === 'string' ? field.value : ''
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
  return (
    <div className="min-w-0">
      <div className="mb-1.5 flex flex-wrap items-end justify-between gap-2">
        {/* A label element can't name this text box, but clicking the text focuses it all the same. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keyboard reaches the text itself */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard reaches the text itself */}
        <span
          id={`${id}-label`}
          className="font-medium text-sm"
          onClick={() => document.getElementById(id)?.focus()}
        >
          {label}
        </span>
        {buttons && <span className="flex flex-wrap items-center gap-1">{buttons}</span>}
      </div>
      <div
        className={cn(
          'overflow-hidden rounded-md border border-edge bg-surface focus-within:border-accent focus-within:outline-2 focus-within:outline-accent',
          isWrong && 'border-bad focus-within:border-bad focus-within:outline-bad',
        )}
      >
        <Editor
          value={text}
          onChange={field.onChange}
          onLeave={() => isUntyped(form.getValues(name)) || field.onBlur()}
          onReady={field.ref}
          problems={problems}
          attributes={attributes}
        />
      </div>
      <Problems id={`${id}-problems`} problems={problems} />
      {children}
      <FieldWords
        id={id}
        error={sentence}
        hint={<>{hint} Tab indents; Escape, then Tab, leaves the editor.</>}
      />
    </div>
  )
}

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

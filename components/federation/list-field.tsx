'use client'
import { useContext, useEffect } from 'react'
import { get } from 'react-hook-form'
import { type FieldProps, FieldShell, OnThePage, useField } from '../form/field'
import { Textarea } from '../ui/input'

/** What stands in a text of one thing a line, without blanks and empty lines. */
export const linesOf = (text: unknown): string[] =>
  typeof text === 'string'
    ? text
        .split(/[\n,]/)
        .map((line) => line.trim())
        .filter(Boolean)
    : []

export const asLines = (list: readonly string[]): string => list.join('\n')

/** A list to type, one a line; a sentence about one of them names it. Bring the text into a list with `linesOf`. */
export function ListField({
  name,
  label,
  hint,
  placeholder,
}: FieldProps & { placeholder?: string }) {
  const { id, error, form, control } = useField(name)
  const page = useContext(OnThePage)
  useEffect(() => {
    page.add(`${name}.*`)
    return () => page.remove(`${name}.*`)
  }, [page, name])
  const inside: unknown = get(form.formState.errors, name)
  const lines = linesOf(form.getValues(name))
  const said = Array.isArray(inside)
    ? inside.flatMap((one: unknown, i) => {
        const message: unknown = get(one, 'message')
        return typeof message === 'string' ? [`“${lines[i] ?? ''}”: ${message}.`] : []
      })
    : []
  const all = error ?? (said.length > 0 ? said.join(' ') : undefined)
  return (
    <FieldShell id={id} label={label} hint={hint} error={all}>
      <Textarea
        {...control}
        aria-invalid={all !== undefined || undefined}
        spellCheck={false}
        autoCapitalize="off"
        placeholder={placeholder}
        className="font-mono text-xs leading-5"
        {...form.register(name)}
      />
    </FieldShell>
  )
}

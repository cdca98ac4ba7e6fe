'use client'
import { useContext, useEffect } from 'react'
import { get } from 'react-hook-form'
import { type FieldProps, FieldShell, OnThePage, useField } from '../form/field'
import { Textarea } from '../ui/input'

/** The lines of a text, without blanks around them and without empty ones. */
export const linesOf = (text: unknown): string[] =>
  typeof text === 'string'
    ? text
        .split(/[\n,]/)
        .map((line) => line.trim())
        .filter(Boolean)
    : []

export const asLines = (list: readonly string[]): string => list.join('\n')

/** A list to type, one item per line. An error about one item names it. `linesOf` turns the text into a list. */
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

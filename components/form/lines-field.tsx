'use client'
import { useContext, useEffect, useState } from 'react'
import { get, useController } from 'react-hook-form'
import { sameJson } from '@/lib/format/same'
import { Textarea } from '../ui/input'
import { type FieldProps, FieldShell, OnThePage, useField } from './field'

type Item = string | Record<string, string>

/**
 * The items of a text, one per line. With `parts`, a line holds their values, separated by spaces or a comma. The last value
 * is the rest of the line as typed.
 */
export function itemsOf(text: string, parts?: readonly string[]): Item[] {
  return text.split('\n').flatMap((typed): Item[] => {
    const line = typed.trim()
    if (line === '') return []
    if (!parts) return [line]
    let rest = line
    return [
      Object.fromEntries(
        parts.map((part, i) => {
          if (i === parts.length - 1) return [part, rest]
          const [, value = '', after = ''] = /^([^\s,]*)[\s,]*(.*)$/.exec(rest) ?? []
          rest = after
          return [part, value]
        }),
      ),
    ]
  })
}

export const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? value
        .map((item) =>
          typeof item === 'string'
            ? item
            : Object.values(item ?? {})
                .join(' ')
                .trimEnd(),
        )
        .join('\n')
    : ''

/** A list with one item per line. The form holds the list. Errors name their line. */
export function LinesField({
  name,
  label,
  hint,
  parts,
}: FieldProps & {
  /** The fields of an item that is an object of texts. */
  parts?: readonly string[] | undefined
}) {
  const { id, error, form, control } = useField(name)
  const { field } = useController({ name })
  const [typed, setText] = useState(() => textOf(field.value))
  // The form can change the list itself: a restored draft, or the current version of a resource.
  const isTyped = sameJson(itemsOf(typed, parts), field.value ?? [])
  const text = isTyped ? typed : textOf(field.value)
  const page = useContext(OnThePage)
  useEffect(() => {
    page.add(`${name}.*`)
    return () => page.remove(`${name}.*`)
  }, [page, name])
  const inside: unknown = get(form.formState.errors, name)
  const wrong = Array.isArray(inside)
    ? inside.flatMap((item: unknown, i) =>
        [item, ...(parts ?? []).map((part) => get(item, part) as unknown)].flatMap((one) => {
          const message: unknown = get(one, 'message')
          return typeof message === 'string'
            ? [`Item ${i + 1}: ${message.replace(/\.$/, '')}.`]
            : []
        }),
      )
    : []
  const shown = error ?? (wrong.length > 0 ? wrong.join(' ') : undefined)
  return (
    <FieldShell id={id} label={label} hint={hint} error={shown}>
      <Textarea
        {...control}
        ref={field.ref}
        name={name}
        value={text}
        aria-invalid={shown !== undefined || undefined}
        spellCheck={false}
        autoCapitalize="off"
        className="font-mono text-xs leading-5"
        onBlur={field.onBlur}
        onChange={(event) => {
          setText(event.target.value)
          const items = itemsOf(event.target.value, parts)
          field.onChange(items.length > 0 ? items : undefined)
        }}
      />
    </FieldShell>
  )
}

'use client'
import '@/lib/client/zod-now'
import { z } from 'zod'
import type { Shape } from '@/lib/ops/define'
import { CheckGroup, type Choice } from './check-group'
import { CheckField, Field, SelectField, TextareaField } from './field'

/** How a form shows a field of an operation's input: `z.string().meta({ label: 'Description' })`. */
const meta = z.object({
  label: z.string(),
  hint: z.string().optional(),
  /** Of the values of an enum or a list of one. */
  titles: z.record(z.string(), z.string()).optional(),
  multiline: z.boolean().optional(),
})

/** A schema without what makes it optional, and without a transformation after it. */
function inner(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault
  )
    return inner(schema.unwrap() as z.ZodType)
  return schema instanceof z.ZodPipe ? inner(schema.in as z.ZodType) : schema
}

const choicesOf = (schema: z.ZodEnum, titles: Record<string, string> = {}): Choice[] =>
  schema.options.map((value) => ({ value: String(value), title: titles[value] ?? String(value) }))

/**
 * The fields of a plain form, derived from an operation's input: those whose schema has a label. A list of strings is one
 * line each, a list of an enum is checkboxes. Forms that need more have their own fields.
 */
export function OpFields({
  input,
  lists = {},
}: {
  input: Shape
  /** The `<datalist>` with suggestions for a text field. */
  lists?: Readonly<Record<string, string>>
}) {
  return Object.entries(input.shape).map(([name, field]) => {
    const schema = field as z.ZodType
    const { data: found } = meta.safeParse(schema.meta())
    if (!found) return null
    const words = { name, label: found.label, hint: found.hint }
    const type = inner(schema)
    if (type instanceof z.ZodEnum)
      return (
        <SelectField key={name} {...words}>
          {choicesOf(type, found.titles).map(({ value, title }) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </SelectField>
      )
    if (type instanceof z.ZodBoolean) return <CheckField key={name} {...words} />
    if (type instanceof z.ZodArray) {
      const item = inner(type.element as z.ZodType)
      if (item instanceof z.ZodEnum)
        return (
          <CheckGroup
            key={name}
            {...words}
            choices={choicesOf(item, found.titles)}
            none="Nothing to choose from."
          />
        )
    }
    if (type instanceof z.ZodNumber)
      return <Field key={name} {...words} inputMode="numeric" asNumber />
    return found.multiline ? (
      <TextareaField key={name} {...words} />
    ) : (
      <Field key={name} {...words} list={lists[name]} spellCheck={false} />
    )
  })
}

'use client'
import '@/lib/client/zod-now'
import { get, useFormContext } from 'react-hook-form'
import { z } from 'zod'
import type { Shape } from '@/lib/ops/define'
import { CheckGroup, type Choice } from './check-group'
import { CheckField, Field, type FieldProps, SelectField, TextareaField } from './field'
import { LinesField } from './lines-field'

/** How a form shows a field of an operation's input: `z.string().meta({ label: 'Description' })`. */
const meta = z.object({
  label: z.string(),
  hint: z.string().optional(),
  /** The values to choose from with their names, for an enum or a list. */
  choices: z.record(z.string(), z.string()).optional(),
  multiline: z.boolean().optional(),
  /** What is typed is not shown. */
  secret: z.boolean().optional(),
})

/** What zod tells of a schema. `instanceof` does not work here: the browser has a stand-in for `z` (lib/client/zod.ts). */
type Def = {
  type: string
  innerType?: z.ZodType
  in?: z.ZodType
  element?: z.ZodType
  shape?: Shape['shape']
  entries?: Record<string, string>
}

/** A schema without what makes it optional, and without a transformation after it. */
function defOf(schema: z.ZodType): Def {
  const def = schema.def as Def
  const inner = def.innerType ?? def.in
  return inner ? defOf(inner) : def
}

const choicesOf = ({ entries }: Def, names: Record<string, string> = {}): Choice[] =>
  Object.values(entries ?? Object.keys(names)).map((value) => ({
    value,
    title: names[value] ?? value,
  }))

/** Whether a form can be sent without a value of this field. */
const canBeEmpty = (schema: z.ZodType, { type }: Def) =>
  schema.safeParse(undefined).success || (type === 'string' && schema.safeParse('').success)

/** Fields in which an empty value looks like one: a checkbox that is off, or a choice that says so. */
const sayThemselves = ['boolean', 'enum']

/**
 * The fields of a plain form, derived from an operation's input: those whose schema has a label. A list is
 * checkboxes if it has choices, otherwise one item per line. Labels say which fields are optional, except in a form that sends
 * changes only. Forms that need more have their own fields.
 */
export function OpFields({
  input,
  prefix = '',
  lists = {},
  without = [],
  needed = [],
}: {
  input: Shape
  /** The path of the fields in the form: `changes.`. */
  prefix?: string
  /** Fields that the form shows itself, or that are fixed. */
  without?: readonly string[]
  /** Optional fields that the form needs whenever it shows them. */
  needed?: readonly string[]
  /** The `<datalist>` with suggestions for a text field. */
  lists?: Readonly<Record<string, string>>
}) {
  return Object.entries(input.shape).map(([key, field]) => {
    const schema = field as z.ZodType
    const name = `${prefix}${key}`
    const { data: found } = meta.safeParse(schema.meta())
    if (!found || without.includes(key)) return null
    const def = defOf(schema)
    const isOptional =
      !prefix.startsWith('changes.') &&
      !needed.includes(key) &&
      !sayThemselves.includes(def.type) &&
      canBeEmpty(schema, def)
    const label = isOptional ? `${found.label} (optional)` : found.label
    const words = { name, label, hint: found.hint }
    if (def.type === 'enum')
      return (
        <ChoiceField
          key={name}
          {...words}
          choices={choicesOf(def, found.choices)}
          isOptional={schema.safeParse(undefined).success}
        />
      )
    if (def.type === 'boolean') return <CheckField key={name} {...words} />
    if (def.type === 'array' && def.element) {
      const item = defOf(def.element)
      if (!found.choices && !item.entries)
        return <LinesField key={name} {...words} parts={item.shape && Object.keys(item.shape)} />
      return (
        <CheckGroup
          key={name}
          {...words}
          choices={choicesOf(item, found.choices)}
          none="Nothing to choose from."
        />
      )
    }
    if (def.type === 'number')
      return found.choices ? (
        <ChoiceField
          key={name}
          {...words}
          asNumber
          choices={choicesOf(def, found.choices)}
          isOptional={false}
        />
      ) : (
        <Field key={name} {...words} inputMode="numeric" asNumber />
      )
    return found.multiline ? (
      <TextareaField key={name} {...words} />
    ) : (
      <Field
        key={name}
        {...words}
        list={lists[key]}
        spellCheck={false}
        {...(found.secret ? { type: 'password', autoComplete: 'new-password' } : {})}
      />
    )
  })
}

/** One of several values. It can be left out if it is optional or nothing is chosen at first. */
function ChoiceField({
  choices,
  isOptional,
  ...words
}: FieldProps & { choices: readonly Choice[]; isOptional: boolean; asNumber?: boolean }) {
  const start: unknown = get(useFormContext().formState.defaultValues, words.name)
  return (
    <SelectField {...words}>
      {(isOptional || start === undefined || start === '') && (
        <option value="">{isOptional ? 'Not set' : 'Choose…'}</option>
      )}
      {choices.map(({ value, title }) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </SelectField>
  )
}

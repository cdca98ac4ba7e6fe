'use client'
import { useId } from 'react'
import { get, useFieldArray } from 'react-hook-form'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Input } from '../ui/input'
import { type FieldProps, FieldWords, useField } from './field'

/** Tags as rows of a key and a value. */
export function TagsField({ name, label, hint }: FieldProps) {
  const { id, error } = useField(name)
  const { fields, append, remove } = useFieldArray({ name })
  return (
    <fieldset aria-describedby={`${id}-hint ${id}-error`}>
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      <ul className="grid gap-2">
        {fields.map((field, index) => (
          <li key={field.id}>
            <Row name={name} index={index} onRemove={() => remove(index)} />
          </li>
        ))}
      </ul>
      <Button
        size="sm"
        className="mt-2"
        onClick={() =>
          append({ key: '', value: '' }, { focusName: `${name}.${fields.length}.key` })
        }
      >
        <svg aria-hidden className="icon-[plus]" /> Add tag
      </Button>
      <FieldWords id={id} hint={hint} error={error} />
    </fieldset>
  )
}

function Row({ name, index, onRemove }: { name: string; index: number; onRemove: () => void }) {
  const id = useId()
  const key = useField(`${name}.${index}.key`)
  const value = useField(`${name}.${index}.value`)
  const errors: unknown = get(key.form.formState.errors, `${name}.${index}`)
  const wrong = (part: 'key' | 'value') => {
    const message: unknown = get(errors, `${part}.message`)
    return typeof message === 'string' ? message : undefined
  }
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] gap-2">
        {([key, value] as const).map(({ registered }, i) => {
          const part = i === 0 ? 'key' : 'value'
          return (
            <Input
              key={part}
              aria-label={`${i === 0 ? 'Key' : 'Value'} of tag ${index + 1}`}
              aria-invalid={wrong(part) !== undefined || undefined}
              aria-describedby={`${id}-error`}
              placeholder={i === 0 ? 'Key' : 'Value'}
              spellCheck={false}
              autoCapitalize="off"
              {...registered()}
            />
          )
        })}
        <IconButton
          label={`Remove tag ${index + 1}`}
          icon={<svg aria-hidden className="icon-[x]" />}
          onClick={onRemove}
        />
      </div>
      <FieldWords id={id} error={wrong('key') ?? wrong('value')} />
    </>
  )
}

'use client'
import {
  type ComponentProps,
  createContext,
  type FocusEvent,
  type ReactNode,
  useContext,
  useEffect,
  useId,
} from 'react'
import { get, useFormContext } from 'react-hook-form'
import { Checkbox, Input, Select, Textarea } from '../ui/input'

/** Fields tell the form which names stand on the page: a server's sentence about any other goes to the top. */
export const OnThePage = createContext<{
  add: (name: string) => void
  remove: (name: string) => void
  /** A check of the field's own, beside the operation's: a sentence keeps the form from being sent. */
  check: (name: string, check: FieldCheck | undefined) => void
}>({
  add: () => {},
  remove: () => {},
  check: () => {},
})

export type FieldCheck = (value: unknown) => string | undefined

export type FieldProps = {
  /** The path in the operation's input: `comment`, `input.minutes`. */
  name: string
  label: ReactNode
  hint?: ReactNode
}

/** The ids, the error and the words around a control: for fields of one's own. */
export function useField(name: string) {
  const id = useId()
  const page = useContext(OnThePage)
  const form = useFormContext()
  useEffect(() => {
    page.add(name)
    return () => page.remove(name)
  }, [page, name])
  /**
   * Leaving a field that began empty and still is is no mistake yet: its sentence would come up between the press and
   * the release of whatever is pressed next, and move it away.
   */
  const isUntyped = (value: unknown) => {
    const began: unknown = get(form.formState.defaultValues, name)
    return (value ?? '') === '' && (began ?? '') === ''
  }
  const found: unknown = get(form.formState.errors, `${name}.message`)
  const error = typeof found === 'string' ? found : undefined
  return {
    id,
    form,
    error,
    isUntyped,
    /** Spread on a control of the platform. */
    registered: () => {
      const { onBlur, ...rest } = form.register(name)
      return {
        ...rest,
        onBlur: async (
          event: FocusEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>,
        ) => {
          if (!isUntyped(event.target.value)) await onBlur(event)
        },
      }
    },
    /** Spread on the control. */
    control: {
      id,
      'aria-invalid': error !== undefined || undefined,
      'aria-describedby': `${id}-hint ${id}-error`,
    } as const,
  }
}

/** A label over a control, a hint under it, and what is wrong with it. */
export function FieldShell({
  id,
  label,
  hint,
  error,
  children,
}: {
  id: string
  label: ReactNode
  hint?: ReactNode
  error: string | undefined
  children: ReactNode
}) {
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
        {label}
      </label>
      {children}
      <FieldWords id={id} hint={hint} error={error} />
    </div>
  )
}

export const FieldWords = ({
  id,
  hint,
  error,
}: {
  id: string
  hint?: ReactNode
  error: string | undefined
}) => (
  <>
    {hint && (
      <p id={`${id}-hint`} className="mt-1 text-muted text-xs">
        {hint}
      </p>
    )}
    {/* Always there, so that a screen reader says what comes into it. */}
    <p id={`${id}-error`} aria-live="polite" className="mt-1 text-bad text-xs empty:hidden">
      {error}
    </p>
  </>
)

export function Field({
  name,
  label,
  hint,
  ...rest
}: FieldProps & Omit<ComponentProps<typeof Input>, keyof FieldProps>) {
  const { id, error, control, registered } = useField(name)
  return (
    <FieldShell {...{ id, label, hint, error }}>
      <Input {...rest} {...control} {...registered()} />
    </FieldShell>
  )
}

export function TextareaField({
  name,
  label,
  hint,
  ...rest
}: FieldProps & Omit<ComponentProps<typeof Textarea>, keyof FieldProps>) {
  const { id, error, control, registered } = useField(name)
  return (
    <FieldShell {...{ id, label, hint, error }}>
      <Textarea {...rest} {...control} {...registered()} />
    </FieldShell>
  )
}

export function SelectField({
  name,
  label,
  hint,
  children,
  ...rest
}: FieldProps & Omit<ComponentProps<typeof Select>, keyof FieldProps>) {
  const { id, error, control, registered } = useField(name)
  return (
    <FieldShell {...{ id, label, hint, error }}>
      <Select {...rest} {...control} {...registered()}>
        {children}
      </Select>
    </FieldShell>
  )
}

/** One thing on or off. */
export function CheckField({ name, label, hint }: FieldProps) {
  const { id, form, error, control } = useField(name)
  return (
    <div>
      <label
        htmlFor={id}
        className="flex min-h-7 items-center gap-2.5 text-sm pointer-coarse:min-h-10"
      >
        <Checkbox {...control} {...form.register(name)} />
        <span className="font-medium">{label}</span>
      </label>
      <FieldWords id={id} hint={hint} error={error} />
    </div>
  )
}

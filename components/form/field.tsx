'use client'
import {
  type ComponentProps,
  createContext,
  type FocusEvent,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useRef,
} from 'react'
import { get, type RegisterOptions, useFormContext } from 'react-hook-form'
import { Checkbox, Input, Select, Textarea } from '../ui/input'

/** Fields register their names, so that the form can show errors of other names itself. */
export const OnThePage = createContext<{
  add: (name: string) => void
  remove: (name: string) => void
  /** An additional check; returning a message blocks the form. */
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

/** IDs, error and ARIA attributes for a custom field. */
export function useField(name: string) {
  const id = useId()
  const page = useContext(OnThePage)
  const form = useFormContext()
  useEffect(() => {
    page.add(name)
    return () => page.remove(name)
  }, [page, name])
  /**
   * Blurring a field that is still empty is no error yet: showing one would move the next button between mouse down and
   * mouse up.
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
    /** Props for a native control. */
    registered: (options?: RegisterOptions) => {
      const { onBlur, ...rest } = form.register(name, options)
      return {
        ...rest,
        onBlur: async (
          event: FocusEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>,
        ) => {
          if (!isUntyped(event.target.value)) await onBlur(event)
        },
      }
    },
    /** Props for any control. */
    control: {
      id,
      'aria-invalid': error !== undefined || undefined,
      'aria-describedby': `${id}-hint ${id}-error`,
    } as const,
  }
}

/** A label, a control, a hint and an error. */
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
    {/* Always rendered, so that screen readers announce changes. */}
    <p id={`${id}-error`} aria-live="polite" className="mt-1 text-bad text-xs empty:hidden">
      {error}
    </p>
  </>
)

/** What was typed as a number, or as it is where it is none, so that the operation refuses it with its sentence. */
const asTyped = (typed: unknown) =>
  typeof typed === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(typed)
    ? Number(typed)
    : typed === ''
      ? undefined
      : typed

export function Field({
  name,
  label,
  hint,
  asNumber,
  ...rest
}: FieldProps & {
  /** The form holds a number. */
  asNumber?: boolean
} & Omit<ComponentProps<typeof Input>, keyof FieldProps>) {
  const { id, error, control, registered } = useField(name)
  return (
    <FieldShell {...{ id, label, hint, error }}>
      <Input
        {...rest}
        {...control}
        {...registered(asNumber ? { setValueAs: asTyped } : undefined)}
      />
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
  asNumber,
  children,
  ...rest
}: FieldProps & { asNumber?: boolean } & Omit<ComponentProps<typeof Select>, keyof FieldProps>) {
  const { id, form, error, control, registered } = useField(name)
  const { ref, ...events } = registered(asNumber ? { setValueAs: asTyped } : undefined)
  const select = useRef<HTMLSelectElement>(null)
  // When options load later, the browser selects the first one in place of a removed one, and blur would send that.
  useEffect(() => {
    const [at, value] = [select.current, String(form.getValues(name) ?? '')]
    const has = [...(at?.options ?? [])].some((option) => option.value === value)
    if (at && has && at.value !== value) at.value = value
  })
  return (
    <FieldShell {...{ id, label, hint, error }}>
      <Select
        {...rest}
        {...control}
        {...events}
        ref={(element: HTMLSelectElement | null) => {
          ref(element)
          select.current = element
        }}
      >
        {children}
      </Select>
    </FieldShell>
  )
}

/** A checkbox. */
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

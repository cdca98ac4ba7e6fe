import type { ComponentProps } from 'react'
import { cn } from './cn'
import { useEarlyInput } from './early-input'

const box =
  'w-full rounded-md border border-edge bg-surface text-sm text-text transition-colors duration-100 focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-bad aria-invalid:outline-bad disabled:bg-sunken disabled:text-faint'

export const Input = ({ className, ref, ...rest }: ComponentProps<'input'>) => (
  <input
    autoComplete="off"
    {...rest}
    ref={useEarlyInput(ref)}
    className={cn(box, 'h-8 px-2.5 pointer-coarse:h-10', className)}
  />
)

export const Textarea = ({ className, ref, ...rest }: ComponentProps<'textarea'>) => (
  <textarea
    rows={3}
    autoComplete="off"
    {...rest}
    ref={useEarlyInput(ref)}
    className={cn(box, 'field-sizing-content max-h-80 min-h-18 px-2.5 py-1.5', className)}
  />
)

/** The native select, which works well on phones, with keyboards and screen readers. */
export const Select = ({ className, children, ref, ...rest }: ComponentProps<'select'>) => (
  <span className={cn('relative inline-block w-full', className)}>
    <select
      autoComplete="off"
      {...rest}
      ref={useEarlyInput(ref)}
      className={cn(box, 'h-8 appearance-none pr-8 pl-2.5 pointer-coarse:h-10')}
    >
      {children}
    </select>
    <svg
      aria-hidden
      className="icon-[chevron-down] pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-muted"
    />
  </span>
)

type Toggle = Omit<ComponentProps<'input'>, 'type'>

export const Checkbox = ({ ref, ...rest }: Toggle) => (
  <input {...rest} ref={useEarlyInput(ref)} type="checkbox" />
)

export const Radio = ({ ref, ...rest }: Toggle) => (
  <input {...rest} ref={useEarlyInput(ref)} type="radio" />
)

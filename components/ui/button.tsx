import Link from 'next/link'
import type { ComponentProps, KeyboardEvent, MouseEvent } from 'react'
import { cn } from './cn'

const all =
  'inline-flex select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-colors duration-100 print:hidden pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0 aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:border-dashed aria-disabled:bg-sunken aria-disabled:text-faint disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-faint'

const variants = {
  plain: 'border-line bg-surface text-text hover:bg-hover active:bg-sunken',
  primary:
    'border-accent-solid bg-accent-solid text-on-solid hover:border-accent-press hover:bg-accent-press',
  danger: 'border-bad-solid bg-bad-solid text-on-solid hover:border-bad-press hover:bg-bad-press',
  'danger-plain':
    'border-line bg-surface text-text hover:border-bad-line hover:bg-bad-soft hover:text-bad',
  quiet:
    'border-transparent bg-transparent text-muted hover:bg-hover hover:text-text aria-disabled:border-transparent aria-disabled:bg-transparent aria-disabled:opacity-60',
  // Red only under the pointer: a column of red words makes every row look failed.
  'danger-quiet':
    'border-transparent bg-transparent text-muted hover:bg-bad-soft hover:text-bad aria-disabled:border-transparent aria-disabled:bg-transparent aria-disabled:opacity-60',
}

const sizes = {
  sm: 'h-7 px-2 text-xs [&_svg]:size-3.5',
  md: 'h-8 px-3 text-sm',
  lg: 'h-10 px-4 text-base',
}

export type ButtonLook = {
  variant?: keyof typeof variants | undefined
  size?: keyof typeof sizes | undefined
}

/** The classes of a button, for a link that looks like one. */
export const buttonStyle = ({ variant = 'plain', size = 'md' }: ButtonLook = {}): string =>
  `${all} ${variants[variant]} ${sizes[size]}`

/**
 * `pending` keeps the button focusable but ignores presses. `sends` is for actions that must happen once: it ignores the
 * second click of a double click and a key held down, even when the first press was refused.
 */
export function Button({
  variant: look,
  size,
  pending = false,
  sends = false,
  className,
  children,
  onClick,
  onKeyDown,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & ButtonLook & { pending?: boolean; sends?: boolean }) {
  const refused = rest['aria-disabled'] === true || rest['aria-disabled'] === 'true' || pending
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (event.detail > 1) event.preventDefault()
    else onClick?.(event)
  }
  const hold = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.repeat && event.key === 'Enter') event.preventDefault()
    onKeyDown?.(event)
  }
  return (
    <button
      {...rest}
      // A submit button that is refused must not submit either.
      type={refused ? 'button' : type}
      aria-disabled={refused || undefined}
      aria-busy={pending || undefined}
      data-sending={(sends && pending) || undefined}
      // A form that the server renders takes no handlers.
      onClick={refused ? undefined : sends ? press : onClick}
      onKeyDown={sends ? hold : onKeyDown}
      className={cn(buttonStyle({ variant: look, size }), className)}
    >
      {pending && <svg aria-hidden className="icon-[loader-circle] animate-spin" />}
      {children}
    </button>
  )
}

/** A link that looks like a button: for going somewhere. */
export function ButtonLink({
  variant: look,
  size,
  className,
  ...rest
}: ComponentProps<typeof Link> & ButtonLook) {
  return <Link {...rest} className={cn(buttonStyle({ variant: look, size }), className)} />
}

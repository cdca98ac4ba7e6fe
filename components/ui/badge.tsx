import type { ReactNode } from 'react'
import { cn } from './cn'

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad'

// Align to the text, not the icon.
const all =
  'inline-flex max-w-full items-baseline gap-1 whitespace-nowrap rounded px-1.5 py-0.5 font-medium text-xs [&>:not(:last-child)]:self-center [&_svg]:size-3.5 [&_svg]:shrink-0'

const tones: Readonly<Record<Tone, string>> = {
  neutral: 'bg-sunken text-muted ring-1 ring-line ring-inset',
  accent: 'bg-accent-soft text-accent',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
}

/** A state as text with an icon and a color, never color alone. */
export function Badge({
  tone = 'neutral',
  icon,
  className,
  children,
}: {
  tone?: Tone
  icon?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <span className={cn(all, tones[tone], className)}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  )
}

/**
 * A project's environment. Production stands out by weight, because red means failure. `name` is the project's own
 * label, such as `staging`.
 */
export function EnvironmentBadge({
  environment,
  name,
}: {
  environment: 'production' | 'other'
  name?: string | undefined
}) {
  return environment === 'production' ? (
    <span className="inline-flex items-center whitespace-nowrap rounded border border-text px-1.5 font-semibold text-2xs text-text">
      Production
    </span>
  ) : (
    <span className="inline-flex max-w-40 items-center whitespace-nowrap rounded border border-line px-1.5 text-2xs text-muted">
      <span className="truncate first-letter:uppercase">{name ?? 'Not production'}</span>
    </span>
  )
}

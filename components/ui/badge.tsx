import { cva } from 'class-variance-authority'
import type { ReactNode } from 'react'
import { cn } from './cn'

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad'

const style = cva(
  // The words, not the icon, give the line that a badge stands on.
  'inline-flex max-w-full items-baseline gap-1 whitespace-nowrap rounded px-1.5 py-0.5 font-medium text-xs [&>:not(:last-child)]:self-center [&_svg]:size-3.5 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        neutral: 'bg-sunken text-muted ring-1 ring-line ring-inset',
        accent: 'bg-accent-soft text-accent',
        good: 'bg-good-soft text-good',
        warn: 'bg-warn-soft text-warn',
        bad: 'bg-bad-soft text-bad',
      },
    },
  },
)

/** A state as a word with an icon and a colour: never the colour alone. */
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
    <span className={cn(style({ tone }), className)}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  )
}

/** The environment of a project: production stands out everywhere. */
export function EnvironmentBadge({ environment }: { environment: 'production' | 'other' }) {
  return environment === 'production' ? (
    <Badge tone="bad" icon={<span aria-hidden className="size-1.5 rounded-full bg-current" />}>
      Production
    </Badge>
  ) : (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap px-1.5 text-muted text-xs">
      <span aria-hidden className="size-1.5 rounded-full ring-1 ring-current" />
      Not production
    </span>
  )
}

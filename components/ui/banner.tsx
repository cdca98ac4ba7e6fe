import type { ReactNode } from 'react'
import type { Tone } from './badge'
import { cn } from './cn'

const look: Record<Tone, string> = {
  neutral: 'border-line bg-sunken text-text',
  accent: 'border-transparent bg-accent-soft text-text',
  good: 'border-transparent bg-good-soft text-text',
  warn: 'border-warn-line bg-warn-soft text-text',
  bad: 'border-bad-line bg-bad-soft text-text',
}

const icons: Record<Tone, ReactNode> = {
  neutral: <svg aria-hidden className="icon-[info] text-muted" />,
  accent: <svg aria-hidden className="icon-[info] text-accent" />,
  good: <svg aria-hidden className="icon-[circle-check] text-good" />,
  warn: <svg aria-hidden className="icon-[triangle-alert] text-warn" />,
  bad: <svg aria-hidden className="icon-[circle-alert] text-bad" />,
}

/** A notice. Set `role="alert"` when it reports something that just happened. */
export function Banner({
  tone = 'neutral',
  title,
  actions,
  role,
  className,
  children,
}: {
  tone?: Tone
  title?: ReactNode
  actions?: ReactNode
  role?: 'alert' | 'status' | undefined
  className?: string
  children?: ReactNode
}) {
  return (
    <div
      role={role}
      className={cn(
        'flex gap-2.5 rounded-md border px-3 py-2.5 text-sm [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0',
        look[tone],
        className,
      )}
    >
      {icons[tone]}
      <div className="min-w-0 grow">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={cn(title && 'mt-0.5 text-muted')}>{children}</div>}
        {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}

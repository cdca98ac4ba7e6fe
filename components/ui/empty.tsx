import type { ReactNode } from 'react'

/** An empty state that can't be mistaken for a failure. */
export function Empty({
  title,
  titleAs: Title = 'p',
  hint,
  icon,
  action,
}: {
  title: string
  /** `h1` when the page has nothing else. */
  titleAs?: 'p' | 'h1'
  hint?: ReactNode
  icon?: ReactNode
  action?: ReactNode
}) {
  return (
    <div data-empty className="flex flex-col items-center px-6 py-10 text-center">
      <span
        aria-hidden
        className="mb-3 grid size-10 place-items-center rounded-full bg-sunken text-muted [&_svg]:size-5"
      >
        {icon ?? <svg aria-hidden className="icon-[inbox]" />}
      </span>
      <Title className="font-medium">{title}</Title>
      {hint && <div className="mt-1 max-w-md text-balance text-muted text-sm">{hint}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

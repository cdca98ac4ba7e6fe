'use client'
import { cn } from './cn'
import { useCopy } from './copyable'
import { IconButton } from './icon-button'

/** Code or raw text with a copy button. */
export function CodeBlock({
  code,
  label,
  wrap = false,
  className,
}: {
  code: string
  /** The accessible name: `curl`, `Request body`. */
  label: string
  wrap?: boolean
  className?: string
}) {
  const { copied, copy } = useCopy()
  return (
    <div className={cn('relative rounded-md border border-line bg-sunken', className)}>
      <section
        aria-label={label}
        // Scrolling must work with the keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling needs focus
        tabIndex={0}
        className="max-h-72 overflow-auto rounded-md"
      >
        <pre
          className={cn(
            'w-max min-w-full py-2 pr-10 pl-3 pointer-coarse:pr-12 font-mono text-xs leading-5',
            wrap && 'w-full whitespace-pre-wrap break-all',
          )}
        >
          {code}
        </pre>
      </section>
      <IconButton
        label={`Copy ${label}`}
        size="sm"
        icon={
          copied ? (
            <svg aria-hidden className="icon-[check] text-good" />
          ) : (
            <svg aria-hidden className="icon-[copy]" />
          )
        }
        onClick={() => void copy(code)}
        className="absolute top-1 right-1 bg-sunken"
      />
    </div>
  )
}

'use client'
import { useEffect, useRef, useState } from 'react'
import { announce } from '@/lib/client/announce'
import { cn } from './cn'

/** Copies text and announces it; `copied` is true for two seconds. */
export function useCopy() {
  const [copied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      announce('Your browser blocked copying')
      return
    }
    setCopied(true)
    announce('Copied')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setCopied(false), 2000)
  }
  return { copied, copy }
}

/** A value that is copied when pressed. */
export function Copyable({
  value,
  shown,
  what = 'value',
  mono = true,
  marked = false,
  className,
}: {
  value: string
  /** A shorter text to show. */
  shown?: string
  /** What it is, for screen readers: `project ID`. */
  what?: string
  mono?: boolean
  /** Shows the icon also without the pointer over it. */
  marked?: boolean
  className?: string
}) {
  const { copied, copy } = useCopy()
  return (
    <button
      type="button"
      onClick={() => void copy(value)}
      title={value.length > 40 || (shown ?? value) !== value ? value : undefined}
      aria-label={`${shown ?? value}, copy ${what}`}
      className={cn(
        'group inline-flex min-h-6 max-w-full items-center gap-1 rounded text-left hover:bg-hover hover:shadow-[0_0_0_3px_var(--hover)] in-[dl]:-my-0.5',
        mono && 'font-mono text-xs max-sm:text-2xs',
        className,
      )}
    >
      {/* Truncated only in wide tables. */}
      <span className="truncate in-[dl]:whitespace-normal in-[dl]:break-all max-sm:whitespace-normal max-sm:break-all">
        {shown ?? value}
      </span>
      {copied ? (
        <svg aria-hidden className="icon-[check] size-3.5 shrink-0 text-good" />
      ) : (
        <svg
          aria-hidden
          className={cn(
            'icon-[copy] size-3.5 shrink-0 text-faint group-hover:opacity-100 group-focus-visible:opacity-100 pointer-coarse:opacity-100',
            !marked && 'opacity-0',
          )}
        />
      )}
    </button>
  )
}

'use client'
import { usePreferences } from '@/lib/client/use-preferences'
import { Kbd } from '../../ui/kbd'

const hints = [
  [['j', 'k'], 'move'],
  [['Enter'], 'open'],
  [['a'], 'review'],
  [['d'], 'deny'],
  [['r'], 'revoke'],
  [['/'], 'search'],
] as const

/** The page's shortcuts, unless the person switched them off. */
export function InboxKeys() {
  const { shortcuts } = usePreferences()
  if (!shortcuts) return null
  return (
    <p className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-1 text-faint text-xs max-sm:hidden pointer-coarse:hidden print:hidden">
      {hints.map(([keys, does]) => (
        <span key={does} className="inline-flex items-center gap-1">
          {keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {does}
        </span>
      ))}
    </p>
  )
}

'use client'
import { type ReactNode, useState } from 'react'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'

/** On a phone a long list shows its first eight rows and a button for the rest. */
export function FewFirst({ count, children }: { count: number; children: ReactNode }) {
  const [isWhole, setWhole] = useState(false)
  // A list of more than a hundred rows scrolls by itself.
  if (count <= 10 || count > 100) return children
  return (
    <>
      <div className={cn(!isWhole && 'max-sm:[&_tbody>tr:nth-child(n+9)]:hidden')}>{children}</div>
      {!isWhole && (
        <p className="border-line border-t px-4 py-2 sm:hidden">
          <Button className="w-full" onClick={() => setWhole(true)}>
            Show all
          </Button>
        </p>
      )}
    </>
  )
}

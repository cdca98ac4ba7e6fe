'use client'
import { useState } from 'react'
import { dropRun, runsOf } from '@/lib/client/bulk-runs'
import { useMe } from '@/lib/client/use-me'
import { countAll } from '@/lib/format/words'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { Time } from '../ui/time'
import { continueRun, countOf } from './bulk-kept'

/** Offers to continue a bulk action that a reload, a closed tab or a person stopped. */
export function BulkNotice() {
  const person = useMe()?.subject
  const [, setRound] = useState(0)
  const [run, ...others] = person === undefined ? [] : runsOf(person)
  if (person === undefined || !run) return null
  const { done, left } = countOf(run)
  return (
    <section
      aria-label="Unfinished bulk action"
      className="fixed inset-x-4 bottom-4 z-20 rounded-md shadow-lg sm:left-auto sm:w-96 print:hidden"
    >
      <Banner
        tone="accent"
        title={`${run.verb} ${countAll(run.rows.length, run.what)}: ${done} done, ${left} left`}
        actions={
          <>
            <Button size="sm" variant="primary" onClick={() => continueRun(person, run.id)}>
              Continue
            </Button>
            <Button
              size="sm"
              onClick={() => {
                dropRun(person, run.id)
                setRound((n) => n + 1)
              }}
            >
              Dismiss
            </Button>
          </>
        }
      >
        Started <Time at={new Date(run.startedAt).toISOString()} />. Nothing that was sent is sent
        again.
        {others.length > 0 && ` ${others.length} more like this.`}
      </Banner>
    </section>
  )
}

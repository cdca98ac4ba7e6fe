'use client'
import type { Processor } from '@/lib/ops/stream-shapes'
import { bytes, readStats } from '@/lib/ops/stream-stats'
import { Age } from '../data/age'
import { RawAnswer } from '../data/raw-answer'
import { Card, Facts } from '../ui/page'
import { DeadLetters, Lag, Memory, Rate } from './drawings'
import { historyKey, withReading } from './history'
import type { Place } from './use-run'

const why: Record<string, string> = {
  INIT: 'It has not run yet.',
  CREATING: 'It has not run yet.',
  CREATED: 'It has not run yet.',
  STOPPED: 'Atlas has no statistics for a stopped processor.',
}

/** The statistics of a processor, from the reads of this tab. */
export function Statistics({
  place,
  processor,
  asOf,
}: {
  place: Place
  processor: Processor
  asOf: string
}) {
  const stats = readStats(processor.stats)
  const key = historyKey(place.groupId, place.tenantName, processor.name)
  const samples = withReading(key, stats, asOf)
  const isEmpty = Object.keys(stats).length === 0
  return (
    <Card className="p-4">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="font-semibold text-base">Statistics</h2>
        <span className="text-faint text-xs">
          <Age asOf={asOf} />
        </span>
      </div>
      {isEmpty ? (
        <p className="text-muted text-sm">
          No statistics. {why[processor.state ?? ''] ?? 'Atlas returned none.'}
        </p>
      ) : (
        <Facts
          items={[
            ['Lag', <Lag key="lag" samples={samples} />],
            ['Dead letters', <DeadLetters key="dead" samples={samples} />],
            ['Memory', <Memory key="memory" samples={samples} />],
            ['State size', stats.state === undefined ? '–' : bytes(stats.state)],
            ['Messages in', <Rate key="in" samples={samples} of="input" label="Messages in" />],
            ['Messages out', <Rate key="out" samples={samples} of="output" label="Messages out" />],
          ]}
        />
      )}
      {!isEmpty && (
        <div className="mt-3">
          <RawAnswer value={processor.stats} label="Statistics" />
        </div>
      )}
    </Card>
  )
}

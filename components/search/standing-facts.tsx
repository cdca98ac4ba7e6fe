'use client'
import type { SearchIndex } from '@/lib/ops/search-shapes'
import type { Standing } from '@/lib/ops/search-status'
import { Elapsed } from '../data/elapsed'
import { Copyable } from '../ui/copyable'
import { Facts } from '../ui/page'
import { Time } from '../ui/time'

/** The state of an index in a sentence, and its facts. */
export function StandingFacts({ index, standing }: { index: SearchIndex; standing: Standing }) {
  const { latest, served, isMoving } = standing
  // Atlas does not say when a deletion started.
  const isUnderWay = isMoving && standing.phase !== 'DELETING'
  return (
    <div className="grid grid-cols-1 gap-4 p-4">
      <div role="status" className="max-w-3xl text-base">
        <p>{standing.sentence}</p>
        {standing.advice && <p className="mt-1 text-muted text-sm">{standing.advice}</p>}
      </div>
      <Facts
        items={[
          [
            'Latest definition',
            <span key="latest">
              version {latest.version ?? 'unknown'}
              {latest.createdAt && (
                <>
                  , sent <Time at={latest.createdAt} />
                  {isUnderWay && (
                    <>
                      {' '}
                      (in progress <Elapsed since={latest.createdAt} />)
                    </>
                  )}
                </>
              )}
            </span>,
          ],
          ['Serving version', served ?? (standing.queryable ? 'unknown' : 'none')],
          ...(index.status && index.status !== standing.phase
            ? [
                [
                  'Status in Atlas',
                  <span key="raw" className="font-mono text-xs">
                    {index.status}
                  </span>,
                ] as const,
              ]
            : []),
          ...(index.indexID
            ? [['Index ID', <Copyable key="id" value={index.indexID} what="index ID" />] as const]
            : []),
        ]}
      />
    </div>
  )
}

'use client'
import type { SearchIndex } from '@/lib/ops/search-shapes'
import type { Standing } from '@/lib/ops/search-status'
import { Elapsed } from '../data/elapsed'
import { Copyable } from '../ui/copyable'
import { Facts } from '../ui/page'
import { Time } from '../ui/time'
import { useUnchangedSince } from './use-unchanged'

/** What counts as a change of state: everything but the definitions themselves. */
const printOf = ({ phase, queryable, latest, hosts, synonyms, messages }: Standing) =>
  JSON.stringify([
    phase,
    queryable,
    latest,
    synonyms,
    messages,
    hosts.map(({ name, main, staged }) => [
      name,
      [main, staged].map((g) => g && [g.version, g.status, g.queryable]),
    ]),
  ])

/** The state in a sentence, since when, and what the index is. */
export function StandingFacts({
  index,
  standing,
  asOf,
}: {
  index: SearchIndex
  standing: Standing
  asOf: string
}) {
  const since = useUnchangedSince(index.indexID ?? '', printOf(standing), asOf)
  const { latest, served, isMoving } = standing
  // When the deletion began, nobody says: the moment of the definition has nothing to do with it.
  const isUnderWay = isMoving && standing.phase !== 'DELETING'
  return (
    <div className="grid grid-cols-1 gap-4 p-4">
      <div role="status" className="max-w-3xl text-base">
        <p>{standing.says}</p>
        {standing.advice && <p className="mt-1 text-muted text-sm">{standing.advice}</p>}
      </div>
      <Facts
        items={[
          [
            'Latest definition',
            <span key="latest">
              version {latest.version ?? 'not said'}
              {latest.createdAt && (
                <>
                  , sent <Time at={latest.createdAt} />
                  {isUnderWay && (
                    <>
                      {' '}
                      (under way <Elapsed since={latest.createdAt} />)
                    </>
                  )}
                </>
              )}
            </span>,
          ],
          ['Serves version', served ?? (standing.queryable ? 'not said' : 'none')],
          [
            'Unchanged',
            <span key="unchanged">
              <Elapsed since={since} />, since this tab looks
            </span>,
          ],
          ...(index.status && index.status !== standing.phase
            ? [
                [
                  'Atlas calls it',
                  <span key="raw" className="font-mono text-xs">
                    {index.status}
                  </span>,
                ] as const,
              ]
            : []),
          ...(index.indexID
            ? [['Index id', <Copyable key="id" value={index.indexID} what="index id" />] as const]
            : []),
        ]}
      />
    </div>
  )
}

'use client'
import { useQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { read } from '@/lib/client/use-op'
import { getSearchIndex } from '@/lib/ops/search'
import { routes } from '@/lib/routes'
import { Panel } from '../data/panel'
import { ButtonLink } from '../ui/button'
import { Empty } from '../ui/empty'
import { Card, ThingHead } from '../ui/page'
import { IndexDetails } from './index-details'

export type IndexPlace = { groupId: string; clusterName: string; indexId: string }

/** One search index: its state, its hosts and its definition. */
export function IndexPage(place: IndexPlace) {
  const index = useQuery(read(getSearchIndex, place))
  const list = routes.search(place.groupId, place.clusterName)
  const back = { label: 'Search', href: list }
  if (index.error?.kind === 'not-found')
    return (
      <>
        <ThingHead title="Search index" back={back} />
        <Card>
          <Empty
            icon={<SearchX />}
            title={index.data ? 'Index deleted' : 'Index not found'}
            hint={
              index.data
                ? 'Atlas has deleted this index.'
                : 'It may have been deleted, or it belongs to another cluster.'
            }
            action={<ButtonLink href={list}>All search indexes of {place.clusterName}</ButtonLink>}
          />
        </Card>
      </>
    )
  if (index.data && !index.data.misfit)
    return <IndexDetails place={place} query={index} answer={index.data} back={back} />
  return (
    <>
      <ThingHead title="Search index" back={back} />
      <Panel query={index} skeletonRows={8} isEmpty="never">
        {() => null}
      </Panel>
    </>
  )
}

'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { getSearchIndex } from '@/lib/ops/search'
import { routes } from '@/lib/routes'
import { Missing } from '../blocks/missing'
import { Panel } from '../data/panel'
import { ThingHead } from '../ui/page'
import { IndexDetails } from './index-details'
import type { IndexPlace } from './index-place'

/** One search index: its state, its hosts and its definition. */
export function IndexPage(place: IndexPlace) {
  const index = useQuery(read(getSearchIndex, place))
  const list = routes.search(place.groupId, place.clusterName)
  const back = { label: 'Search', href: list }
  if (index.error?.kind === 'not-found')
    return (
      <Missing
        what="Search index"
        wasThere={index.data !== undefined}
        back={back}
        isPart
        hint="It may have been deleted, or it belongs to another cluster."
      />
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
